package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mostbot/catalog"
	"mostbot/texts"
)

// What an editor says of a name is known from then on: a correction becomes a ruling, which the next report is read by.

// names splits what an editor wrote; a dash alone means none.
func names(value string) []string {
	var list []string
	for part := range strings.SplitSeq(value, ",") {
		if part = texts.Clean(strings.Trim(part, " „“\"«».")); part != "" && part != "-" && part != "–" {
			list = append(list, part)
		}
	}
	return list
}

// partiesOf is the event's list of organisations' or projects' ids.
func partiesOf(e *catalog.Event, s catalog.Sort) *[]string {
	if s == catalog.SortProject {
		return &e.Projects
	}
	return &e.Organisations
}

func refOf(s catalog.Sort, id string) catalog.Ref { return catalog.Ref{Sort: s, ID: id} }

// correctNames puts the named organisations or projects in the place of the event's. A name that nobody knows makes a new
// one. Where new ones take the place of as many that the report had made up, the report's names mean those from now on;
// and so does a name that only changes its sort.
func (b *Book) correctNames(ctx context.Context, t *talk, a *catalog.Addition, s catalog.Sort, value string) error {
	proposed := t.proposed(*a)
	before := slices.Clone(*partiesOf(&a.Event, s))
	lesson := catalog.Addition{}
	var ids []string
	for _, name := range names(value) {
		ref, ok := t.called(a, s, catalog.Text{t.Lang: name})
		if !ok || slices.Contains(ids, ref.ID) {
			continue
		}
		ids = append(ids, ref.ID)
		for other, had := range proposed {
			if other.Sort != s && slices.ContainsFunc(had, func(n string) bool { return catalog.Fold(n) == catalog.Fold(name) }) {
				lesson.Rulings = append(lesson.Rulings, rulings(had, ref)...)
				without(partiesOf(&a.Event, other.Sort), other.ID)
			}
		}
		lesson.Rulings = append(lesson.Rulings, t.overruled(name, ref)...)
	}
	*partiesOf(&a.Event, s) = ids
	gone := slices.DeleteFunc(before, func(id string) bool { return slices.Contains(ids, id) })
	come := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(before, id) })
	if len(gone) == len(come) {
		for i, id := range gone {
			lesson.Rulings = append(lesson.Rulings, rulings(proposed[refOf(s, id)], refOf(s, come[i]))...)
		}
	}
	return b.learn(ctx, a, lesson)
}

// proposed are the names of the organisations and projects that the report believes to be new.
func (t *talk) proposed(a catalog.Addition) map[catalog.Ref][]string {
	names := map[catalog.Ref][]string{}
	for _, o := range a.Organisations {
		if _, known := t.directory.Organisation(o.ID); !known {
			names[catalog.OrganisationRef(o.ID)] = allNames(o.Names, o.Aliases)
		}
	}
	for _, p := range a.Projects {
		if _, known := t.directory.Project(p.ID); !known {
			names[catalog.ProjectRef(p.ID)] = allNames(p.Names, p.Aliases)
		}
	}
	return names
}

func allNames(names catalog.Text, aliases []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(append(all, aliases...))
}

// called finds what bears one of the names, whatever was ruled on them, or adds a new record of that sort.
func (t *talk) called(a *catalog.Addition, s catalog.Sort, names catalog.Text) (catalog.Ref, bool) {
	with := t.directory.With(a.Organisations, a.Projects)
	for _, name := range allNames(names, nil) {
		for _, ref := range with.Bearing(name) {
			if ref.Sort == s {
				return ref, true
			}
		}
	}
	id := catalog.Slug(names.In(t.Lang))
	byEditor := catalog.Provenance{Origin: catalog.FromEditor}
	switch {
	case id == "":
		return catalog.Ref{}, false
	case with.Name(refOf(s, id), t.Lang) != "": // ids are made of names: "lighthouse" is LIGHTHOUSE, whatever follows
		return refOf(s, id), true
	case s == catalog.SortProject:
		a.Projects = append(slices.Clone(a.Projects), catalog.Project{ID: id, Names: names, Provenance: byEditor})
	default:
		a.Organisations = append(slices.Clone(a.Organisations), catalog.Organisation{ID: id, Names: names, Provenance: byEditor})
	}
	return refOf(s, id), true
}

func rulings(names []string, means catalog.Ref) []catalog.Ruling {
	var list []catalog.Ruling
	for _, name := range names {
		list = append(list, catalog.Ruling{Name: name, Ref: means})
	}
	return list
}

// overruled gives a ruling that undoes an earlier one, where the editor uses a name against it.
func (t *talk) overruled(name string, means catalog.Ref) []catalog.Ruling {
	if earlier, ok := t.directory.Ruled(name); !ok || earlier.Ref == means {
		return nil
	}
	return rulings([]string{name}, means)
}

func without(ids *[]string, id string) {
	*ids = slices.DeleteFunc(slices.Clone(*ids), func(other string) bool { return other == id })
}

// learn leaves with the addition only those new records that the event has, and writes the rulings with what they mean.
func (b *Book) learn(ctx context.Context, a *catalog.Addition, lesson catalog.Addition) error {
	means := func(ref catalog.Ref) bool {
		return slices.ContainsFunc(lesson.Rulings, func(r catalog.Ruling) bool { return r.Ref == ref })
	}
	for _, o := range a.Organisations {
		if means(catalog.OrganisationRef(o.ID)) {
			lesson.Organisations = append(lesson.Organisations, o)
		}
	}
	for _, p := range a.Projects {
		if means(catalog.ProjectRef(p.ID)) {
			lesson.Projects = append(lesson.Projects, p)
		}
	}
	a.Organisations = slices.DeleteFunc(slices.Clone(a.Organisations), func(o catalog.Organisation) bool {
		return !slices.Contains(a.Event.Organisations, o.ID)
	})
	a.Projects = slices.DeleteFunc(slices.Clone(a.Projects), func(p catalog.Project) bool {
		return !slices.Contains(a.Event.Projects, p.ID)
	})
	if len(lesson.Rulings) == 0 {
		return nil
	}
	if err := b.needs.Editing.Learn(ctx, lesson); err != nil {
		return fmt.Errorf("learn what names mean: %w", err)
	}
	return nil
}
