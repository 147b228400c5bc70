package telegramtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxText     = 4096 // characters after the entities were parsed
	maxCaption  = 1024
	maxEntities = 100 // used; more are ignored
	maxSource   = 1 << 15
)

// readText takes a text with its entities, or refuses it, by the rules for messages or captions.
func readText(q *query, name, entitiesName string) (string, []Entity, error) {
	source := q.text(name)
	if !utf8.ValidString(source) {
		return "", nil, badRequest("strings must be encoded in UTF-8")
	}
	source = strings.ReplaceAll(source, "\r", "")
	if len(source) > maxSource {
		return "", nil, badRequest("text is too long")
	}
	text, entities, err := parse(q, source, entitiesName)
	if err != nil {
		return "", nil, err
	}
	text, entities = trim(text, entities)
	entities = append(entities, detect(text, entities)...)
	entities = sortEntities(entities)
	return text, entities[:min(len(entities), maxEntities)], nil
}

func parse(q *query, source, entitiesName string) (string, []Entity, error) {
	switch strings.ToLower(q.text("parse_mode")) {
	case "", "none":
	case "html":
		return parseHTML(source)
	case "markdown":
		return parseMarkdown(source)
	case "markdownv2":
		return "", nil, badRequest("telegramtest reads no MarkdownV2, only HTML and the old Markdown")
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
	var entities []Entity
	if raw := q.text(entitiesName); raw != "" {
		if err := json.Unmarshal([]byte(raw), &entities); err != nil {
			return "", nil, badRequest("can't parse MessageEntity: " + err.Error())
		}
	}
	return source, sortEntities(within(entities, utf16Len(source))), nil
}

// within drops entities that don't lie in the text.
func within(entities []Entity, length int) []Entity {
	return slices.DeleteFunc(entities, func(e Entity) bool {
		return e.Type == "" || e.Offset < 0 || e.Length <= 0 || e.end() > length
	})
}

// trim takes white space off both ends of a text, as Telegram does before it counts.
func trim(text string, entities []Entity) (string, []Entity) {
	trimmed := strings.TrimRight(text, " \n\t")
	lead := 0
	first := len(trimmed)
	if len(entities) > 0 {
		first = byteOffset(trimmed, entities[0].Offset)
	}
	for lead < first && (trimmed[lead] == ' ' || trimmed[lead] == '\n') {
		lead++
	}
	trimmed = trimmed[lead:]
	length := utf16Len(trimmed)
	var kept []Entity
	for _, e := range entities {
		e.Offset -= lead
		e.Length = min(e.Length, length-e.Offset)
		if e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return trimmed, kept
}

// What Telegram finds in a text by itself.
var detectors = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{"url", regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)\]}'»”]`)},
	{"email", regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z]`)},
	{"mention", regexp.MustCompile(`@[A-Za-z][A-Za-z0-9_]{3,31}`)},
	{"hashtag", regexp.MustCompile(`#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*`)},
	{"bot_command", regexp.MustCompile(`/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?`)},
}

// detect finds addresses, mentions, hashtags and commands outside of the entities that are there already.
func detect(text string, given []Entity) []Entity {
	if !strings.ContainsAny(text, "/@#") {
		return nil
	}
	var found []Entity
	for _, d := range detectors {
		for _, at := range d.pattern.FindAllStringIndex(text, -1) {
			e := Entity{Type: d.kind, Offset: utf16Len(text[:at[0]])}
			e.Length = utf16Len(text[at[0]:at[1]])
			if standsAlone(text, at) && !overlaps(e, given, takesNoOthers) && !overlaps(e, found, every) {
				found = append(found, e)
			}
		}
	}
	return found
}

func takesNoOthers(e Entity) bool {
	switch e.Type {
	case "code", "pre", "text_link", "text_mention", "url", "email", "mention", "hashtag", "bot_command":
		return true
	}
	return false
}

func every(Entity) bool { return true }

// standsAlone tells whether a find is a word of its own, not a part of one.
func standsAlone(text string, at []int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
	after, _ := utf8.DecodeRuneInString(text[at[1]:])
	return !isWordCharacter(before) && before != '/' && before != '<' && before != '>' && !isWordCharacter(after) &&
		after != '/' && after != '@'
}

func isWordCharacter(char rune) bool {
	return char == '_' || unicode.IsLetter(char) || unicode.IsDigit(char)
}

func overlaps(e Entity, others []Entity, matter func(Entity) bool) bool {
	return slices.ContainsFunc(others, func(o Entity) bool {
		return matter(o) && e.Offset < o.end() && o.Offset < e.end()
	})
}
