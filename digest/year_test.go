package digest

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"mostbot/catalog"
)

var zones = []string{
	"Europe/Sofia", "Europe/Kyiv", "Europe/Bucharest", "Europe/Berlin", "Europe/Vienna", "Europe/London", "Europe/Lisbon",
	"Atlantic/Azores", "Europe/Istanbul", "Europe/Chisinau", "Asia/Jerusalem", "Asia/Beirut", "Africa/Cairo",
	"Africa/Casablanca", "America/New_York", "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion",
	"America/Sao_Paulo", "America/Los_Angeles", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland",
	"Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
}

// TestYearOfDigests ticks through a year, minute by minute, for chats in 30 zones, while events keep coming and the bot
// now and then sleeps for three hours, and the clock once jumps back by two: each chat must get one digest for each local
// date, at its minute, at the end of the missing hour, or when the bot wakes.
func TestYearOfDigests(t *testing.T) {
	chatsPerZone := 48 // 30 zones × 48 chats × 365 days: half a million digests
	switch {
	case testing.Short():
		chatsPerZone = 24
	case os.Getenv("MOSTBOT_SCALE") != "":
		chatsPerZone = 240 // 2.6 millions
	}
	m := newMemory()
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	chats := subscribeZones(t, m, begin, chatsPerZone)
	d := newDigest(t, m)
	sleeping := func(t time.Time) bool { return t.UTC().YearDay()%50 == 0 && t.UTC().Hour() >= 6 && t.UTC().Hour() < 9 }
	digests, jumped := 0, false
	for now := begin; now.Before(begin.AddDate(1, 0, 0)); now = now.Add(time.Minute) {
		if now.Minute() == 0 && now.Hour()%8 == 0 { // some event lies in each span between two digests
			m.events = append(m.events[max(0, len(m.events)-20):], event("e"+strconv.FormatInt(now.Unix(), 10), now, burgas))
		}
		if now.YearDay() == 120 && now.Hour() == 12 && !jumped {
			now, jumped = now.Add(-2*time.Hour), true
		}
		if sleeping(now) {
			continue
		}
		tick(t, d, now)
		for key := range m.outbox {
			digests++
			checkDigest(t, chats, key, now, sleeping)
		}
		clear(m.outbox)
	}
	for chat, c := range chats {
		if n := len(c.dates); n < 364 {
			t.Errorf("chat %d in %s at %s got %d digests", chat, c.zone, c.schedule, n)
		}
	}
	t.Logf("%d digests to %d chats", digests, len(chats))
}

type reader struct {
	zone     *time.Location
	schedule catalog.Schedule
	dates    map[string]bool
}

func subscribeZones(t *testing.T, m *memory, begin time.Time, perZone int) map[int64]*reader {
	chats := map[int64]*reader{}
	for _, name := range zones {
		zone := load(t, name)
		for i := range perZone {
			chat := int64(len(chats) + 1)
			minute := (i*60 + i/24*30) % (24 * 60) // full hours first, then half ones
			schedule := catalog.Schedule{Recurrence: catalog.Daily, Hour: minute / 60, Minute: minute % 60}
			chats[chat] = &reader{zone, schedule, map[string]bool{}}
			sub := catalog.Subscription{Chat: chat, N: 1, Schedule: schedule, Since: begin.Add(-24 * time.Hour)}
			m.subscribe(catalog.Chat{ID: chat, Zone: name}, sub, schedule.Next(begin, zone))
		}
	}
	return chats
}

// checkDigest wants a digest to come at the right minute, or when the bot wakes, as the only one of its slot's date.
func checkDigest(t *testing.T, chats map[int64]*reader, key string, now time.Time, sleeping func(time.Time) bool) {
	t.Helper()
	parts := strings.Split(key, "/")
	chat, _ := strconv.ParseInt(parts[1], 10, 64)
	seconds, _ := strconv.ParseInt(parts[3], 10, 64)
	c := chats[chat]
	slot := time.Unix(seconds, 0).In(c.zone)
	date := slot.Format(time.DateOnly)
	if c.dates[date] {
		t.Errorf("chat %d in %s at %s got a second digest on %s", chat, c.zone, c.schedule, date)
	}
	c.dates[date] = true
	overslept := sleeping(slot) && sleeping(now.Add(-time.Minute))
	if !slot.Equal(now) && !overslept {
		t.Errorf("chat %d in %s got its digest of %s at %s", chat, c.zone, slot, now)
	}
	if (slot.Hour() != c.schedule.Hour || slot.Minute() != c.schedule.Minute) && !afterGap(slot, c.schedule) {
		t.Errorf("chat %d in %s at %s got its digest at %s", chat, c.zone, c.schedule, slot)
	}
}

// afterGap tells whether clocks have just been put forward over the schedule's time.
func afterGap(local time.Time, s catalog.Schedule) bool {
	before := local.Add(-time.Minute)
	_, was := before.Zone()
	_, is := local.Zone()
	wall := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
	at := s.Hour*60 + s.Minute
	return is > was && (wall(before) < at || wall(before) > wall(local)) && at < wall(local)
}
