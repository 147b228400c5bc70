package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// Secret is a text that is never printed.
type Secret string

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// GoString hides the secret.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal is the secret itself.
func (s Secret) Reveal() string { return string(s) }

// UnmarshalText takes the secret.
func (s *Secret) UnmarshalText(b []byte) error {
	*s = Secret(b)
	return nil
}

// Address is an http or https address without a slash at its end.
type Address string

// UnmarshalText reads the address.
func (a *Address) UnmarshalText(b []byte) error {
	u, err := url.Parse(string(b))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return wrong(b, "an address such as https://api.example.org")
	}
	*a = Address(strings.TrimRight(string(b), "/"))
	return nil
}

// HostPort is where to listen; the host may be empty.
type HostPort string

// UnmarshalText reads the host and port.
func (h *HostPort) UnmarshalText(b []byte) error {
	_, port, err := net.SplitHostPort(string(b))
	_, errPort := strconv.ParseUint(port, 10, 16)
	if err != nil || errPort != nil {
		return wrong(b, "host and port such as 127.0.0.1:8081")
	}
	*h = HostPort(b)
	return nil
}

// ID is the id of a Telegram user or chat.
type ID int64

// UnmarshalText reads the id.
func (i *ID) UnmarshalText(b []byte) error {
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil || n == 0 {
		return wrong(b, "a Telegram id such as 123456789 or -1001234567890")
	}
	*i = ID(n)
	return nil
}

// IDs are ids of Telegram users.
type IDs []int64

// UnmarshalText reads the ids, comma-separated.
func (i *IDs) UnmarshalText(b []byte) error {
	for part := range strings.SplitSeq(string(b), ",") {
		n, err := strconv.ParseInt(strings.TrimSpace(part), 10, 64)
		if err != nil || n <= 0 {
			return wrong(b, "Telegram user ids, comma-separated, such as 123456789,987654321")
		}
		*i = append(*i, n)
	}
	return nil
}

// Language is one of those that the bot speaks.
type Language string

var spoken = []string{"bg", "en", "uk", "ro", "de"}

// UnmarshalText reads the language.
func (l *Language) UnmarshalText(b []byte) error {
	if !slices.Contains(spoken, string(b)) {
		return wrong(b, "one of "+strings.Join(spoken, ", "))
	}
	*l = Language(b)
	return nil
}

// Zone is a time zone.
type Zone struct{ *time.Location }

// UnmarshalText reads the zone's IANA name.
func (z *Zone) UnmarshalText(b []byte) error {
	location, err := time.LoadLocation(string(b))
	if err != nil || string(b) == "Local" {
		return wrong(b, "an IANA time zone such as Europe/Sofia")
	}
	z.Location = location
	return nil
}

// Hosts are host names, addresses with or without a port, and networks.
type Hosts []string

var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$`)

// UnmarshalText reads them, comma-separated.
func (h *Hosts) UnmarshalText(b []byte) error {
	for part := range strings.SplitSeq(string(b), ",") {
		part = strings.TrimSpace(part)
		_, errNetwork := netip.ParsePrefix(part)
		_, errAddress := netip.ParseAddr(part)
		_, errPort := netip.ParseAddrPort(part)
		if errNetwork != nil && errAddress != nil && errPort != nil && !hostName.MatchString(part) {
			return wrong(b, "hosts and networks, comma-separated, such as 127.0.0.1:8090,10.1.0.0/16")
		}
		*h = append(*h, part)
	}
	return nil
}

// Interval is a length of time of a second or more.
type Interval time.Duration

// UnmarshalText reads the interval.
func (i *Interval) UnmarshalText(b []byte) error {
	d, err := time.ParseDuration(string(b))
	if err != nil || d < time.Second || d > 7*24*time.Hour {
		return wrong(b, "a length of time from 1s to 168h, such as 10m")
	}
	*i = Interval(d)
	return nil
}

// Rate is messages a second.
type Rate int

// UnmarshalText reads the rate.
func (r *Rate) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 1 || n > 1000 {
		return wrong(b, "a whole number from 1 to 1000")
	}
	*r = Rate(n)
	return nil
}

// Level is how much is logged.
type Level struct{ slog.Level }

// UnmarshalText reads the level.
func (l *Level) UnmarshalText(b []byte) error {
	names := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := names[strings.ToLower(string(b))]
	if !ok {
		return wrong(b, "debug, info, warn or error")
	}
	l.Level = level
	return nil
}

// Format is how a line of the log looks.
type Format string

// UnmarshalText reads the format.
func (f *Format) UnmarshalText(b []byte) error {
	if string(b) != "text" && string(b) != "json" {
		return wrong(b, "text or json")
	}
	*f = Format(b)
	return nil
}

func wrong(held []byte, wanted string) error { return fmt.Errorf("%q, want %s", held, wanted) }
