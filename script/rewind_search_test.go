package script

import (
	"strings"
	"testing"

	"synod/engine/explore"
	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
)

// searching is a session in which a search finds something, which is played.
var searching = []string{
	`x = explore(propose = [(1, "A"), (2, "B")], crashes = 1, goal = lambda: chosen() == "A")`,
	`x.play()`,
	`y = explore(propose = [(3, "C")], goal = lambda: chosen() == "Z")`,
	`r = random("dice").below(6)`,
	`t = spawn(client, 2)`,
	`invariant("few", few)`,
	`run("5ms")`,
	`u = y.states`,
	`x = None`,
}

// What a search found, and a cluster that went where it leads, can be undone, on
// both fleets.
func TestUndoASearch(t *testing.T) {
	for name, newFleet := range map[string]func(FleetKind, string) (fleet.Fleet, error){
		"sim":       func(FleetKind, string) (fleet.Fleet, error) { return sim.New(), nil },
		"processes": func(FleetKind, string) (fleet.Fleet, error) { return process.New(process.Options{}), nil },
	} {
		t.Run(name, func(t *testing.T) { undoEach(t, searching, newFleet) })
	}
}

// What a search found is found again without searching, also when it asks a
// function of the person's.
func TestSearchIsRemembered(t *testing.T) {
	for _, goal := range []string{`lambda: chosen() == "A"`, `asked`} {
		typed := []string{
			"l = []", "def asked():", `    return len(l) == 0 and chosen() == "A"`, "",
			`cluster(3, latency = "2ms")`,
			`x = explore(propose = [(1, "A")], goal = ` + goal + `)`, `run("1ms")`, `undo()`, `redo()`, `l.append(1)`,
		}
		found := map[*explore.Result]bool{}
		converseWith(t, Options{Fleet: Simulated}, "", func(c *conversation) string {
			if x, ok := c.names.all["x"].(*Exploration); ok {
				found[x.result] = true
			}
			if len(typed) == 0 {
				return hangUp
			}
			line := typed[0]
			typed = typed[1:]
			return line
		})
		if len(found) != 1 {
			t.Errorf("%s: got %d results of one search that was repeated twice", goal, len(found))
		}
	}
}

// A list that a person typed the name of is locked for the predicates of a search.
func TestTypedListIsLocked(t *testing.T) {
	screen, _ := talk(t, "", "l = []", "def counted():", "    l.append(1)", "    return False", "", "cluster(3)",
		`explore(propose = [(1, "A")], goal = counted)`, "len(l)", "l.append(1)", "len(l)")
	for _, want := range []string{"append: a predicate of a search may change only what it makes itself", "len(l)\n0\n", "len(l)\n1\n"} {
		if !strings.Contains(screen, want) {
			t.Errorf("got\n%s\nwant %q in it", screen, want)
		}
	}
}

// Before each step of what was found is a place to go to.
func TestGotoAStepOfASearch(t *testing.T) {
	screen, _ := talk(t, "",
		`cluster(3, latency = "2ms")`,
		`x = explore(propose = [(1, "A")], crashes = 1, goal = lambda: not state(2))`,
		`x.play()`, `goto(1)`, `len(x.steps)`, `x.play()`)
	for _, want := range []string{"You are now before the first event", "n2        crash"} {
		if !strings.Contains(screen, want) {
			t.Errorf("got\n%s\nwant %q in it", screen, want)
		}
	}
}
