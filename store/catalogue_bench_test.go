package store

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"mostbot/catalog"
)

// manyEvents makes a catalogue of 10 000 events between 400 cities, 600 organisations and 200 projects.
func manyEvents(b testing.TB, s *Store) {
	b.Helper()
	const events = 10000
	lots := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	var writes []write
	for n := range events {
		day := start.AddDate(0, 0, n*4000/events)
		e := visitOf(b, fmt.Sprintf("event-%05d", n), day.Format(time.DateOnly), someCity(lots), someCity(lots))
		e.Organisations = []string{fmt.Sprint("org-", lots.IntN(600)), fmt.Sprint("org-", lots.IntN(600))}
		e.Projects = []string{fmt.Sprint("project-", lots.IntN(200))}
		e.Entered = day
		e.Title = catalog.Text{"bg": fmt.Sprintf("Посещение номер %d от град %d", n, lots.IntN(3000))}
		e.Evidence = []catalog.Evidence{{Text: "Делегацията разгледа центъра и подписа споразумение за сътрудничество.", Language: "bg"}}
		writes = append(writes, recordOf(eventsKey, e.ID, e))
		if len(writes) == 500 {
			at, err := s.upToDate(b.Context())
			if err == nil {
				err = s.commit(b.Context(), step{since: at, writes: writes})
			}
			if err != nil {
				b.Fatal(err)
			}
			writes = nil
		}
	}
}

// someCity prefers the first cities, as life does.
func someCity(lots *rand.Rand) catalog.City {
	n := lots.IntN(20)
	if lots.IntN(3) == 0 {
		n = lots.IntN(400)
	}
	return catalog.City{ID: int32(n + 1), Name: "City" + strconv.Itoa(n), Country: []string{"BG", "UA", "AT", "RO"}[n%4]}
}

func eachStoreBench(b *testing.B, bench func(b *testing.B, s *Store)) {
	b.Run("embedded", func(b *testing.B) { bench(b, open(b, Options{Dir: b.TempDir()})) })
	b.Run("redis", func(b *testing.B) { bench(b, open(b, Options{URL: "redis://" + aRedis(b).address})) })
}

func BenchmarkReadsFromTenThousandEvents(b *testing.B) {
	eachStoreBench(b, func(b *testing.B, s *Store) {
		manyEvents(b, s)
		city := catalog.CityRef(catalog.City{ID: 3})
		queries := map[string]func() error{
			"city": func() error {
				_, err := s.Partners(b.Context(), city, 8)
				if err == nil {
					_, err = s.Events(b.Context(), catalog.Query{Groups: [][]catalog.Ref{{city}}, Limit: 5})
				}
				return err
			},
			"latest": func() error {
				_, err := s.Events(b.Context(), catalog.Query{Limit: 10})
				return err
			},
			"search": func() error {
				_, err := s.Events(b.Context(), catalog.Query{Words: []string{"посещение", "17"}, Limit: 10})
				return err
			},
			"cities": func() error {
				_, err := s.Counts(b.Context(), catalog.SortCity)
				return err
			},
			"week": func() error {
				_, err := s.Entered(b.Context(), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2020, 1, 8, 0, 0, 0, 0, time.UTC))
				return err
			},
		}
		for name, query := range queries {
			if err := query(); err != nil {
				b.Fatal(err)
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if err := query(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("loading", func(b *testing.B) {
			for b.Loop() {
				if err := s.readAll(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

func BenchmarkAdd(b *testing.B) {
	eachStoreBench(b, func(b *testing.B, s *Store) {
		manyEvents(b, s)
		for n := 0; b.Loop(); n++ {
			day := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 10*n)
			e := visitOf(b, fmt.Sprint("added-", n), day.Format(time.DateOnly), burgas, kherson)
			if _, err := s.Add(b.Context(), catalog.Addition{Event: e}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
