package feed

import (
	"net/netip"
	"testing"
)

func TestOnlyThePublicInternetIsCalled(t *testing.T) {
	g, err := newGuard([]string{"10.1.0.0/16", "::1", "intranet.example"})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "10.1.2.3": true,
		"10.2.0.1": false, "127.0.0.1": false, "0.0.0.0": false, "169.254.169.254": false, "100.64.0.1": false, "172.31.1.1": false,
		"192.168.1.1": false, "224.0.0.1": false, "255.255.255.255": false, "198.18.0.1": false, "::": false, "fe80::1": false,
		"fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "::ffff:127.0.0.1": false, "::ffff:10.2.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001:0:7f00:1::": false, "::127.0.0.1": false, "fe80::1%eth0": false,
		"::ffff:10.1.0.1": true,
	} {
		if got := g.permits(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	for address, want := range map[string]bool{"[::1]:80": true, "127.0.0.1:80": false, "nonsense": false} {
		if err := g.check("tcp", address, nil); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	if !g.names("Intranet.example.", "80") || g.names("other.example", "80") {
		t.Error("hosts are not told by name")
	}
}

func TestABadEntryOfTheAllowedHostsIsAnError(t *testing.T) {
	for _, entry := range []string{"", "http://a.example/", "10.0.0.0/99", "a b"} {
		if _, err := newGuard([]string{entry}); err == nil {
			t.Errorf("%q is taken", entry)
		}
	}
}
