package store

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// parseAddress reads REDIS_URL. Its errors never hold the address itself, which may carry a password.
func parseAddress(address string) (*redis.UniversalOptions, error) {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return nil, errors.New("REDIS_URL wants redis://, rediss:// or redis+sentinel://")
	}
	rest, query, _ := strings.Cut(inOne(scheme, rest), "?")
	options := &redis.UniversalOptions{}
	switch scheme {
	case "redis":
	case "rediss", "rediss+sentinel":
		options.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	case "redis+sentinel":
	default:
		return nil, errors.New("REDIS_URL wants redis://, rediss:// or redis+sentinel://, not " + strconv.Quote(scheme+"://"))
	}
	place, path, _ := strings.Cut(rest, "/")
	if strings.HasSuffix(scheme, "+sentinel") {
		options.MasterName, path, _ = strings.Cut(path, "/")
		if options.MasterName == "" {
			return nil, errors.New("REDIS_URL wants the master's name: redis+sentinel://host:26379,host:26379/name")
		}
	}
	if err := parseHosts(options, place); err != nil {
		return nil, err
	}
	if err := parseDatabase(options, path); err != nil {
		return nil, err
	}
	return options, parseSentinelQuery(options, query)
}

// inOne makes one address of several whole ones, redis://a,redis://b, which name the same user.
func inOne(scheme, rest string) string {
	addresses := strings.Split(rest, ","+scheme+"://")
	for i, address := range addresses {
		if i > 0 {
			address = address[strings.LastIndex(address, "@")+1:]
		}
		if i < len(addresses)-1 {
			address = strings.TrimRight(address, "/")
		}
		addresses[i] = address
	}
	return strings.Join(addresses, ",")
}

func parseHosts(options *redis.UniversalOptions, place string) error {
	if at := strings.LastIndex(place, "@"); at >= 0 {
		user, password, _ := strings.Cut(place[:at], ":")
		var errUser, errPassword error
		options.Username, errUser = url.PathUnescape(user)
		options.Password, errPassword = url.PathUnescape(password)
		if errUser != nil || errPassword != nil {
			return errors.New("REDIS_URL holds a user or password that is not percent-encoded rightly")
		}
		place = place[at+1:]
	}
	port := "6379"
	if options.MasterName != "" {
		port = "26379"
	}
	for host := range strings.SplitSeq(place, ",") {
		u, err := url.Parse("redis://" + host)
		if err != nil || u.Hostname() == "" {
			return fmt.Errorf("REDIS_URL wants host:port, not %q", host)
		}
		if u.Port() == "" {
			u.Host += ":" + port
		} else if _, err := strconv.ParseUint(u.Port(), 10, 16); err != nil {
			return fmt.Errorf("REDIS_URL wants a port up to 65535, not %s", u.Port())
		}
		options.Addrs = append(options.Addrs, u.Host)
	}
	return nil
}

func parseDatabase(options *redis.UniversalOptions, path string) (err error) {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	if options.DB, err = strconv.Atoi(path); err != nil || options.DB < 0 {
		return fmt.Errorf("REDIS_URL wants a database number, not %q", path)
	}
	if options.DB > 0 && options.MasterName == "" && len(options.Addrs) > 1 {
		return errors.New("REDIS_URL names a database, but a cluster has none but 0")
	}
	return nil
}

func parseSentinelQuery(options *redis.UniversalOptions, query string) error {
	if query == "" {
		return nil
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return errors.New("REDIS_URL can't be read after its question mark")
	}
	for name := range values {
		switch name {
		case "sentinel_username":
			options.SentinelUsername = values.Get(name)
		case "sentinel_password":
			options.SentinelPassword = values.Get(name)
		default:
			return fmt.Errorf("REDIS_URL knows sentinel_username and sentinel_password after its question mark, not %q", name)
		}
	}
	return nil
}
