package main

import (
	"bufio"
	"bytes"
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
			fmt.Fprintln(out, reader.Explain(a, nil))
			return nil
		}
		return writeLine(out, newExtracted(reader.Read(a, nil)))
	}
	if flags.NArg() == 0 {
		err = eachArticleLine(p, read)
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

// eachArticleLine reads every line that is an article; the others are named on standard error and make the call fail.
func eachArticleLine(p program, read func(catalog.Article) error) error {
	var failed error
	in := bufio.NewReader(p.in)
	for n := 1; ; n++ {
		line, errIn := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			article, err := parseArticle(line)
			if err != nil {
				fmt.Fprintf(p.errors, "mostbot: line %d of standard input is no article: %v\n", n, err)
				failed = errToldAlready
			} else if err := read(article); err != nil {
				return err
			}
		}
		if errors.Is(errIn, io.EOF) {
			return failed
		}
		if errIn != nil {
			return fmt.Errorf("read standard input: %w", errIn)
		}
	}
}

func parseArticle(line []byte) (catalog.Article, error) {
	var a articleLine
	if err := json.Unmarshal(line, &a); err != nil {
		return catalog.Article{}, err
	}
	return catalog.Article{ID: a.ID, Published: a.Published, URL: a.URL, Text: a.Text}, nil
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
	text, err := feed.PlainText(held)
	if err != nil {
		return catalog.Article{}, fmt.Errorf("read %s: %w", file, err)
	}
	return catalog.Article{ID: id, Text: text}, nil
}
