package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

var metricName = regexp.MustCompile(`\bmostbot_[a-z_]+`)

// metricsThatExist lists the names of all that a running bot tells Prometheus.
func metricsThatExist(t *testing.T) map[string]bool {
	t.Helper()
	h := houseOn(t, "", 0)
	h.config.Token = "42:TEST"
	registry := &recorder{names: map[string]bool{}}
	registry.MustRegister(figures{h}, h.storeTimes.took)
	if _, err := h.newBot(registry); err != nil {
		t.Fatal(err)
	}
	return registry.names
}

// recorder is a registerer that writes down the names.
type recorder struct{ names map[string]bool }

var describedName = regexp.MustCompile(`fqName: "([^"]+)"`)

func (r *recorder) Register(c prometheus.Collector) error {
	descriptions := make(chan *prometheus.Desc)
	go func() { c.Describe(descriptions); close(descriptions) }()
	for d := range descriptions {
		r.names[describedName.FindStringSubmatch(d.String())[1]] = true
	}
	return nil
}

func (r *recorder) MustRegister(collectors ...prometheus.Collector) {
	for _, c := range collectors {
		_ = r.Register(c)
	}
}

func (r *recorder) Unregister(prometheus.Collector) bool { return true }

func TestAlertsAndDashboardAskForMetricsThatExist(t *testing.T) {
	exist := metricsThatExist(t)
	asked := map[string]bool{}
	for _, file := range []string{"deploy/alerts.yaml", "deploy/grafana.json"} {
		held, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range metricName.FindAllString(string(held), -1) {
			name = strings.TrimSuffix(name, "_bucket")
			asked[name] = true
			if !exist[name] {
				t.Errorf("%s asks for %s, which nothing measures", file, name)
			}
		}
	}
	for name := range exist {
		if !asked[name] {
			t.Errorf("nobody is shown %s", name)
		}
	}
}

func TestTheDashboardIsJSON(t *testing.T) {
	held, err := os.ReadFile("deploy/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct{ Panels []struct{ Title string } }
	if err := json.Unmarshal(held, &dashboard); err != nil || len(dashboard.Panels) == 0 {
		t.Errorf("%d panels, %v", len(dashboard.Panels), err)
	}
}
