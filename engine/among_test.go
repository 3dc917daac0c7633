package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// Healing among some nodes opens the links between them, whatever cuts them, and
// no other link. What it opened is cut by a later rule as any other.
func TestHealAmong(t *testing.T) {
	for _, core := range [][]node.ID{{1}, {1, 2}, {2, 4}, {1, 3, 5}, {1, 2, 3, 4, 5}} {
		for _, c := range cuts[1:] {
			t.Run(fmt.Sprint(c.name, core), func(t *testing.T) {
				l := newLab(t, engine.Options{Nodes: 5})
				r, err := c.cut(l.World)
				l.check(err)
				l.check(l.HealAmong(core, false))
				rows := strings.Fields(c.links)
				for i := range rows {
					row := []byte(rows[i])
					for j := range row {
						if slices.Contains(core, node.ID(i+1)) && slices.Contains(core, node.ID(j+1)) {
							row[j] = 'x'
						}
					}
					rows[i] = string(row)
				}
				if got, want := links(l), strings.Join(rows, " "); got != want {
					t.Errorf("got the links %s, want %s", got, want)
				}
				if r.Stopped() {
					t.Error("the rule is over, want it to go on elsewhere")
				}
				l.check(l.Lift(r))
				_, err = c.cut(l.World)
				l.check(err)
				if got := links(l); got != c.links {
					t.Errorf("cut again: got the links %s, want %s", got, c.links)
				}
			})
		}
	}
}

// What a rule holds between the healed nodes goes its way; what it holds
// elsewhere, or is held by hand, stays.
func TestHealAmongReleases(t *testing.T) {
	l := newLab(t, engine.Options{Nodes: 3})
	l.check(l.Impose(&engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold"}))
	before, err := l.Hash()
	l.check(err)
	p, err := l.Request(1, paxos.Propose(x, node.Ballot{}))
	l.check(err)
	if got := len(l.Pending()); got != 4 { // and the timer
		t.Fatalf("got %d pending, want 4", got)
	}
	l.check(l.HealAmong([]node.ID{1, 2}, false))
	held := 0
	for _, m := range l.Pending() {
		if m.Held() {
			held++
			if m.Dst != 3 {
				t.Errorf("got %v -> %v held, want it to go its way", m.Src, m.Dst)
			}
		}
	}
	if held != 1 {
		t.Errorf("got %d messages held, want the one to n3", held)
	}
	if _, err := l.Settle(20 * engine.DefaultLatency); err != nil {
		t.Fatal(err)
	}
	if told(p).Status != paxos.StatusChosen {
		t.Errorf("got the outcome %v, want a decision of n1 and n2", told(p).Status)
	}
	if after, err := l.Hash(); err != nil || after == before {
		t.Errorf("got the hash %x again, %v", after, err)
	}
}
