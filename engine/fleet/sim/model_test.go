package sim

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
)

// model is what a node is supposed to be: a list of words synced and a list of
// words that are not yet.
type model struct {
	synced, unsynced []string
	up               bool
	file             string
}

// TestFleetIsItsModel lets random nodes write, sync, publish, crash and
// restart, and compares each with its model after every call.
func TestFleetIsItsModel(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(r, "nodes")
		f := started(t, n)
		models := make([]model, n)
		for i := range models {
			models[i] = model{up: true, file: "-"}
		}
		for range rapid.IntRange(1, 40).Draw(r, "calls") {
			i := rapid.IntRange(0, n-1).Draw(r, "node")
			id, m := node.ID(i+1), &models[i]
			if m.up {
				m.act(t, r, f, id)
			} else {
				m.restart(r, f, id)
			}
			m.compare(t, r, f, id)
		}
	})
}

// act does something with a node that is up.
func (m *model) act(t *testing.T, r *rapid.T, f *Fleet, id node.ID) {
	word := rapid.StringMatching("[a-z]{1,5}").Draw(r, "word")
	switch rapid.SampledFrom([]string{"write", "write", "sync", "both", "publish", "crash"}).Draw(r, "call") {
	case "write":
		deliver(t, f, id, "write "+word)
		m.unsynced = append(m.unsynced, word)
	case "sync":
		deliver(t, f, id, "sync")
		m.synced, m.unsynced = append(m.synced, m.unsynced...), nil
	case "both":
		deliver(t, f, id, "sync; write "+word)
		m.synced, m.unsynced = append(m.synced, m.unsynced...), []string{word}
	case "publish":
		deliver(t, f, id, "publish "+word)
		m.file = word + "\n"
	case "crash":
		if err := f.Crash(id); err != nil {
			r.Fatal(err)
		}
		m.unsynced, m.up = nil, false
	}
}

// restart starts a node that is down, on its own disk or a new one.
func (m *model) restart(r *rapid.T, f *Fleet, id node.ID) {
	d := fleet.Keep
	if rapid.Bool().Draw(r, "wipe") {
		d = fleet.Wipe
		m.synced, m.file = nil, "-"
	}
	effects, err := f.Restart(id, d)
	if err != nil || len(effects) != 1 || int(effects[0].Note.Count) != len(m.synced) {
		r.Fatalf("restart of %v: got effects %v, error %v; want the outcome of %d records", id, effects, err, len(m.synced))
	}
	m.up = true
}

// compare fails unless the node is what the model says.
func (m *model) compare(t *testing.T, r *rapid.T, f *Fleet, id node.ID) {
	if got := file(t, f, id); got != m.file {
		r.Fatalf("file of %v: got %q, want %q", id, got, m.file)
	}
	if got, want := onDisk(r, records(t, f, id), id), strings.Join(m.synced, " "); got != want {
		r.Fatalf("records of %v: got %q, want %q", id, got, want)
	}
	if !m.up {
		return
	}
	want := strings.Join(append(append([]string(nil), m.synced...), m.unsynced...), " ")
	if got := state(t, f, id); got != want {
		r.Fatalf("state of %v: got %q, want %q", id, got, want)
	}
}

// onDisk returns the words in a record file.
func onDisk(r *rapid.T, content string, id node.ID) string {
	store := disk.NewMemory()
	if err := store.Create([]byte(content)); err != nil {
		r.Fatal(err)
	}
	records, _, err := disk.Open(store, id.String())
	if err != nil {
		r.Fatal(err)
	}
	return string(bytes.Join(records, []byte(" ")))
}
