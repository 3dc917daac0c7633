package disk

import (
	"errors"
	"testing"
)

// fill opens or creates the log of n1 in store and syncs the records one by one.
func fill(t *testing.T, store Store, records ...string) *Log {
	t.Helper()
	log, err := Create(store, "n1")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := errors.Join(log.Append([]byte(r)), log.Sync()); err != nil {
			t.Fatal(err)
		}
	}
	return log
}

// after returns what a node finds on the disk after a crash.
func after(t *testing.T, store Store) []string {
	t.Helper()
	records, log, err := Open(store, "n1")
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	var texts []string
	for _, r := range records {
		texts = append(texts, string(r))
	}
	return texts
}

func same(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestFaults checks that a failing and a full disk keep what was synced before
// and nothing of what failed, and that a lying one loses what it said it kept.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults Faults
		err    error
		want   []string
	}{
		{"failing", Faults{FailSync: 1}, ErrFault, []string{"a"}},
		{"full", Faults{Full: true}, ErrFull, []string{"a"}},
		{"lying", Faults{Lie: true}, nil, []string{"a"}},
		{"sound", Faults{}, nil, []string{"a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, store Store, _ func([]byte)) {
				faulty := NewFaulty(store)
				log := fill(t, faulty, "a")
				if err := faulty.Set(c.faults); err != nil {
					t.Fatal(err)
				}
				err := errors.Join(log.Append([]byte("b")), log.Sync())
				if !errors.Is(err, c.err) || (err != nil) != (c.err != nil) {
					t.Errorf("got %v, want %v", err, c.err)
				}
				if err := log.Close(); err != nil {
					t.Fatal(err)
				}
				if got := after(t, store); !same(got, c.want) {
					t.Errorf("got %q after the crash, want %q", got, c.want)
				}
			})
		})
	}
}

// TestLieEnds checks that a disk that stops lying keeps everything.
func TestLieEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, store Store, _ func([]byte)) {
		faulty := NewFaulty(store)
		if err := faulty.Set(Faults{Lie: true}); err != nil {
			t.Fatal(err)
		}
		log := fill(t, faulty, "a", "b")
		if err := faulty.Set(Faults{}); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(log.Append([]byte("c")), log.Sync(), log.Close()); err != nil {
			t.Fatal(err)
		}
		if got, want := after(t, store), []string{"a", "b", "c"}; !same(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// TestFailedPublish checks that a file is not replaced on a disk that fails.
func TestFailedPublish(t *testing.T) {
	onBoth(t, func(t *testing.T, store Store, _ func([]byte)) {
		faulty := NewFaulty(store)
		fill(t, faulty, "a")
		if err := faulty.Publish("f", []byte("old")); err != nil {
			t.Fatal(err)
		}
		if err := faulty.Set(Faults{FailSync: 1}); err != nil {
			t.Fatal(err)
		}
		if err := faulty.Publish("f", []byte("new")); !errors.Is(err, ErrFault) {
			t.Errorf("got %v, want %v", err, ErrFault)
		}
		if b, ok, err := faulty.ReadFile("f"); string(b) != "old" || !ok || err != nil {
			t.Errorf("got %q, %v, %v, want the old content", b, ok, err)
		}
	})
}

// TestDamage checks each kind of damage, and that one that is not possible is
// refused and changes nothing.
func TestDamage(t *testing.T) {
	at := func(n int) *int { return &n }
	for _, c := range []struct {
		name    string
		damage  Damage
		want    []string
		refused bool // the damage itself
		corrupt bool // the disk afterwards
	}{
		{name: "torn to nothing", damage: Damage{Torn: at(0)}, want: []string{"a", "b"}},
		{name: "torn in its head", damage: Damage{Torn: at(5)}, want: []string{"a", "b"}},
		{name: "torn in its payload", damage: Damage{Torn: at(frameHead)}, want: []string{"a", "b"}},
		{name: "torn nowhere", damage: Damage{Torn: at(frameHead + 1)}, refused: true},
		{name: "rolled back by one", damage: Damage{Rollback: 1}, want: []string{"a", "b"}},
		{name: "rolled back by all", damage: Damage{Rollback: 3}, want: nil},
		{name: "rolled back by more", damage: Damage{Rollback: 4}, refused: true},
		{name: "a bit of the header", damage: Damage{Flip: at(3)}, corrupt: true},
		{name: "a bit past the end", damage: Damage{Flip: at(1 << 20)}, refused: true},
		{name: "no damage", damage: Damage{}, refused: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, store Store, _ func([]byte)) {
				if err := fill(t, store, "a", "b", "c").Close(); err != nil {
					t.Fatal(err)
				}
				err := c.damage.Apply(store, "n1")
				if (err != nil) != c.refused {
					t.Fatalf("got %v, want an error: %v", err, c.refused)
				}
				want := c.want
				if c.refused {
					want = []string{"a", "b", "c"}
				}
				if c.corrupt {
					var corrupt *CorruptError
					if _, _, err := Open(store, "n1"); !errors.As(err, &corrupt) {
						t.Errorf("got %v, want a corrupt record file", err)
					}
					return
				}
				if got := after(t, store); !same(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		})
	}
	if err := (Damage{Rollback: 1}).Apply(NewMemory(), "n1"); !errors.Is(err, ErrMissing) {
		t.Errorf("got %v, want %v", err, ErrMissing)
	}
}
