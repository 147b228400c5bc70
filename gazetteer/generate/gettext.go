package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

var errCatalogue = errors.New("no gettext catalogue")

// readTranslations reads a compiled gettext catalogue: GeoNames ids, country codes ("AT") and region codes ("US.VA") with
// their names in one language.
func readTranslations(path string) (map[string]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	names, err := parseTranslations(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return names, nil
}

func parseTranslations(b []byte) (map[string]string, error) {
	const header, mark = 20, 0x950412de
	le := binary.LittleEndian
	if len(b) < header || le.Uint32(b) != mark {
		return nil, errCatalogue
	}
	count, keys, values := le.Uint32(b[8:]), le.Uint32(b[12:]), le.Uint32(b[16:])
	names := make(map[string]string, count)
	for i := range count {
		key, errKey := entry(b, keys+8*i)
		value, errValue := entry(b, values+8*i)
		if errKey != nil || errValue != nil {
			return nil, errCatalogue
		}
		names[key] = value
	}
	return names, nil
}

func entry(b []byte, at uint32) (string, error) {
	if uint64(at)+8 > uint64(len(b)) {
		return "", errCatalogue
	}
	length, offset := binary.LittleEndian.Uint32(b[at:]), binary.LittleEndian.Uint32(b[at+4:])
	if uint64(offset)+uint64(length) > uint64(len(b)) {
		return "", errCatalogue
	}
	return string(b[offset : offset+length]), nil
}
