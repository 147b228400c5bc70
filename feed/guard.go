package feed

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Networks that no news comes from. Private ones and those of the machine's own links would let a feed's author ask us
// to call what only we can reach; the others lead there by way of a translation.
var special = prefixes(`
	0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
	192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
	::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16
	fc00::/7 fe80::/10 fec0::/10 ff00::/8`)

func prefixes(list string) []netip.Prefix {
	var all []netip.Prefix
	for _, p := range strings.Fields(list) {
		all = append(all, netip.MustParsePrefix(p))
	}
	return all
}

// guard decides what may be called.
type guard struct {
	hosts    map[string]bool // "host" or "host:port"
	networks []netip.Prefix
}

func newGuard(allow []string) (guard, error) {
	g := guard{hosts: map[string]bool{}}
	for _, entry := range allow {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if network, err := netip.ParsePrefix(entry); err == nil {
			g.networks = append(g.networks, network.Masked())
			continue
		}
		if entry == "" || strings.ContainsAny(entry, "/ ?#@") {
			return guard{}, fmt.Errorf("%q is no host, address or network", entry)
		}
		g.hosts[strings.Trim(entry, "[]")] = true
	}
	return g, nil
}

// names tells whether the operator allowed a host by name, alone or with the port.
func (g guard) names(host, port string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return g.hosts[host] || g.hosts[net.JoinHostPort(host, port)]
}

// ours tells whether a host is one of the operator's own, which needs no politeness.
func (g guard) ours(host, port string) bool {
	if g.names(host, port) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && g.inNetworks(ip.Unmap())
}

func (g guard) inNetworks(ip netip.Addr) bool {
	return slices.ContainsFunc(g.networks, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// permits tells whether an address that a name resolved to may be called.
func (g guard) permits(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if g.inNetworks(ip) {
		return true
	}
	return ip.IsValid() && ip.IsGlobalUnicast() &&
		!slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// dial connects; the address is checked once it is resolved, so that no name and no redirect leads round the check.
func (g guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if !g.names(host, port) {
		dialer.Control = g.check
	}
	return dialer.DialContext(ctx, network, address)
}

func (g guard) check(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !strings.HasPrefix(network, "tcp") {
		return fmt.Errorf("%w: %s", ErrAddress, address)
	}
	allowedHere := g.hosts[to.Addr().Unmap().String()] || g.hosts[net.JoinHostPort(to.Addr().Unmap().String(), strconv.Itoa(int(to.Port())))]
	if !allowedHere && !g.permits(to.Addr()) {
		return fmt.Errorf("%w: %s", ErrAddress, to.Addr())
	}
	return nil
}
