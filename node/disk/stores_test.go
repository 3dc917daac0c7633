package disk

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// stores lists both kinds of disk, each with a way to put any bytes in place of
// its record file, as a crash or a bad disk would.
var stores = []struct {
	name string
	make func(t *testing.T) (s Store, put func(content []byte))
}{
	{"memory", func(*testing.T) (Store, func([]byte)) {
		m := NewMemory()
		return m, func(b []byte) { m.records, m.exists = bytes.Clone(b), true }
	}},
	{"directory", func(t *testing.T) (Store, func([]byte)) {
		d := Dir(t.TempDir())
		return d, func(b []byte) {
			if err := os.WriteFile(filepath.Join(d.path, RecordFile), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}},
}

// onBoth runs a test on both kinds of disk.
func onBoth(t *testing.T, test func(t *testing.T, s Store, put func(content []byte))) {
	for _, kind := range stores {
		t.Run(kind.name, func(t *testing.T) {
			s, put := kind.make(t)
			test(t, s, put)
		})
	}
}

// contents returns what the record file holds.
func contents(t *testing.T, s Store) []byte {
	t.Helper()
	b, exists, err := s.Load()
	if err != nil || !exists {
		t.Fatalf("Load: got exists %v, error %v; want a record file", exists, err)
	}
	return b
}

// filled returns the content of a record file of n2 with these records.
func filled(records ...string) []byte {
	b := appendHeader(nil, "n2")
	for _, r := range records {
		b = appendFrame(b, []byte(r))
	}
	return b
}

// text returns records as strings.
func text(records [][]byte) []string {
	out := make([]string, len(records))
	for i, r := range records {
		out[i] = string(r)
	}
	return out
}

// must fails the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
