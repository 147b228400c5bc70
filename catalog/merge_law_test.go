package catalog

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var someCities = []string{"Burgas, BG", "Odesa, UA", "Vienna, AT", "Cluj-Napoca, RO"}

func anyEvent(t *rapid.T, id string) Event {
	pick := func(name string, from []string, most int) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, most, rapid.ID[string]).Draw(t, id+name)
	}
	e := Event{
		ID: id, Kind: rapid.SampledFrom(Kinds).Draw(t, id+"kind"), Stage: rapid.SampledFrom([]Stage{Planned, Happened}).Draw(t, id+"stage"),
		Organisations: pick("organisations", []string{"digihub", "odesa-it-cluster", "burgas-municipality", "klaster-it-odesa"}, 3),
		Projects:      pick("projects", []string{"bridge", "smart-port"}, 2),
		Confidence:    0.8, Provenance: Provenance{Origin: rapid.SampledFrom([]Origin{FromNews, FromStarter, FromEditor}).Draw(t, id+"origin")},
	}
	e.Date, _ = ParseDate(rapid.SampledFrom([]string{"", "2024", "2024-05", "2024-05-14", "2024-05-14/2024-05-15"}).Draw(t, id+"date"))
	for _, label := range pick("cities", someCities, 3) {
		e.Cities = append(e.Cities, cityOf(label))
	}
	for _, name := range pick("people", []string{"Petko Georgiev", "Петко Георгиев", "Ivan Petrov"}, 2) {
		e.People = append(e.People, Person{Name: name, Role: rapid.SampledFrom([]string{"", "mayor"}).Draw(t, id+"role")})
	}
	for _, topic := range pick("topics", []string{"ai", "other", "smart-city"}, 2) {
		e.Topics = append(e.Topics, Topic(topic))
	}
	for i, lang := range pick("languages", []string{"bg", "en", "uk"}, 2) {
		e.Sources = append(e.Sources, Source{URL: fmt.Sprintf("https://%s.example/%d", lang, i), Outlet: lang, Language: lang})
	}
	return e
}

func TestMergingTheSameReportAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		known, report := anyEvent(t, "known"), anyEvent(t, "report")
		once, _ := Merge(known, report)
		twice, novelty := Merge(once, report)
		if diff := cmp.Diff(once, twice, byDateText); diff != "" || novelty != Known {
			t.Errorf("%s: %s", novelty, diff)
		}
	})
}

func TestMergingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		known, report := anyEvent(t, "known"), anyEvent(t, "report")
		merged, _ := Merge(known, report)
		if merged.ID != known.ID || merged.Kind != known.Kind || merged.Origin != known.Origin || merged.Version != known.Version {
			t.Errorf("it became another event: %+v", merged)
		}
		if len(merged.Cities) < len(known.Cities) || len(merged.Sources) < len(known.Sources) || len(merged.People) < len(known.People) ||
			len(merged.Organisations) < len(known.Organisations) || merged.Date.Precision() < known.Date.Precision() {
			t.Errorf("%+v lost something of %+v", merged, known)
		}
		if known.Stage == Happened && merged.Stage != Happened {
			t.Error("what happened is planned again")
		}
	})
}

func TestSamenessDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyEvent(t, "a"), anyEvent(t, "b")
		if Same(a, b) != Same(b, a) {
			t.Errorf("%+v\n%+v", a, b)
		}
		if !Same(a, a) {
			t.Errorf("an event is not itself: %+v", a)
		}
	})
}
