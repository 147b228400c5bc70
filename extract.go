package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mostbot/catalog"
	"mostbot/extract"
	"mostbot/feed"
	"mostbot/gazetteer"
)

// extracted is a line of extract's output: a report with its cities as labels and its people as names.
type extracted struct {
	catalog.Report
	Cities      []string `json:"cities"`
	OtherCities []string `json:"other_cities"`
	People      []string `json:"people"`
}

func newExtracted(r catalog.Report) extracted {
	line := extracted{Report: r, Cities: labels(r.Cities), OtherCities: labels(r.OtherCities), People: []string{}}
	for _, p := range r.People {
		line.People = append(line.People, p.Name)
	}
	for _, list := range []*[]string{&line.Organisations, &line.Projects, &line.Reasons} {
		if *list == nil {
			*list = []string{}
		}
	}
	if line.Topics == nil {
		line.Topics = []catalog.Topic{}
	}
	return line
}

func labels(cities []catalog.City) []string {
	list := []string{}
	for _, c := range cities {
		list = append(list, c.String())
	}
	return list
}

func runExtract(_ context.Context, p program, arguments []string) error {
	flags := flag.NewFlagSet("extract", flag.ContinueOnError)
	flags.SetOutput(p.out)
	explain := flags.Bool("explain", false, "print the article marked up with what was found in it")
	if flags.Parse(arguments) != nil {
		return errUsage
	}
	places, err := gazetteer.Open()
	if err != nil {
		return err
	}
	reader, err := extract.New(places)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(p.out)
	read := func(a catalog.Article) error {
		if *explain {
			fmt.Fprintln(out, any(reader).(interface {
				Explain(catalog.Article, extract.Known) string
			}).Explain(a, nil))
			return nil
		}
		return writeLine(out, newExtracted(reader.Read(a, nil)))
	}
	if flags.NArg() == 0 {
		err = eachArticleLine(p.in, read)
	} else {
		err = eachArticleFile(flags.Args(), p, read)
	}
	return errors.Join(err, out.Flush())
}

func writeLine(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// articleLine is a line of extract's input.
type articleLine struct {
	ID        string       `json:"id"`
	Published catalog.Date `json:"published"`
	URL       string       `json:"url"`
	Text      string       `json:"text"`
}

func eachArticleLine(in io.Reader, read func(catalog.Article) error) error {
	decoder := json.NewDecoder(in)
	for n := 1; ; n++ {
		var line articleLine
		err := decoder.Decode(&line)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read article %d of standard input: %w", n, err)
		}
		if err := read(catalog.Article{ID: line.ID, Published: line.Published, URL: line.URL, Text: line.Text}); err != nil {
			return err
		}
	}
}

// eachArticleFile reads every file that can be read; those that can't are named in the log and make the call fail.
func eachArticleFile(files []string, p program, read func(catalog.Article) error) error {
	var failed error
	for _, file := range files {
		article, err := readArticle(file)
		if err != nil {
			fmt.Fprintln(p.errors, "mostbot:", err)
			failed = errToldAlready
			continue
		}
		if err := read(article); err != nil {
			return err
		}
	}
	return failed
}

// readArticle reads a file of plain text or HTML. The day of publication is what the text says of it.
func readArticle(file string) (catalog.Article, error) {
	held, err := os.ReadFile(file)
	if err != nil {
		return catalog.Article{}, fmt.Errorf("read the article: %w", err)
	}
	extension := strings.ToLower(filepath.Ext(file))
	id := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if extension == ".html" || extension == ".htm" {
		article, err := feed.ReadPage(held, "", time.Now())
		article.ID = id
		if err != nil {
			return article, fmt.Errorf("read %s: %w", file, err)
		}
		return article, nil
	}
	return catalog.Article{ID: id, Text: string(held)}, nil
}
