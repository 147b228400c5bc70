package commands

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode"

	"mostbot/catalog"
	"mostbot/texts"
)

func (b *Book) timezone(ctx context.Context, t *talk) (Reply, error) {
	if allowed, err := b.mayChange(ctx, t); err != nil || !allowed {
		return t.say("ask.admins"), err
	}
	if t.Args == "" {
		return t.say("timezone.now", t.clock(t.zone)), nil
	}
	zone, found := readZone(t.Args)
	if !found {
		f, err := b.look(ctx, t, t.Args, catalog.SortCity)
		if err != nil {
			return Reply{}, err
		}
		if zone, found = b.zoneOf(f.refs); !found && len(f.refs) > 0 {
			return b.askZone(t, f), nil
		}
	}
	if !found {
		return t.say("timezone.unknown", texts.Data{"Query": texts.Cut(t.Args, 60)}), nil
	}
	return b.setZone(ctx, t, zone)
}

// zoneOf is the zone in which all the cities lie.
func (b *Book) zoneOf(cities []catalog.Ref) (*time.Location, bool) {
	var zone *time.Location
	for _, r := range cities {
		place, _ := b.needs.Places.Place(r.CityID())
		here, err := time.LoadLocation(place.Zone)
		if err != nil || place.Zone == "" || zone != nil && zone.String() != here.String() {
			return nil, false
		}
		zone = here
	}
	return zone, zone != nil
}

// askZone asks which of the cities of one name is meant.
func (b *Book) askZone(t *talk, f finding) Reply {
	reply := t.say("ask.which", texts.Data{"Query": texts.Cut(f.query, 60)})
	names := b.fullNames(t, f.refs)
	for i, r := range f.refs {
		if place, ok := b.needs.Places.Place(r.CityID()); ok {
			data := "zone:" + t.owner() + ":" + place.Zone
			reply = reply.with([]texts.Button{{Text: names[i], Data: data}})
		}
	}
	return reply
}

func (b *Book) pressZone(ctx context.Context, t *talk, name string) (Reply, error) {
	zone, ok := readZone(name)
	if !ok {
		return t.toast("ask.old"), nil
	}
	reply, err := b.setZone(ctx, t, zone)
	return reply.replacing(t), err
}

var offsetZone = regexp.MustCompile(`^(?i:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?00)?$`)

// shortZones are the zones that people here call by their letters, with the places that keep that time.
var shortZones = map[string]string{
	"CET": "Europe/Brussels", "CEST": "Europe/Brussels", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin",
	"EET": "Europe/Sofia", "EEST": "Europe/Sofia", "WET": "Europe/Lisbon", "GMT": "UTC",
}

// readZone reads the name of a zone, such as "Europe/Sofia", "europe/sofia", "UTC" "UTC+2", "+2" or "CET".
func readZone(name string) (*time.Location, bool) {
	if m := offsetZone.FindStringSubmatch(name); m != nil {
		sign := map[string]string{"+": "-", "-": "+"}[m[1]] // POSIX counts westwards
		name = "Etc/GMT" + sign + strings.TrimLeft(m[2], "0")
		if strings.Trim(m[2], "0") == "" {
			name = "UTC"
		}
	}
	if zone := shortZones[strings.ToUpper(name)]; zone != "" {
		name = zone
	}
	if !strings.Contains(name, "/") && !strings.EqualFold(name, "UTC") {
		return nil, false
	}
	for _, spelling := range []string{name, titled(name), strings.ToUpper(name)} {
		if zone, err := time.LoadLocation(spelling); err == nil {
			return zone, true
		}
	}
	return nil, false
}

// titled writes a zone's name with the capitals that it has.
func titled(name string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = !unicode.IsLetter(r)
		if was {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, name)
}

// setZone changes the chat's zone; its digests move to the new wall clock with it.
func (b *Book) setZone(ctx context.Context, t *talk, zone *time.Location) (Reply, error) {
	chat := t.Chat
	chat.Zone = zone.String()
	if err := b.save(ctx, t, chat); err != nil {
		return Reply{}, err
	}
	return t.say("timezone.done", t.clock(zone)), nil
}

func (t *talk) clock(zone *time.Location) texts.Data {
	return texts.Data{"Zone": zoneName(zone), "Time": t.Now.In(zone).Format("15:04")}
}

// zoneName writes a zone without a place the way people do: "UTC+3" instead of "Etc/GMT-3".
func zoneName(zone *time.Location) string {
	hours, ok := strings.CutPrefix(zone.String(), "Etc/GMT")
	if !ok || hours == "" {
		return zone.String()
	}
	return "UTC" + strings.NewReplacer("+", "-", "-", "+").Replace(hours)
}
