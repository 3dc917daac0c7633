package engine

import (
	"fmt"
	"strings"
	"time"

	"synod/engine/history"
	"synod/node"
	"synod/node/disk"
	"synod/node/spell"
)

// Disk says what is wrong with the disk of a node that is up, and how long its
// syncs take, in virtual time: what a step sends after a sync leaves that much
// later. A crash puts the disk right again.
func (w *World) Disk(id node.ID, f disk.Faults, slow time.Duration) (*Fault, error) {
	if err := w.awake(id); err != nil {
		return nil, err
	}
	if f.FailSync < 0 || slow < 0 {
		return nil, fmt.Errorf("got %d syncs to fail and %v for each, want 0 or more", f.FailSync, slow)
	}
	if err := w.fleet.Fault(id, f); err != nil {
		return nil, w.failed(err)
	}
	n, text, kind := &w.nodes[id], faultText(f, slow), "disk"
	works := f == (disk.Faults{}) && slow == 0
	if works {
		kind = ""
	}
	n.slow = slow
	fault := w.fault(&n.disk, &Fault{Node: id, Text: text, kind: kind, undo: func(w *World) error { return w.repair(id) }})
	if works {
		fault.hits = 1 // it works: nothing is to happen
		w.end(&n.disk)
	}
	return fault, w.harmed(Harm{Node: id, Faults: f}, text)
}

// repair lets a disk work again. A node that is down has a working one.
func (w *World) repair(id node.ID) error {
	if w.nodes[id].down {
		return nil
	}
	_, err := w.Disk(id, disk.Faults{}, 0)
	return err
}

func faultText(f disk.Faults, slow time.Duration) string {
	var parts []string
	if f.FailSync > 0 {
		parts = append(parts, "fails "+spell.Count(f.FailSync, "time"))
	}
	if f.Full {
		parts = append(parts, "is full")
	}
	if f.Lie {
		parts = append(parts, "loses what it says it synced")
	}
	if slow > 0 {
		parts = append(parts, fmt.Sprintf("takes %v to sync", slow))
	}
	if len(parts) == 0 {
		return "disk works"
	}
	return "disk " + strings.Join(parts, ", ")
}

// Damage harms the record file of a node that is down.
func (w *World) Damage(id node.ID, d disk.Damage) error {
	if err := w.usable(); err != nil {
		return err
	}
	if err := w.known(id); err != nil {
		return err
	}
	if !w.nodes[id].down {
		return fmt.Errorf("%v is up; a record file is damaged while its node is down, so crash it first", id)
	}
	if err := w.fleet.Damage(id, d); err != nil {
		return err
	}
	if d.Rollback > 0 || d.Torn != nil {
		w.judge.Wiped(id) // it cannot be held to what it was made to forget
	}
	w.happens(history.Fault{Kind: damageKind(&d), Node: id, Text: damageText(d)})
	return w.harmed(Harm{Node: id, Damage: &d}, damageText(d))
}

func damageText(d disk.Damage) string {
	switch {
	case d.Torn != nil:
		return "disk: the last record is torn after " + spell.Count(*d.Torn, "byte")
	case d.Flip != nil:
		return fmt.Sprintf("disk: bit %d is flipped", *d.Flip)
	case d.Rollback == 1:
		return "disk: the last record is gone"
	}
	return fmt.Sprintf("disk: the last %d records are gone", d.Rollback)
}
