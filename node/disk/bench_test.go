package disk

import "testing"

func BenchmarkMemory(b *testing.B) { benchmark(b, NewMemory()) }

func BenchmarkDirectory(b *testing.B) { benchmark(b, Dir(b.TempDir())) }

// benchmark appends and syncs records of 30 bytes, and starts over every 65536.
func benchmark(b *testing.B, s Store) {
	rec := make([]byte, 30)
	log := fresh(b, s)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%(1<<16) == 1<<16-1 {
			log = fresh(b, s)
		}
		if err := log.Append(rec); err != nil {
			b.Fatal(err)
		}
		if err := log.Sync(); err != nil {
			b.Fatal(err)
		}
	}
}

// fresh wipes a disk and starts a log on it.
func fresh(b *testing.B, s Store) *Log {
	if err := s.Wipe(); err != nil {
		b.Fatal(err)
	}
	log, err := Create(s, "n2")
	if err != nil {
		b.Fatal(err)
	}
	return log
}
