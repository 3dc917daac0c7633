package script

import (
	"fmt"
	"strings"
	"testing"

	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
)

// duel is a run whose every event is gone to.
func duel(order string) []string {
	return []string{
		fmt.Sprintf(`c = cluster(3, seed = 5, order = %q, latency = ("1ms", "3ms"))`, order),
		`lose(0.1)`, `p = propose(1, "X")`, `q = propose(2, "Y")`,
	}
}

// typing types lines, and then what next decides.
func typing(lines []string, next func(c *conversation) string) func(c *conversation) string {
	return func(c *conversation) string {
		if len(lines) == 0 {
			return next(c)
		}
		line := lines[0]
		lines = lines[1:]
		return line
	}
}

// whole returns what is to be seen of the world of a conversation's cluster.
func (c *conversation) whole(t *testing.T) string {
	w := c.session.current.world
	hash, err := w.Hash()
	if err != nil {
		t.Error(err)
	}
	return fmt.Sprintf("%d %v %x\n%s", w.Latest(), w.Now(), hash, strings.Join(w.Recent(100_000), "\n"))
}

// stepped returns the worlds of a duel after each of its events, by how many
// lines the trace has then.
func stepped(t *testing.T, order string) map[int]string {
	worlds := map[int]string{}
	converseWith(t, Options{Fleet: Simulated}, "", typing(duel(order), func(c *conversation) string {
		w := c.session.current.world
		if worlds[w.Latest()] != "" {
			return hangUp // nothing happened any more
		}
		worlds[w.Latest()] = c.whole(t)
		return "step()"
	}))
	return worlds
}

// Just before an event the world is what it is when one event happens after the
// other, wherever one comes from, on both fleets; and it goes on to the same end.
func TestGotoEachEvent(t *testing.T) {
	for name, every := range map[string]int{"sim": 1, "processes": 7} {
		for _, order := range []string{"time", "random"} {
			t.Run(name+"/"+order, func(t *testing.T) {
				newFleet := func(FleetKind, string) (fleet.Fleet, error) {
					if name == "sim" {
						return sim.New(), nil
					}
					return process.New(process.Options{}), nil
				}
				gotoEach(t, order, every, newFleet)
			})
		}
	}
}

func gotoEach(t *testing.T, order string, every int, newFleet func(FleetKind, string) (fleet.Fleet, error)) {
	worlds := stepped(t, order)
	first := len(duel(order)) - 1 // the events of the set-up have no step before them
	event, end, gone, back := 0, "", 0, false
	converseWith(t, Options{NewFleet: newFleet}, "", typing(append(duel(order), "settle()"), func(c *conversation) string {
		switch here := c.whole(t); {
		case end == "":
			end, event = here, c.session.current.world.Latest()+1
		case back:
			want := event - 1
			for worlds[want] == "" {
				want--
			}
			if here != worlds[want] {
				t.Errorf("before event %d: got\n%s\nwant\n%s", event, here, worlds[want])
			}
			gone++
			back = false
			return "settle()"
		case here != end:
			t.Errorf("from before event %d: got the end\n%s\nwant\n%s", event, here, end)
		}
		if event -= every; event <= first+1 {
			return hangUp
		}
		back = true
		return fmt.Sprintf("goto(%d)", event)
	}))
	if gone < 4 {
		t.Errorf("got to %d events only", gone)
	}
}
