package disk

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"
)

// The two kinds of disk are twins: after any sequence of calls they answer
// alike and hold the same bytes. The test drives both with random calls, of the
// Store itself and of a Log with crashes between.

func TestStoresAreTwins(t *testing.T) {
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		files, memory := freshTwins(t, root)
		for range rapid.IntRange(1, 12).Draw(t, "calls") {
			call := drawCall(t)
			if got, want := call(memory), call(files); got != want {
				t.Fatalf("memory got %s, directory got %s", got, want)
			}
			compare(t, files, memory)
		}
	})
}

func TestLogsAreTwins(t *testing.T) {
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		files, memory := freshTwins(t, root)
		a, err := Create(files, "n2")
		b, err2 := Create(memory, "n2")
		var synced, unsynced [][]byte
		for range rapid.IntRange(1, 12).Draw(t, "calls") {
			if err != nil || err2 != nil {
				t.Fatalf("got errors %v and %v, want none", err, err2)
			}
			switch rapid.SampledFrom([]string{"append", "append", "sync", "crash"}).Draw(t, "call") {
			case "append":
				rec := rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "record")
				unsynced = append(unsynced, rec)
				err, err2 = a.Append(rec), b.Append(rec)
			case "sync":
				synced, unsynced = append(synced, unsynced...), nil
				err, err2 = a.Sync(), b.Sync()
			case "crash":
				unsynced = nil
				var got, got2 [][]byte
				got, a, err = Open(files, "n2")
				got2, b, err2 = Open(memory, "n2")
				if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", synced) || fmt.Sprintf("%q", got2) != fmt.Sprintf("%q", synced) {
					t.Fatalf("after a crash: directory got %q, memory got %q, want %q", got, got2, synced)
				}
			}
			compare(t, files, memory)
		}
	})
}

// freshTwins returns two empty disks.
func freshTwins(t *rapid.T, root string) (*Directory, *Memory) {
	path, err := os.MkdirTemp(root, "disk")
	if err != nil {
		t.Fatal(err)
	}
	return Dir(path), NewMemory()
}

// compare fails unless both disks hold the same bytes.
func compare(t *rapid.T, files, memory Store) {
	got, has, err := memory.Load()
	want, had, err2 := files.Load()
	if err != nil || err2 != nil || has != had || !bytes.Equal(got, want) {
		t.Fatalf("record file: memory got %q %v %v, directory got %q %v %v", got, has, err, want, had, err2)
	}
	for _, name := range []string{"a", "b"} {
		got, has, err := memory.ReadFile(name)
		want, had, err2 := files.ReadFile(name)
		if err != nil || err2 != nil || has != had || !bytes.Equal(got, want) {
			t.Fatalf("file %s: memory got %q %v %v, directory got %q %v %v", name, got, has, err, want, had, err2)
		}
	}
}

// drawCall returns a random call that describes its answer.
func drawCall(t *rapid.T) func(Store) string {
	b := rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "bytes")
	switch rapid.SampledFrom([]string{"create", "create", "append", "append", "truncate", "publish", "publish", "recover", "wipe", "close"}).Draw(t, "call") {
	case "create":
		return func(s Store) string { return answer(s.Create(b)) }
	case "append":
		return func(s Store) string { return answer(s.Append(b)) }
	case "truncate":
		n := rapid.Int64Range(-1, 50).Draw(t, "n")
		return func(s Store) string { return answer(s.Truncate(n)) }
	case "publish":
		name := rapid.SampledFrom([]string{"a", "b", "records", "a.tmp"}).Draw(t, "name")
		return func(s Store) string { return answer(s.Publish(name, b)) }
	case "recover":
		return func(s Store) string { return answer(s.Recover()) }
	case "wipe":
		return func(s Store) string { return answer(s.Wipe()) }
	default:
		return func(s Store) string { return answer(s.Close()) }
	}
}

// answer describes an error that both disks must agree on.
func answer(err error) string {
	for _, known := range []error{ErrExists, ErrMissing} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return fmt.Sprint(err)
}
