package store

import (
	"fmt"
	"strings"
	"testing"
)

func TestAddressesAreReadAsDocumented(t *testing.T) {
	for address, want := range map[string]string{
		"redis://localhost":                          "[localhost:6379] user= password= db=0 master= tls=false",
		"redis://localhost:7000/2":                   "[localhost:7000] user= password= db=2 master= tls=false",
		"redis://:p%40ss@[::1]:7000":                 "[[::1]:7000] user= password=p@ss db=0 master= tls=false",
		"rediss://me:secret@redis.example":           "[redis.example:6379] user=me password=secret db=0 master= tls=true",
		"redis://a:1,b:2,c":                          "[a:1 b:2 c:6379] user= password= db=0 master= tls=false",
		"redis://a:1,redis://b:2/,redis://c":         "[a:1 b:2 c:6379] user= password= db=0 master= tls=false",
		"rediss://u:p@a:1/,rediss://u:p@b:2/0":       "[a:1 b:2] user=u password=p db=0 master= tls=true",
		"rediss://u:p@a:1,b:2":                       "[a:1 b:2] user=u password=p db=0 master= tls=true",
		"redis+sentinel://a,b:26380/main":            "[a:26379 b:26380] user= password= db=0 master=main tls=false",
		"redis+sentinel://u:p@a/main/3":              "[a:26379] user=u password=p db=3 master=main tls=false",
		"rediss+sentinel://a/main?sentinel_password": "[a:26379] user= password= db=0 master=main tls=true",
	} {
		o, err := parseAddress(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		got := fmt.Sprintf("%v user=%s password=%s db=%d master=%s tls=%t",
			o.Addrs, o.Username, o.Password, o.DB, o.MasterName, o.TLSConfig != nil)
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", address, got, want)
		}
	}
}

func TestBadAddressesAreRefusedWithoutTellingThePassword(t *testing.T) {
	for _, address := range []string{
		"localhost:6379", "http://me:secret@host", "redis://me:secret@", "redis://me:secret@host:port",
		"redis://me:secret@host/one", "redis://me:secret@a,b/1", "redis+sentinel://me:secret@host",
		"redis://me:secret%zz@host", "redis://me:secret@host?pool=3", "redis://me:secret@host/-1",
		"redis://me:secret@host:99999", "redis://me:secret@a:1,b:65536",
	} {
		_, err := parseAddress(address)
		if err == nil {
			t.Errorf("%s was taken", address)
			continue
		}
		if !strings.Contains(err.Error(), "REDIS_URL") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
