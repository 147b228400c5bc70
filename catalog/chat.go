package catalog

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ChatKind is Telegram's type of a chat.
type ChatKind string

// The kinds of chats.
const (
	Private    ChatKind = "private"
	Group      ChatKind = "group"
	Supergroup ChatKind = "supergroup"
	Channel    ChatKind = "channel"
)

// Chat is a private chat, group or channel that the bot knows, with its settings.
type Chat struct {
	ID       int64     `json:"id"`
	Kind     ChatKind  `json:"kind"`
	Title    string    `json:"title,omitempty"`
	Language Language  `json:"lang,omitempty"`   // chosen; "" while nobody chose one
	App      Language  `json:"app,omitempty"`    // of the person's app, where a private chat chose none
	Zone     string    `json:"zone,omitempty"`   // IANA, chosen; "" while nobody chose one
	Paused   string    `json:"paused,omitempty"` // why nothing can be sent there, in Telegram's words; "" while all is well
	Since    Timestamp `json:"since,omitzero"`
}

// Recurrence is how often a subscription is served.
type Recurrence string

// The recurrences.
const (
	Instant  Recurrence = "instant"
	Daily    Recurrence = "daily"
	Weekdays Recurrence = "weekdays"
	Weekly   Recurrence = "weekly"
)

// Schedule is when a subscription is served, in the chat's zone. Its text forms are "instant", "daily 08:30",
// "weekdays 08:30" and "weekly mon 08:30".
type Schedule struct {
	Recurrence Recurrence
	Weekday    time.Weekday // of a weekly schedule
	Hour       int
	Minute     int
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (s Schedule) String() string {
	clock := fmt.Sprintf("%02d:%02d", s.Hour, s.Minute)
	switch s.Recurrence {
	case Instant:
		return string(Instant)
	case Weekly:
		return string(Weekly) + " " + weekdays[s.Weekday] + " " + clock
	default:
		return string(s.Recurrence) + " " + clock
	}
}

// ParseSchedule reads a schedule's text form.
func ParseSchedule(text string) (Schedule, error) {
	bad := fmt.Errorf("%q is no schedule such as instant, daily 08:30, weekdays 08:30 or weekly mon 08:30", text)
	words := strings.Fields(text)
	if len(words) == 0 {
		return Schedule{}, bad
	}
	s := Schedule{Recurrence: Recurrence(words[0])}
	clock := words[1:]
	switch s.Recurrence {
	case Instant:
		if len(clock) > 0 {
			return Schedule{}, bad
		}
		return s, nil
	case Weekly:
		if len(clock) != 2 {
			return Schedule{}, bad
		}
		day, err := parseWeekday(clock[0])
		if err != nil {
			return Schedule{}, bad
		}
		s.Weekday, clock = day, clock[1:]
	case Daily, Weekdays:
	default:
		return Schedule{}, bad
	}
	if len(clock) != 1 {
		return Schedule{}, bad
	}
	hour, minute, err := ParseClock(clock[0])
	if err != nil {
		return Schedule{}, bad
	}
	s.Hour, s.Minute = hour, minute
	return s, nil
}

func parseWeekday(s string) (time.Weekday, error) {
	for i, name := range weekdays {
		if name == s {
			return time.Weekday(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no weekday such as mon", s)
}

// ParseClock reads a time of day such as "08:30", "8:30" or "8.30".
func ParseClock(s string) (hour, minute int, err error) {
	h, m, ok := strings.Cut(strings.Replace(s, ".", ":", 1), ":")
	hour, errH := strconv.Atoi(h)
	minute, errM := strconv.Atoi(m)
	if !ok || errH != nil || errM != nil || len(h) > 2 || len(m) != 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return 0, 0, fmt.Errorf("%q is no time of day such as 08:30", s)
	}
	return hour, minute, nil
}

// MarshalText writes the text form.
func (s Schedule) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the text form.
func (s *Schedule) UnmarshalText(b []byte) (err error) {
	*s, err = ParseSchedule(string(b))
	return err
}

// Subscription is a chat's wish to hear of events.
type Subscription struct {
	Chat     int64     `json:"chat"`
	N        int       `json:"n"`                // its number in the chat, from 1; never used again after it was deleted
	Thread   int       `json:"thread,omitempty"` // the forum topic, 0 for none
	Schedule Schedule  `json:"schedule"`
	Filter   Filter    `json:"filter,omitempty"`
	Paused   bool      `json:"paused,omitempty"`
	Trouble  Trouble   `json:"trouble,omitempty"` // why the bot paused it, "" where a person did
	Since    Timestamp `json:"since"`             // events that entered the catalogue after this moment and were not served yet are due
}

// Outgoing is a message on its way to a chat, kept until Telegram took it.
type Outgoing struct {
	Key     string    `json:"key"` // put once: a second message with a key that was ever used is dropped
	Chat    int64     `json:"chat"`
	Thread  int       `json:"thread,omitempty"`
	Body    []byte    `json:"body"`               // a texts.Message as JSON
	Event   string    `json:"event,omitempty"`    // what it tells, the event's id for its announcement, so that a reply or an edit finds it
	ReplyTo string    `json:"reply_to,omitempty"` // what an earlier message told: reply to that, if there is one
	Edit    bool      `json:"edit,omitempty"`     // take the place of that message instead; without one there is nothing to do
	After   string    `json:"after,omitempty"`    // an earlier message's key: dropped unless that one was put
	Due     Timestamp `json:"due,omitzero"`       // not before
	Tries   int       `json:"tries,omitempty"`    // how often it was tried
	Slot    Timestamp `json:"slot,omitzero"`      // of a digest: when it should be in the chat
	Put     Timestamp `json:"put,omitzero"`       // when it came into the outbox, which says so
}

// Trouble is why a topic of a forum can't be written to.
type Trouble string

// The troubles with topics.
const (
	TopicClosed Trouble = "topic_closed"
	TopicGone   Trouble = "topic_gone" // it was deleted
)

// Update is what Telegram tells of something that happened, as JSON, under a number that it keeps when it is told again.
type Update struct {
	ID  int
	Raw []byte
}

// Verdict is what became of an attempt to send.
type Verdict string

// The verdicts.
const (
	Sent      Verdict = "sent"       // Telegram took it
	Retry     Verdict = "retry"      // try again at Outcome.At
	Refused   Verdict = "refused"    // Telegram will never take it
	Moot      Verdict = "moot"       // the message that it was to change is gone, or can't be changed any more
	Uncertain Verdict = "uncertain"  // no answer came: it may have been taken; tried again at Outcome.At
	TakenOver Verdict = "taken-over" // only counted: whoever claimed it never said how it ended, so it is tried again
	Postponed Verdict = "postponed"  // not tried, as the chat must wait: back at Outcome.At
)

// Outcome is how one attempt to send ended.
type Outcome struct {
	Verdict   Verdict
	MessageID int       // of a sent message
	At        Timestamp // when to try again; of a sent message: before when nothing more may go to the chat
	Reason    string    // Telegram's words
}
