package redistest

import (
	"strings"
	"testing"
)

func TestAClusterLosesAMasterAndStandsAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	c := StartCluster(t)
	if n := strings.Count(c.URL(), "redis://"); n != 6 {
		t.Errorf("the address names %d nodes", n)
	}
	must(t, c.Nodes[0], "SET", "{06S}a", "kept") // in the first slot
	must(t, c.Nodes[0], "WAIT", "1", "5000")
	c.KillMaster(t, 0)
	if got := must(t, c.Nodes[3], "GET", "{06S}a"); got != "kept" {
		t.Errorf("the new master has %q", got)
	}
}

func TestARestartedServerIsTheSame(t *testing.T) {
	n := Start(t, "--appendonly", "yes", "--appendfsync", "always")
	must(t, n, "SET", "a", "kept")
	n.Kill()
	n.Restart(t)
	if got := must(t, n, "GET", "a"); got != "kept" {
		t.Errorf("got %q", got)
	}
}
