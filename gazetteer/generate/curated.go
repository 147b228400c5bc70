package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"mostbot/catalog"
)

// curated are the names of a place in our own table.
type curated struct {
	names map[catalog.Language]string
	also  []string // other spellings that people use
}

// rows reads a tab-separated table: comments begin with #, the first other line has the columns' names.
func rows(path string) ([]map[string]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var columns []string
	var all []map[string]string
	for number, line := range strings.Split(string(b), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if columns == nil {
			columns = cells
			continue
		}
		if len(cells) > len(columns) {
			return nil, fmt.Errorf("%s:%d: %d cells for %d columns", path, number+1, len(cells), len(columns))
		}
		row := map[string]string{}
		for i, cell := range cells {
			row[columns[i]] = strings.TrimSpace(cell)
		}
		all = append(all, row)
	}
	return all, nil
}

func readCurated(path string, places []place) (map[int32]curated, error) {
	table, err := rows(path)
	if err != nil {
		return nil, err
	}
	byLabel := map[string]int32{}
	for _, p := range places { // the most important place of a label comes first
		for _, label := range []string{p.name + ", " + p.country, strconv.Itoa(int(p.id))} {
			if _, ok := byLabel[label]; !ok {
				byLabel[label] = p.id
			}
		}
	}
	all := map[int32]curated{}
	for _, row := range table {
		id, ok := byLabel[row["place"]]
		if _, twice := all[id]; !ok || twice {
			return nil, fmt.Errorf("%s: %q is no place of GeoNames, or stands there twice", path, row["place"])
		}
		all[id] = newCurated(row)
	}
	return all, nil
}

func newCurated(row map[string]string) curated {
	c := curated{names: map[catalog.Language]string{}}
	for _, language := range catalog.Languages {
		c.names[language] = row[language]
	}
	for name := range strings.SplitSeq(row["also"], ";") {
		if name = strings.TrimSpace(name); name != "" {
			c.also = append(c.also, name)
		}
	}
	return c
}
