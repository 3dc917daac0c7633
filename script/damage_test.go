package script

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	paxosroom "synod/script/paxos"
)

// victim is the node whose record file the tests below damage: an acceptor
// whose disk holds a promise, a vote, and what it learned.
const victim = node.ID(2)

// stages is what the victim's record file held, from its header alone to all of it.
type stages []leavings

// stages runs the proposal to its end and returns what it left of the victim,
// after each step that changed its records.
func (l *crashLab) stages() stages {
	l.t.Helper()
	l.upTo(0)
	h := stages{l.left(victim)}
	for k := range l.steps {
		l.take(k)
		if now := l.left(victim); now.records != h[len(h)-1].records {
			h = append(h, now)
		}
	}
	if len(h) != 4 {
		l.t.Fatalf("got %d states of the disk, want it empty and with 1, 2 and 3 records", len(h))
	}
	return h
}

// crashed runs the proposal to its end, and crashes the victim.
func (l *crashLab) crashed() {
	l.t.Helper()
	l.upTo(len(l.steps))
	_, err := l.world.Crash(victim)
	l.must(err)
}

func (l *crashLab) damage(d disk.Damage) {
	l.t.Helper()
	l.must(l.world.Damage(victim, d))
}

// lastLine returns the last line of the trace, without number, time and node.
func (l *crashLab) lastLine() string {
	lines := l.world.Recent(1)
	_, text, _ := strings.Cut(lines[0], victim.String())
	return strings.Join(strings.Fields(text), " ")
}

// TestTornAtEveryByte cuts the record file of a node at every byte behind its
// header. The node starts on the records before the cut, says in the trace how
// many bytes of a torn record it cut off and what it remembers, and goes on. Over
// processes it is every byte of the last record, and of the others the ones at
// which a part of the frame begins or ends.
func TestTornAtEveryByte(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts processes again and again")
	}
	for _, kind := range []FleetKind{Simulated, Processes} {
		t.Run(string(kind), func(t *testing.T) {
			l := newCrashLab(t, fleetOf(kind))
			h := l.stages()
			cuts := 0
			for kept := len(h) - 2; kept >= 0; kept-- {
				size := len(h[kept+1].records) - len(h[kept].records)
				for k := range size {
					edge := k%4 <= 1 && k <= 13 || k == size-1
					if kind == Processes && kept < len(h)-2 && !edge {
						continue
					}
					l.crashed()
					if later := len(h) - 2 - kept; later > 0 {
						l.damage(disk.Damage{Rollback: later})
					}
					l.damage(disk.Damage{Torn: &k})
					l.comesBack(fmt.Sprintf("%d bytes of record %d", k, kept+1), k, &h[kept], remembers[kept])
					cuts++
				}
			}
			t.Logf("%d cuts", cuts)
		})
	}
}

// remembers is what the victim says that it remembers, by how many records it has.
var remembers = []string{"nothing", "promise 1.1, no vote", "promise 1.1, voted 1.1 A", "promise 1.1, voted 1.1 A"}

// comesBack restarts the victim, whose file ends in torn bytes behind records
// that it keeps, and checks what it makes of that.
func (l *crashLab) comesBack(name string, torn int, want *leavings, line string) {
	l.t.Helper()
	l.must(l.world.Restart(victim, fleet.Keep))
	switch torn {
	case 0:
		line = "restart disk kept: remembers " + line
	case 1:
		line = "restart disk kept, 1 byte of a torn record cut off: remembers " + line
	default:
		line = fmt.Sprintf("restart disk kept, %d bytes of a torn record cut off: remembers %s", torn, line)
	}
	if got := l.lastLine(); got != line {
		l.t.Errorf("%s: the trace says %q, want %q", name, got, line)
	}
	got := l.left(victim)
	if got.records != want.records || got.durable != want.durable {
		l.t.Errorf("%s: it came back with\n%s and the records %q, want\n%s and %q", name, got.durable, got.records, want.durable, want.records)
	}
	p := l.propose(victim, `"B"`)
	l.settle()
	if paxosroom.Of(p).Outcome() != paxosroom.OutcomeChosen || paxosroom.Of(p).Told().Value != `"A"` {
		l.t.Errorf("%s: got %s, %v, want A, which is chosen", name, paxosroom.Of(p).Outcome(), paxosroom.Of(p).Told().Value)
	}
}

// TestEveryBitFlipped flips every bit of the record file of a node, the
// header's too. Each time the node refuses to start and says at which byte
// something is wrong; it is down still, and its file is left as it is. The bit
// flipped back, it starts as if nothing had been. Over processes it is one bit
// of each byte.
func TestEveryBitFlipped(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts processes again and again")
	}
	var refusals [2][]string
	for i, kind := range []FleetKind{Simulated, Processes} {
		t.Run(string(kind), func(t *testing.T) {
			l := newCrashLab(t, fleetOf(kind))
			h := l.stages()
			whole := h[len(h)-1]
			l.crashed()
			for bit := range 8 * len(whole.records) {
				if kind == Processes && bit%8 != bit/8%8 {
					continue
				}
				l.damage(disk.Damage{Flip: &bit})
				why := l.refused(bit)
				if bit%8 == bit/8%8 {
					refusals[i] = append(refusals[i], why)
				}
				l.damage(disk.Damage{Flip: &bit})
			}
			l.must(l.world.Restart(victim, fleet.Keep))
			if got := l.left(victim); got != whole {
				t.Errorf("flipped back: got\n%+q, want\n%+q", got, whole)
			}
		})
	}
	if a, b := strings.Join(refusals[0], "\n"), strings.Join(refusals[1], "\n"); a != b {
		t.Errorf("over processes it refuses with\n%s\nwant, as in the simulator,\n%s", b, a)
	}
}

// refused restarts the victim, whose file has a bit that is wrong, and returns
// why it does not start.
func (l *crashLab) refused(bit int) string {
	l.t.Helper()
	damaged := l.left(victim)
	err := l.world.Restart(victim, fleet.Keep)
	var refused *fleet.Refused
	if !errors.As(err, &refused) || refused.Node != victim {
		l.t.Fatalf("bit %d: got error %v, want the node to refuse", bit, err)
	}
	at := 0
	if _, err := fmt.Sscanf(refused.Why, "record file: byte %d:", &at); err != nil || at > len(damaged.records) {
		l.t.Errorf("bit %d: it refuses with %q, want the record file, a byte of it, and what is wrong there", bit, refused.Why)
	}
	if line := l.lastLine(); line != "restart refused: "+refused.Why {
		l.t.Errorf("bit %d: the trace says %q, want that it refused, and why", bit, line)
	}
	if state, err := l.world.State(victim); err != nil || !state.Down {
		l.t.Errorf("bit %d: got %+v and error %v, want it down", bit, state, err)
	}
	if got := l.left(victim); got != damaged {
		l.t.Errorf("bit %d: got\n%+q, want it left as it was,\n%+q", bit, got, damaged)
	}
	return refused.Why
}
