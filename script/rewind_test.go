package script

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
)

// dialogue is a LineReader that decides what to type when it is asked: the
// session is at rest then, and can be looked at.
type dialogue struct {
	c    *conversation
	next func() string // the next line, or hangUp
}

// hangUp is what a dialogue ends with.
const hangUp = "\x00"

func (d *dialogue) Prompt(string) (string, error) {
	if line := d.next(); line != hangUp {
		return line, nil
	}
	return "", io.EOF
}
func (d *dialogue) AppendHistory(string) {}
func (d *dialogue) Close() error         { return nil }

// converseWith holds a conversation in which next decides what to type.
func converseWith(t fataler, o Options, file string, next func(c *conversation) string) {
	s := New(context.Background(), o)
	d := &dialogue{c: &conversation{}}
	d.next = func() string { return next(d.c) }
	d.c.reader = d
	if err := s.converse(d.c, file); err != nil {
		t.Fatalf("the conversation ended with %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatalf("closing: %v", err)
	}
}

// snapshot is all that a person can see of a session, and more.
func (c *conversation) snapshot() string {
	var text strings.Builder
	for _, cluster := range c.session.clusters {
		if cluster.closed {
			fmt.Fprintln(&text, "closed")
			continue
		}
		hash, err := cluster.world.Hash()
		fmt.Fprintln(&text, cluster.world.Now(), cluster.world.Options().Seed, hash, err, cluster.world.Violated(), cluster == c.session.current)
		fmt.Fprintln(&text, strings.Join(cluster.world.Recent(100_000), "\n"))
		fmt.Fprintln(&text, cluster.played())
	}
	for _, name := range append(c.names.own(), lastValue) {
		v := c.names.all[name]
		fmt.Fprintln(&text, name, v)
	}
	return text.String()
}

// drawCommand draws a command that makes sense at times.
func drawCommand(t *rapid.T) string {
	n := rapid.IntRange(1, 3).Draw(t, "node")
	return rapid.SampledFrom([]string{
		`run("1ms")`, `run("1ms")`, `run("3ms")`, `step(2)`, `step()`, `settle(within = "40ms")`,
		fmt.Sprintf(`r = submit(%d, "X", timeout = "30ms")`, n),
		fmt.Sprintf(`p = propose(%d, "Y")`, n),
		fmt.Sprintf(`a = proposer(%d, "Z", ballot = (5, %d))`, n, n),
		`a.prepare(to = [1, 2])`, `a.accept(to = [2, 3])`, `p.wait(timeout = "5ms")`, `a.start()`,
		fmt.Sprintf(`crash(%d)`, n), fmt.Sprintf(`restart(%d)`, n), fmt.Sprintf(`restart(%d, disk = "wipe")`, n),
		fmt.Sprintf(`pause(%d)`, n), fmt.Sprintf(`resume(%d)`, n),
		fmt.Sprintf(`crash(%d, at = "after_sync")`, n),
		fmt.Sprintf(`disk(%d, lose_unsynced = True)`, n), fmt.Sprintf(`skew(%d, "2ms")`, n),
		`h = hold(kind = "accept")`, `h.stop()`, `lose(0.3)`, `delay(("1ms", "4ms"))`, `partition([1], [2, 3])`, `heal()`, `heal(hold = True)`, `heal(among = [1, 2], hold = True)`,
		`deliver(pending()[0])`, `drop(pending()[-1])`, `duplicate(pending()[0])`, `release()`, `flush()`,
		`spawn(client, 2)`, `invariant("few", few)`, `note("here")`, `l.append(random("script").below(100))`,
		"for i in range(2): f(i)\n", `f(7); g = f; x = chosen()`, "def f(n): l.append(('late', n))\n",
		`l`, `_`, `state(1).promised`, `chosen()`, `show()`, `len(l)`, `trace(3)`, `x`,
		`undo(99)`, `redo()`, `goto(9999)`, `x = undo()`, `save("x")`,
		`crash(9)`, `nonsense`, `1 // 0`, `run("1ms"); crash(9)`, `assert.eq(chosen(), "Q")`, `f(]`,
		`expect_violation(lambda: run("1ms"))`, `reset()`, `reset(seed = 9)`, `c = cluster(2, quiet = True)`, `close(); c = cluster(3)`,
		`reset(); c = cluster(3, hold = True)`, `p.wait()`,
		`x = explore(propose = [(1, "E")], states = 500)`, `x = explore(propose = [(2, "E")], goal = lambda: chosen() != None, states = 500)`,
		`x.play()`, `expect_violation(x.play)`, `print(x.script())`, `d["n"] = random("dice").below(6)`,
		`load("@synod//lab.star", "nobody_learned")`, `node = node(1)`, `:forget node`, `d = {"k": l}`, `d["k"].append(1)`,
	}).Draw(t, "command")
}

// opening is what the random sessions begin with.
var opening = []string{
	`c = cluster(3, seed = 4, latency = ("1ms", "2ms")); l = []`,
	"def f(n): l.append(n); run('1ms')\n",
	"def few(): return len(l) < 12\n",
	`def client(n):
    for i in range(n):
        l.append(i)
        sleep("2ms")
        propose(1, i)
`,
}

// undoing is a session in which everything is undone and redone.
type undoing struct {
	typed  []string // commands still to be typed
	lines  []string // of the present one
	before string   // the snapshot before the latest command
	after  string
	stage  int
	latest string
	said   []string
	undone int
	wrong  string // what was not as it should be
}

// next types a command, and if it changed something, undoes it, does it again,
// and requires that each brings the session back to what it was.
func (u *undoing) next(c *conversation) string {
	if len(u.lines) > 0 {
		line := u.lines[0]
		u.lines = u.lines[1:]
		return line
	}
	now := c.snapshot()
	if u.wrong != "" {
		return hangUp
	}
	switch u.stage {
	case 1: // the command is done
		n := len(c.tape.entries)
		if n == 0 || !c.tape.entries[n-1].changed || strings.TrimSpace(c.tape.entries[n-1].text) != strings.TrimSpace(u.latest) {
			break // it only looked, or was no Starlark
		}
		u.after, u.stage = now, 2
		u.undone++
		return "undo()"
	case 2:
		u.expect("undone", now, u.before)
		u.stage = 3
		return "redo()"
	case 3:
		u.expect("redone", now, u.after)
	}
	if len(u.typed) == 0 {
		return hangUp
	}
	u.before, u.stage = now, 1
	u.latest, u.typed = u.typed[0], u.typed[1:]
	u.lines = strings.Split(u.latest, "\n")
	u.said = append(u.said, u.latest)
	return u.next(c)
}

func (u *undoing) expect(what, got, want string) {
	if got != want && u.wrong == "" {
		u.wrong = fmt.Sprintf("%s: %s: got\n%s\nwant\n%s", u.latest, what, got, want)
	}
}

// undoEach undoes and redoes each of the commands.
func undoEach(t fataler, commands []string, newFleet func(FleetKind, string) (fleet.Fleet, error)) {
	u := &undoing{typed: append(slices.Clone(opening), commands...)}
	fleets := 0
	count := func(kind FleetKind, dir string) (fleet.Fleet, error) {
		fleets++
		return newFleet(kind, dir)
	}
	var out strings.Builder
	converseWith(t, Options{NewFleet: count, Out: &out, Diag: &out}, "", u.next)
	for _, bad := range []string{"did not repeat", "internal error"} {
		if strings.Contains(out.String(), bad) {
			u.wrong += "\n" + bad + ":\n" + out.String()
		}
	}
	if u.wrong == "" && u.undone < len(commands)/4 {
		u.wrong = fmt.Sprintf("only %d commands were undone:\n%s", u.undone, out.String())
	}
	if most := strings.Count(strings.Join(u.said, "\n"), "cluster("); u.wrong == "" && fleets > most {
		u.wrong = fmt.Sprintf("%d fleets were made for %d clusters:\n%s", fleets, most, out.String())
	}
	if u.wrong != "" {
		t.Fatalf("%s", u.wrong)
	}
}

// Undo gives back a cluster with roles, and rules about fields.
func TestUndoRolesAndFields(t *testing.T) {
	undoEach(t, []string{
		`cluster(3, quiet = True, roles = {"pair": [1, 2], "last": 3})`,
		`r = lose(kind = "accept", value = "A")`, `propose("last", "A").wait(timeout = "20ms")`, `f = pause("last")`,
		`s = partition("pair")`, `h = hold(fields = {"voted": True})`, `f.stop()`, `heal("pair")`, `run("30ms")`, `crash("last", at = "after_write", ballot = (9, 3))`,
	}, func(FleetKind, string) (fleet.Fleet, error) { return sim.New(), nil })
}

// Undo after each of 50 commands gives back the session as it was before it, to
// the hash of its nodes and the bytes of its trace, and redo as it was after.
func TestUndoEachCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		commands := rapid.SliceOfN(rapid.Custom(drawCommand), 50, 50).Draw(t, "commands")
		undoEach(t, commands, func(FleetKind, string) (fleet.Fleet, error) { return sim.New(), nil })
	})
}

// Over processes it is the same, and nodes that run are not started again for it.
func TestUndoEachCommandOverProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts processes again and again")
	}
	commands := rapid.SliceOfN(rapid.Custom(drawCommand), 50, 50).Example(1)
	undoEach(t, commands, func(FleetKind, string) (fleet.Fleet, error) { return process.New(process.Options{}), nil })
}
