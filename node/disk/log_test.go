package disk

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestOnlySyncedRecordsSurvive(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store, _ func([]byte)) {
		log, err := Create(s, "n2")
		must(t, err)
		must(t, log.Append([]byte("a")))
		must(t, log.Append(nil))
		must(t, log.Sync())
		must(t, log.Append([]byte("lost")))

		records, log, err := Open(s, "n2") // the first log is dropped: a crash
		must(t, err)
		if got, want := text(records), []string{"a", ""}; !slices.Equal(got, want) {
			t.Fatalf("after a crash: got %q, want %q", got, want)
		}
		must(t, log.Append([]byte("b")))
		must(t, log.Sync())
		must(t, log.Append([]byte("lost too")))
		must(t, log.Close())

		records, _, err = Open(s, "n2")
		must(t, err)
		if got, want := text(records), []string{"a", "", "b"}; !slices.Equal(got, want) {
			t.Errorf("after a close: got %q, want %q", got, want)
		}
		if got, want := contents(t, s), filled("a", "", "b"); string(got) != string(want) {
			t.Errorf("content: got %q, want %q", got, want)
		}
	})
}

func TestAppendCopies(t *testing.T) {
	s := NewMemory()
	log, err := Create(s, "n2")
	must(t, err)
	rec := []byte("before")
	must(t, log.Append(rec))
	copy(rec, "after!")
	must(t, log.Sync())
	records, _, err := Open(s, "n2")
	must(t, err)
	if got := text(records); !slices.Equal(got, []string{"before"}) {
		t.Errorf("got %q, want before", got)
	}
}

func TestCreateRefusesADiskInUse(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store, put func([]byte)) {
		put(filled("a"))
		if _, err := Create(s, "n2"); !errors.Is(err, ErrExists) {
			t.Errorf("got error %v, want ErrExists", err)
		}
		if got, want := contents(t, s), filled("a"); string(got) != string(want) {
			t.Errorf("content: got %q, want it untouched", got)
		}
	})
}

func TestOpenRefusesAMissingFile(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store, put func([]byte)) {
		if _, _, err := Open(s, "n2"); !errors.Is(err, ErrMissing) {
			t.Errorf("got error %v, want ErrMissing", err)
		}
		put(filled("a"))
		must(t, s.Wipe())
		if _, _, err := Open(s, "n2"); !errors.Is(err, ErrMissing) {
			t.Errorf("after a wipe: got error %v, want ErrMissing", err)
		}
	})
}

// TestCutAtEveryByte cuts a file at every length, as a crash in the middle of a
// write does, and writes one more record after recovery.
func TestCutAtEveryByte(t *testing.T) {
	records := []string{"first", "", "the third record"}
	var ends []int // where each prefix of the records ends
	for i := range len(records) + 1 {
		ends = append(ends, len(filled(records[:i]...)))
	}
	onBoth(t, func(t *testing.T, s Store, put func([]byte)) {
		for n := range ends[len(records)] + 1 {
			put(filled(records...)[:n])
			kept, ok := slices.BinarySearch(ends, n)
			if !ok {
				kept--
			}
			tail := 0
			if kept >= 0 {
				tail = n - ends[kept]
			}
			if got := Tail(filled(records...)[:n], "n2"); got != tail {
				t.Errorf("cut to %d bytes: got a tail of %d, want %d", n, got, tail)
			}
			checkCut(t, s, n, kept, records)
		}
	})
}

// checkCut checks what Open makes of a file that was cut to n bytes and has
// kept this many whole records, or not even the header when that is -1.
func checkCut(t *testing.T, s Store, n, kept int, records []string) {
	t.Helper()
	got, log, err := Open(s, "n2")
	if kept < 0 {
		var corrupt *CorruptError
		if !errors.As(err, &corrupt) {
			t.Errorf("cut to %d bytes: got error %v, want a CorruptError", n, err)
		}
		return
	}
	must(t, err)
	if !slices.Equal(text(got), records[:kept]) {
		t.Errorf("cut to %d bytes: got %q, want %q", n, text(got), records[:kept])
	}
	must(t, log.Append([]byte("next")))
	must(t, log.Sync())
	must(t, s.Close())
	want := filled(append(slices.Clone(records[:kept]), "next")...)
	if b := contents(t, s); string(b) != string(want) {
		t.Errorf("cut to %d bytes, one record more: got %q, want %q", n, b, want)
	}
}

// TestFlipEveryBit flips each bit of a file in turn, those of the last record
// too: no flip may pass for a torn tail, and none changes the file.
func TestFlipEveryBit(t *testing.T) {
	content := filled("first", "", "the last record")
	onBoth(t, func(t *testing.T, s Store, put func([]byte)) {
		for bit := range len(content) * 8 {
			content[bit/8] ^= 1 << (bit % 8)
			put(content)
			records, _, err := Open(s, "n2")
			var corrupt *CorruptError
			if !errors.As(err, &corrupt) {
				t.Errorf("bit %d of byte %d: got %q, error %v; want a CorruptError", bit%8, bit/8, text(records), err)
			}
			if string(contents(t, s)) != string(content) {
				t.Errorf("bit %d of byte %d: got a changed file, want it left as it is", bit%8, bit/8)
			}
			content[bit/8] ^= 1 << (bit % 8)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	good := filled("a", "b")
	huge := appendFrame(filled(), make([]byte, MaxRecord+1))
	later := slices.Concat([]byte(magic), []byte{version + 1, 2}, good[headSize:])
	foreign := appendFrame(appendHeader(nil, "n3"), []byte("a"))
	renamed := slices.Clone(good)
	renamed[11] = '3'
	changed := slices.Clone(good)
	changed[len(good)-1]++

	for _, test := range []struct {
		name    string
		content []byte
		want    string // the error
	}{
		{"an empty file", nil, "byte 0: header: got the end of the file, want the rest of it"},
		{"a file of zeros", make([]byte, 64), `byte 0: magic: got "\x00\x00\x00\x00\x00\x00\x00\x00", want "synod-rf"`},
		{"another format", []byte("GIF"), `byte 0: magic: got "GIF", want "synod-rf"`},
		{"a later version", later, "byte 8: version: got 2, want 1"},
		{"a header cut in the owner", good[:11], "byte 11: header: got the end of the file, want the rest of it"},
		{"another owner", foreign, `byte 10: owner: got "n3", want "n2"`},
		{"an owner written over", renamed, "byte 0: checksum of the header: got 9b15eb84, want 697e6887"},
		{"a changed last record", changed, "byte 29: record 2: checksum: got d280b0c4, want 20eb33c7"},
		{"a record too long", huge, "byte 16: record 1: length: got 1048577, want at most 1048576"},
		{"a tail of zeros", append(slices.Clip(good), make([]byte, 12)...), "byte 42: record 3: checksum of its head: got 00000000, want 8c28b28a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &Memory{records: test.content, exists: true}
			_, _, err := Open(s, "n2")
			var corrupt *CorruptError
			if !errors.As(err, &corrupt) {
				t.Fatalf("got error %v, want a CorruptError", err)
			}
			if got, _ := strings.CutPrefix(err.Error(), "record file: "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestShortTailOfZeros is the other side of the bound: less than a head is torn
// whatever it holds.
func TestShortTailOfZeros(t *testing.T) {
	s := &Memory{records: append(filled("a"), make([]byte, frameHead-1)...), exists: true}
	records, _, err := Open(s, "n2")
	must(t, err)
	if got := text(records); !slices.Equal(got, []string{"a"}) {
		t.Errorf("got %q, want a", got)
	}
	if got := contents(t, s); string(got) != string(filled("a")) {
		t.Errorf("content: got %q, want the tail cut off", got)
	}
}

func TestBounds(t *testing.T) {
	s := NewMemory()
	log, err := Create(s, "n2")
	must(t, err)
	largest := make([]byte, MaxRecord)
	if err := log.Append(append(largest, 0)); err == nil {
		t.Error("a record of MaxRecord+1 bytes: got no error, want one")
	}
	n := 0
	for err = log.Append(largest); err == nil; err = log.Append(largest) {
		n++
	}
	if want := MaxUnsynced / (MaxRecord + frameHead); n != want {
		t.Errorf("records of MaxRecord bytes held back: got %d, want %d", n, want)
	}
	must(t, log.Sync()) // a record refused does no harm to the others
	records, _, err := Open(s, "n2")
	must(t, err)
	if len(records) != n {
		t.Errorf("records after a refusal: got %d, want %d", len(records), n)
	}
}

// broken is a disk whose next Append stores a part and fails: the shape that a
// faulty disk takes.
type broken struct {
	Store
	part int // how many bytes are stored
	err  error
}

func (b *broken) Append(p []byte) error {
	if err := b.Store.Append(p[:b.part]); err != nil {
		return err
	}
	return b.err
}

func TestAFailedSyncIsTheEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store, put func([]byte)) {
		put(filled("a"))
		full := errors.New("disk full")
		_, log, err := Open(&broken{s, 15, full}, "n2")
		must(t, err)
		must(t, log.Append([]byte("torn")))
		if err := log.Sync(); !errors.Is(err, full) {
			t.Fatalf("Sync: got error %v, want %v", err, full)
		}
		if err := log.Append([]byte("b")); !errors.Is(err, full) {
			t.Errorf("Append after it: got error %v, want %v", err, full)
		}
		if err := log.Sync(); !errors.Is(err, full) {
			t.Errorf("Sync after it: got error %v, want %v", err, full)
		}
		records, _, err := Open(s, "n2")
		must(t, err)
		if got := text(records); !slices.Equal(got, []string{"a"}) {
			t.Errorf("after recovery: got %q, want a", got)
		}
	})
}

// counting counts the Appends of a Log.
type counting struct {
	Store
	appends int
}

func (c *counting) Append(b []byte) error {
	c.appends++
	return c.Store.Append(b)
}

func TestSyncIsOneAppend(t *testing.T) {
	s := &counting{Store: NewMemory()}
	log, err := Create(s, "n2")
	must(t, err)
	must(t, log.Sync())
	must(t, log.Append([]byte("a")))
	must(t, log.Append([]byte("b")))
	if s.appends != 0 {
		t.Errorf("before Sync: got %d appends, want 0", s.appends)
	}
	must(t, log.Sync())
	must(t, log.Sync())
	if s.appends != 1 {
		t.Errorf("after two records and two Syncs: got %d appends, want 1", s.appends)
	}
}

func TestAClosedLogRefuses(t *testing.T) {
	log, err := Create(NewMemory(), "n2")
	must(t, err)
	must(t, log.Close())
	must(t, log.Close())
	if err := log.Append([]byte("a")); err == nil {
		t.Error("Append after Close: got no error, want one")
	}
	if err := log.Sync(); err == nil {
		t.Error("Sync after Close: got no error, want one")
	}
}
