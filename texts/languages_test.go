package texts

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/BurntSushi/toml"

	"mostbot/catalog"
	"mostbot/languages"
)

// forms that a message with a plural needs in each language.
var pluralForms = map[catalog.Language][]string{
	"bg": {"one", "other"}, "en": {"one", "other"}, "de": {"one", "other"},
	"uk": {"few", "many", "one", "other"}, "ro": {"few", "one", "other"},
}

// messages are a language's messages by id, each with its plural forms.
func messages(t *testing.T, lang catalog.Language) map[string]map[string]string {
	t.Helper()
	b, err := languages.Messages(lang)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(b, &tree); err != nil {
		t.Fatal(err)
	}
	flat := map[string]map[string]string{}
	flatten(flat, "", tree)
	return flat
}

func flatten(flat map[string]map[string]string, id string, node any) {
	switch node := node.(type) {
	case string:
		flat[id] = map[string]string{"other": node}
	case map[string]any:
		if _, ok := node["other"].(string); ok {
			flat[id] = map[string]string{}
			for form, text := range node {
				flat[id][form] = text.(string)
			}
			return
		}
		for key, child := range node {
			flatten(flat, strings.TrimPrefix(id+"."+key, "."), child)
		}
	}
}

var field = regexp.MustCompile(`\.([A-Z]\w*)`)

// fields lists what a message is filled with, in any of its forms; N apart, which not every form writes out.
func fields(forms map[string]string) []string {
	found := map[string]bool{}
	for _, text := range forms {
		for _, m := range field.FindAllStringSubmatch(text, -1) {
			found[m[1]] = true
		}
	}
	delete(found, "N")
	return slices.Sorted(maps.Keys(found))
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	first := messages(t, catalog.Languages[0])
	for _, lang := range catalog.Languages {
		said := messages(t, lang)
		for _, id := range slices.Sorted(maps.Keys(first)) {
			forms, ok := said[id]
			switch {
			case !ok:
				t.Errorf("%s: %s is missing", lang, id)
			case len(first[id]) > 1 && !slices.Equal(slices.Sorted(maps.Keys(forms)), pluralForms[lang]):
				t.Errorf("%s: %s has the plural forms %v, not %v", lang, id, slices.Sorted(maps.Keys(forms)), pluralForms[lang])
			case !strings.HasPrefix(id, "headline") && !slices.Equal(fields(forms), fields(first[id])):
				t.Errorf("%s: %s is filled with %v, in the first language with %v", lang, id, fields(forms), fields(first[id]))
			}
		}
		for _, id := range slices.Sorted(maps.Keys(said)) {
			if _, ok := first[id]; !ok {
				t.Errorf("%s: %s exists in no other language", lang, id)
			}
		}
	}
}

func TestEveryMessageCanBeFilled(t *testing.T) {
	for _, lang := range catalog.Languages {
		for id, forms := range messages(t, lang) {
			data := map[string]any{"N": 5}
			for _, f := range fields(forms) {
				data[f] = "x"
			}
			for form, text := range forms {
				tmpl, err := template.New(id).Option("missingkey=error").Parse(text)
				if err == nil {
					err = tmpl.Execute(&strings.Builder{}, data)
				}
				if err != nil {
					t.Errorf("%s: %s, %s: %v", lang, id, form, err)
				}
			}
		}
	}
}

func TestMarkupOfMessagesIsClosed(t *testing.T) {
	tag := regexp.MustCompile(`</?(\w+)>`)
	for _, lang := range catalog.Languages {
		for id, forms := range messages(t, lang) {
			for form, text := range forms {
				var open []string
				for _, m := range tag.FindAllStringSubmatch(text, -1) {
					switch {
					case !slices.Contains([]string{"b", "i", "code"}, m[1]):
						t.Errorf("%s: %s, %s: unknown tag %s", lang, id, form, m[0])
					case !strings.HasPrefix(m[0], "</"):
						open = append(open, m[1])
					case len(open) > 0 && open[len(open)-1] == m[1]:
						open = open[:len(open)-1]
					default:
						t.Errorf("%s: %s, %s: %s closes nothing", lang, id, form, m[0])
					}
				}
				rest := tag.ReplaceAllString(text, "")
				if len(open) > 0 || strings.ContainsAny(rest, "<>") || strings.Contains(strings.ReplaceAll(rest, "&amp;", ""), "&") {
					t.Errorf("%s: %s, %s: broken markup in %q", lang, id, form, text)
				}
			}
		}
	}
}

func TestEveryKindTopicRefusalAndMonthHasAName(t *testing.T) {
	var ids []string
	for _, k := range catalog.Kinds {
		ids = append(ids, "kind."+string(k))
		for _, stage := range []catalog.Stage{catalog.Happened, catalog.Planned} {
			ids = append(ids, fmt.Sprintf("headline.%s_%s", k, stage), fmt.Sprintf("headline_alone.%s_%s", k, stage))
		}
	}
	for _, topic := range catalog.Topics {
		ids = append(ids, "topic."+string(topic))
	}
	for _, why := range catalog.Refusals {
		ids = append(ids, "reason."+string(why))
	}
	for _, kind := range catalog.OrganisationKinds {
		ids = append(ids, "organisation."+kind)
	}
	for _, lang := range catalog.Languages {
		ids = append(ids, "language_name."+lang)
	}
	for m := 1; m <= 12; m++ {
		ids = append(ids, fmt.Sprintf("month.m%d", m))
	}
	for _, lang := range catalog.Languages {
		said := messages(t, lang)
		for _, id := range ids {
			if said[id]["other"] == "" {
				t.Errorf("languages/%s/messages.toml: no %s", lang, id)
			}
		}
	}
}

// written are the ids that the program's code names in full, and the beginnings of those that it puts together.
func written(t *testing.T) (ids, beginnings map[string]bool) {
	t.Helper()
	ids, beginnings = map[string]bool{}, map[string]bool{}
	literal := regexp.MustCompile(`"((?:[a-z_]+\.)+[a-z_]*)"`)
	for _, pattern := range []string{"*.go", "../commands/*.go", "../digest/*.go", "../bot/*.go", "../*.go"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range literal.FindAllStringSubmatch(string(b), -1) {
				if strings.HasSuffix(m[1], ".") || strings.HasSuffix(m[1], "_") {
					beginnings[m[1]] = true
				} else {
					ids[m[1]] = true
				}
			}
		}
	}
	return ids, beginnings
}

func TestCodeAndMessagesKnowTheSameIDs(t *testing.T) {
	said := messages(t, catalog.Languages[0])
	sections := map[string]bool{}
	for id := range said {
		section, _, _ := strings.Cut(id, ".")
		sections[section] = true
	}
	ids, beginnings := written(t)
	for id := range ids {
		section, _, _ := strings.Cut(id, ".")
		if _, ok := said[id]; sections[section] && !ok && !strings.HasSuffix(id, ".png") {
			t.Errorf("the code says %s, which no language knows", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(said)) {
		section, name, _ := strings.Cut(id, ".")
		begun := false
		for beginning := range beginnings {
			begun = begun || strings.HasPrefix(id, beginning)
		}
		assembled := begun || name == "menu" || name == "example" || section == "word" || section == "also" || section == "month"
		if !ids[id] && !assembled && !slices.Contains([]string{"weekly", "cities", "projects"}, section) {
			t.Errorf("nothing says %s", id)
		}
	}
}
