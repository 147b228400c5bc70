package texts

import "strings"

// either joins names of which one is enough: "Бургас или Одеса"; of many, the first are named and the rest counted.
func (p *Printer) either(names []string, most int) string {
	if len(names) < 2 || len(names) > most {
		return p.List(names, most)
	}
	last := len(names) - 1
	return p.Plain("list.either", Data{"Names": strings.Join(names[:last], ", "), "Last": names[last]})
}
