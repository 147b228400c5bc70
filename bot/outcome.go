package bot

import (
	"errors"
	"log/slog"
	"time"

	"mostbot/catalog"
)

// outcome turns a failure into what the store is to do with the message.
func (s *sender) outcome(o catalog.Outgoing, err error) catalog.Outcome {
	now := time.Now()
	if early, ok := errors.AsType[tooEarly](err); ok {
		return catalog.Outcome{Verdict: catalog.Postponed, At: now.Add(time.Duration(early)), Reason: err.Error()}
	}
	if _, called := errors.AsType[*failure](err); !called { // no patience left, the store away, the program at its end
		return catalog.Outcome{Verdict: catalog.Postponed, At: now, Reason: err.Error()}
	}
	d := diagnose(err)
	switch d.remedy {
	case waitOut:
		s.bot.meter.retried.WithLabelValues(d.reason).Inc()
		return catalog.Outcome{Verdict: catalog.Postponed, At: now.Add(d.wait), Reason: d.words}
	case move: // the message moved along with its chat, and is claimed there
		return catalog.Outcome{Verdict: catalog.Postponed, At: now, Reason: d.words}
	case anew: // what it was to change is gone, or too old to be changed
		return catalog.Outcome{Verdict: catalog.Moot, Reason: d.words}
	case unsure, again, halt:
		s.trouble(err)
		return s.tryAgain(o, d, now)
	default:
		return s.refused(o, d.reason, d.words)
	}
}

// tryAgain puts a message off that met trouble, or gives it up after the last try.
func (s *sender) tryAgain(o catalog.Outgoing, d diagnosis, now time.Time) catalog.Outcome {
	most, verdict := mostTries, catalog.Retry
	if d.remedy == unsure {
		s.bot.meter.uncertain.Inc()
		most, verdict = mostDoubts, catalog.Uncertain
	}
	if o.Tries+1 >= most && d.remedy != halt {
		return s.refused(o, "tries", "given up: "+d.words)
	}
	s.bot.meter.retried.WithLabelValues(d.reason).Inc()
	wait := backoff{tries: min(o.Tries+2, 12)}
	return catalog.Outcome{Verdict: verdict, At: now.Add(min(wait.next(), longest)), Reason: d.words}
}

// mostDoubts is how often a message may be tried when no answer comes: a message twice is better than none, but a server
// that takes everything and answers nothing shall not fill people's chats.
const mostDoubts = 3

func (s *sender) refused(o catalog.Outgoing, reason, words string) catalog.Outcome {
	s.bot.Log.Warn("a message will never be sent", slog.String("key", o.Key), slog.Int64("chat", o.Chat),
		slog.Int("thread", o.Thread), slog.String("reason", reason), slog.String("words", words))
	s.bot.meter.refused.WithLabelValues(reason).Inc()
	return catalog.Outcome{Verdict: catalog.Refused, Reason: words}
}
