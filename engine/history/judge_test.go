package history

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"synod/node"
)

// said writes a history down: a client, its request, when it began and ended,
// and what it was told, such as "alice write 1 0-5 ok", "bob read 3-4 ok None"
// or "carol write 2 1- unknown".
func said(t testing.TB, lines ...string) History {
	t.Helper()
	var ops []Operation
	for _, line := range lines {
		ops = append(ops, saidOne(t, line))
	}
	h, err := New(ops)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func saidOne(t testing.TB, line string) Operation {
	t.Helper()
	words := strings.Fields(line)
	o := Operation{Client: words[0], Op: words[1]}
	rest := words[2:]
	var args []node.Field
	for strings.Contains(rest[0], "=") {
		args, rest = append(args, field(rest[0])), rest[1:]
	}
	o.Ask(args)
	if !strings.Contains(rest[0], "-") {
		o.Value, rest = node.Value(rest[0]), rest[1:]
	}
	var from, to int
	if n, _ := fmt.Sscanf(rest[0], "%d-%d", &from, &to); n < 2 {
		o.InFlight = true
	}
	o.Invoked.Time, o.Returned.Time = time.Duration(from)*time.Millisecond, time.Duration(to)*time.Millisecond
	o.Outcome = Outcome(rest[1])
	switch {
	case len(rest) > 2 && strings.Contains(rest[2], "="):
		var fields []node.Field
		for _, word := range rest[2:] {
			fields = append(fields, field(word))
		}
		o.Hear(fields)
	case len(rest) > 2 && rest[2] != "None":
		o.Result = node.Value(rest[2])
	}
	return o
}

// field reads "key=1".
func field(word string) node.Field {
	name, v, _ := strings.Cut(word, "=")
	return node.Field{Name: name, Value: node.Value(v)}
}

func TestJudge(t *testing.T) {
	tests := []struct {
		name  string
		model *Model
		lines []string
		want  Verdict
	}{
		{"nothing happened", Consensus, nil, Holds},
		{"the first fixes", Consensus, []string{`a propose 1 0-5 ok 1`, `b propose 2 6-7 ok 1`, `c read 8-9 ok 1`}, Holds},
		{"two are told different values", Consensus, []string{`a propose 1 0-5 ok 1`, `b propose 2 0-5 ok 2`}, Violated},
		{"the first cannot be told another's value", Consensus, []string{`a propose 1 0-5 ok 2`, `b propose 2 6-7 ok 2`}, Violated},
		{"a value nobody proposed", Consensus, []string{`a propose 1 0-5 ok 3`}, Violated},
		{"a read before", Consensus, []string{`a read 0-5 ok None`, `b propose 1 3-9 ok 1`}, Holds},
		{"a read of nothing, too late", Consensus, []string{`a propose 1 0-1 ok 1`, `b read 2-3 ok None`}, Violated},
		{"the later of two reads is too late", Consensus, []string{`a propose 1 0-1 ok 1`, `b read 0-3 ok None`, `c read 2-3 ok None`}, Violated},
		{"the earlier of two reads is too late", Consensus, []string{`a propose 1 0-5 ok 1`, `d read 0-1 ok 1`, `c read 2-3 ok None`, `b read 0-3 ok None`}, Violated},
		{"an unknown proposal took effect", Consensus, []string{`a propose 1 0- unknown`, `b read 5-6 ok None`, `b propose 2 7-8 ok 1`}, Holds},
		{"an unknown proposal came too late", Consensus, []string{`b read 5-6 ok 1`, `a propose 1 7- unknown`}, Violated},
		{"an unknown proposal that gave up takes effect later", Consensus, []string{`a propose 1 0-1 unknown`, `b read 5-6 ok None`, `c read 7-8 ok 1`}, Holds},
		{"a failed proposal did not happen", Consensus, []string{`a propose 1 0-1 fail`, `b read 5-6 ok 1`}, Violated},

		{"a stale read", Register, []string{`a write 1 0-1 ok`, `a write 2 2-3 ok`, `b read 4-5 ok 1`}, Violated},
		{"a read beside the write", Register, []string{`a write 1 0-1 ok`, `a write 2 2-6 ok`, `b read 4-5 ok 1`}, Holds},
		{"new and then old", Register, []string{`a write 1 0-1 ok`, `a write 2 2-9 ok`, `b read 4-5 ok 2`, `b read 6-7 ok 1`}, Violated},
		{"put and get", Register, []string{`a put 1 0-1 ok`, `b get 4-5 ok 1`}, Holds},
		{"touching operations overlap", Register, []string{`a write 1 0-5 ok`, `b read 5-6 ok None`}, Holds},
		{"a write lost its answer", Register, []string{`a write 1 0- unknown`, `b read 1-2 ok None`, `b read 3-4 ok 1`}, Holds},
		{"and takes effect once", Register, []string{`a write 1 0- unknown`, `b read 1-2 ok 1`, `c write 2 3-4 ok`, `b read 5-6 ok 1`}, Violated},

		{"a cas of a register", Register, []string{`a write 1 0-1 ok`, `b cas from=1 to=2 2-3 ok true`, `c cas old=1 new=3 4-5 ok false`, `c read 6-7 ok 2`}, Holds},
		{"a cas of a register that should not have swapped", Register, []string{`a write 1 0-1 ok`, `b cas from=3 to=2 2-3 ok true`}, Violated},
		{"an unknown write makes a cas fail, though nobody read it", Register, []string{`a write 1 0-1 ok`, `d write 7 0- unknown`, `b cas from=1 to=2 2-3 ok false`}, Holds},
		{"each key is a register", Register, []string{`a write key="x" value=1 0-1 ok`, `a write key="y" value=2 2-3 ok`, `b read key="x" 4-5 ok 1`, `b read key="z" 6-7 ok None`, `b read 8-9 ok None`}, Holds},
		{"a key is no other", Register, []string{`a write key="x" value=1 0-1 ok`, `a write key="y" value=2 2-3 ok`, `b read key="x" 4-5 ok 2`}, Violated},
		{"the second key is wrong", Register, []string{`a write key="x" value=1 0-1 ok`, `a read key="x" 2-3 ok 1`, `b write key="y" value=1 0-1 ok`, `b read key="y" 4-5 ok None`}, Violated},
		{"other arguments and fields do not matter", Register, []string{`a write value=1 quorum=2 0-1 ok version=7`, `b read quorum=1 4-5 ok version=7 value=1`}, Holds},
		{"slots", Consensus, []string{`a propose key=1 value=1 0-1 ok 1`, `a propose key=2 value=2 2-3 ok 2`, `b read key=2 4-5 ok 2`}, Holds},

		{"a queue", Queue, []string{`a enqueue 1 0-1 ok`, `a enqueue 2 2-3 ok`, `b dequeue 4-5 ok 1`, `b dequeue 6-7 ok 2`, `b dequeue 8-9 ok None`}, Holds},
		{"the last comes first", Queue, []string{`a enqueue 1 0-1 ok`, `a enqueue 2 2-3 ok`, `b dequeue 4-5 ok 2`}, Violated},
		{"enqueued at one time", Queue, []string{`a enqueue 1 0-3 ok`, `c enqueue 2 2-3 ok`, `b dequeue 4-5 ok 2`}, Holds},
		{"taken twice", Queue, []string{`a enqueue 1 0-1 ok`, `b dequeue 4-5 ok 1`, `c dequeue 6-7 ok 1`}, Violated},
		{"lost", Queue, []string{`a enqueue 1 0-1 ok`, `b dequeue 4-5 ok None`}, Violated},
		{"taken by who never heard", Queue, []string{`a enqueue 1 0-1 ok`, `c dequeue 2- unknown`, `b dequeue 4-5 ok None`}, Holds},
		{"enqueued by who never heard", Queue, []string{`a enqueue 1 0- unknown`, `b dequeue 4-5 ok None`, `b dequeue 6-7 ok 1`}, Holds},
		{"an enqueue that failed", Queue, []string{`a enqueue 1 0-1 fail`, `b dequeue 6-7 ok 1`}, Violated},
		{"a queue for each key", Queue, []string{`a enqueue key=1 value=1 0-1 ok`, `a enqueue key=2 value=2 2-3 ok`, `b dequeue key=2 4-5 ok 2`}, Holds},

		{"a set", Set, []string{`a add 1 0-1 ok`, `a add 2 2-3 ok true`, `a add 1 4-5 ok false`, `b read 6-7 ok [2,1]`, `b remove 1 8-9 ok`, `b contains 1 10-11 ok false`, `b read 12-13 ok [2]`}, Holds},
		{"an element is lost", Set, []string{`a add 1 0-1 ok`, `b read 2-3 ok []`}, Violated},
		{"an element is there twice", Set, []string{`a add 1 0-1 ok`, `b read 2-3 ok [1,1]`}, Violated},
		{"an element is back", Set, []string{`a add 1 0-1 ok`, `a remove 1 2-3 ok`, `b contains 1 4-5 ok true`}, Violated},
		{"an add that nobody heard of", Set, []string{`a add 1 0- unknown`, `b contains 1 2-3 ok false`, `b contains 1 4-5 ok true`}, Holds},
		{"new for two", Set, []string{`a add 1 0-5 ok true`, `b add 1 0-5 ok true`}, Violated},
		{"an element that begins like another", Set, []string{`a add 11 0-1 ok`, `b contains 1 2-3 ok false`, `b remove 1 4-5 ok false`}, Holds},

		{"a counter", Counter, []string{`a add 2 0-1 ok`, `a inc 2-3 ok 3`, `a add value=-4 4-5 ok`, `b read 6-7 ok -1`}, Holds},
		{"an increment is lost", Counter, []string{`a inc 0-5 ok`, `b inc 0-5 ok`, `b read 6-7 ok 1`}, Violated},
		{"two increments return the same", Counter, []string{`a inc 0-5 ok 1`, `b inc 0-5 ok 1`}, Violated},
		{"an increment that nobody heard of", Counter, []string{`a inc 0- unknown`, `b read 6-7 ok 0`, `b read 8-9 ok 1`}, Holds},
		{"it falls", Counter, []string{`a inc 0- unknown`, `b read 6-7 ok 1`, `b read 8-9 ok 0`}, Violated},
		{"large numbers", Counter, []string{`a add 9223372036854775807 0-1 ok`, `a inc 2-3 ok 9223372036854775808`}, Holds},

		{"a lock", Lock, []string{`a acquire 0-1 ok`, `b acquire 2-3 ok false`, `a release 4-5 ok true`, `b acquire 6-7 ok true`}, Holds},
		{"two hold it", Lock, []string{`a acquire 0-1 ok`, `b acquire 2-3 ok`}, Violated},
		{"released while one waits", Lock, []string{`a acquire 0-1 ok`, `b acquire 2-9 ok`, `a release 4-5 ok`}, Holds},
		{"released by another", Lock, []string{`a acquire 0-1 ok`, `b release 2-3 ok`}, Violated},
		{"held by who never heard", Lock, []string{`a acquire 0-1 unknown`, `b acquire 2-3 ok false`}, Holds},
		{"held by nobody", Lock, []string{`b acquire 2-3 ok false`}, Violated},
		{"a lock for each key", Lock, []string{`a acquire key=1 0-1 ok`, `b acquire key=2 2-3 ok`}, Holds},

		{"a log", Log, []string{`a append 7 0-1 ok 0`, `a append 8 2-3 ok`, `b read 4-5 ok [7,8]`, `b read 1 6-7 ok 8`, `b read 2 8-9 ok None`}, Holds},
		{"an entry is lost", Log, []string{`a append 7 0-1 ok 0`, `a append 8 2-3 ok 1`, `b read 4-5 ok [8]`}, Violated},
		{"two at one position", Log, []string{`a append 7 0-5 ok 0`, `b append 8 0-5 ok 0`}, Violated},
		{"an append that nobody heard of", Log, []string{`a append 7 0- unknown`, `b append 8 2-3 ok 1`, `b read 4-5 ok [7,8]`}, Holds},
		{"a log that shrinks", Log, []string{`a append 7 0- unknown`, `b read 2-3 ok [7]`, `b read 4-5 ok None`}, Violated},

		{"cas", CAS, []string{`a write 1 0-1 ok`, `b cas [1,2] 2-3 ok true`, `c cas [1,3] 4-5 ok false`, `c read 6-7 ok 2`}, Holds},
		{"cas from nothing", CAS, []string{`b cas [null,2] 2-3 ok true`, `c read 6-7 ok 2`}, Holds},
		{"two swap the same", CAS, []string{`a write 1 0-1 ok`, `b cas [1,2] 2-3 ok true`, `c cas [1,3] 2-5 ok true`}, Violated},
		{"a cas that should have swapped", CAS, []string{`a write 1 0-1 ok`, `b cas [1,2] 2-3 ok false`}, Violated},
		{"a cas that should not have swapped", CAS, []string{`a write 1 0-1 ok`, `b cas [2,3] 2-3 ok true`}, Violated},
		{"an unknown cas may have swapped", CAS, []string{`a write 1 0-1 ok`, `b cas [1,2] 2- unknown`, `c read 6-7 ok 2`}, Holds},
		{"or not", CAS, []string{`a write 1 0-1 ok`, `b cas [1,2] 2- unknown`, `c read 6-7 ok 1`}, Holds},
		{"but not from another value", CAS, []string{`a write 3 0-1 ok`, `b cas [1,2] 2- unknown`, `c read 6-7 ok 2`}, Violated},
		{"an unknown write makes a cas fail", CAS, []string{`a write 1 0-1 ok`, `d write 7 0- unknown`, `b cas [1,2] 2-3 ok false`}, Holds},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j, err := Judge(said(t, test.lines...), test.model, DefaultBudget)
			if err != nil || j.Verdict != test.want {
				t.Errorf("got %v, %v, want %s", j, err, test.want)
			}
		})
	}
}

func TestJudgementSays(t *testing.T) {
	tests := []struct {
		name   string
		model  *Model
		budget int
		lines  []string
		want   string
	}{
		{"holds", Consensus, 100, []string{`a propose "X" 0-5 ok "X"`, `b read 6- unknown`, `c read 6-7 fail`},
			`linearizable as consensus: 2 operations, 1 of them unknown`},
		{"stale", Register, 100, []string{`alice write 1 0-1 ok`, `alice write 2 2-3 ok`, `bob read 2-4 ok 2`, `carol read 5-6 ok 1`, `dora write 9 0-9 ok`},
			`not linearizable as register
these 3 operations fit no order:
  client  operation  invoked  returned  outcome
  alice   write 1    0ms      1ms       ok
  alice   write 2    2ms      3ms       ok
  carol   read       5ms      6ms       ok 1
carol's read returned 1; 9 or 2 would fit
whatever became of the other 2 operations`},
		{"one", Consensus, 100, []string{`a propose 1 0-5 ok 2`},
			`not linearizable as consensus
this operation cannot be explained:
  client  operation  invoked  returned  outcome
  a       propose 1  0ms      5ms       ok 2
a's propose returned 2; 1 would fit`},
		{"spent", Register, 3, []string{`a write 1 0-9 ok`, `b write 2 0-9 ok`, `c write 3 0-9 ok`, `d write 4 0-9 ok`, `e write 5 0- unknown`, `f read 10-11 ok 5`},
			`not known to be linearizable as register: 6 operations, 1 of them unknown, and the budget of 3 steps is spent`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j, err := Judge(said(t, test.lines...), test.model, test.budget)
			if err != nil || j.String() != test.want {
				t.Errorf("got %v\n%v\nwant\n%s", err, j, test.want)
			}
		})
	}
}

// A window that could not be made short for want of steps says so, and is a
// window still.
func TestWindowOnABudget(t *testing.T) {
	var lines []string
	for i := range 20 {
		lines = append(lines, fmt.Sprintf("a write %d %d-%d ok", i, 10*i, 10*i+5))
	}
	h := said(t, append(lines, "b read 300-301 ok 3")...)
	enough, err := Judge(h, Register, DefaultBudget)
	if err != nil || enough.Verdict != Violated || !enough.Window.Minimal || len(enough.Window.Operations) != 3 {
		t.Fatalf("got %v, %v, want a window of 3", enough, err)
	}
	j, err := Judge(h, Register, enough.Steps)
	if err != nil || j.Verdict != Violated || j.Window.Minimal {
		t.Fatalf("got %v, %v, want a window that says it may be too long", j, err)
	}
	if explained(Register, opened(h, j.Window.Operations)) {
		t.Errorf("the window is explained:\n%v", j)
	}
}

// A consensus is judged in a few steps however many clients there are, in
// flight, crashed or told different values.
func TestConsensusCostsNothing(t *testing.T) {
	var lines []string
	for i := range 500 {
		lines = append(lines,
			fmt.Sprintf("a%d propose %d 0- unknown", i, i),
			fmt.Sprintf("b%d propose %d 0-100 ok 7", i, i),
			fmt.Sprintf("c%d read 0-100 ok None", i))
	}
	j, err := Judge(said(t, lines...), Consensus, 20)
	if err != nil || j.Verdict != Holds {
		t.Errorf("got %v, %v, want it to hold", j, err)
	}
	for i := range 50 {
		lines = append(lines, fmt.Sprintf("d%d read 0-100 ok %d", i, i))
	}
	j, err = Judge(said(t, lines...), Consensus, 1000)
	if err != nil || j.Verdict != Violated || len(j.Window.Operations) != 2 || !j.Window.Minimal {
		t.Errorf("got %v, %v, want a window of 2", j, err)
	}
}

func TestJudgeRefuses(t *testing.T) {
	tests := []struct {
		model *Model
		line  string
		want  string
	}{
		{Consensus, `a write 1 0-1 ok`, `the model "consensus" knows no operation "write", as a asked for at 0ms; want propose or read`},
		{Register, `a incr 1 0-1 ok true`, `the model "register" knows no operation "incr", as a asked for at 0ms; want write, read, put, get or cas`},
		{Consensus, `a propose 0-1 ok 1`, `propose of a at 0ms: it proposes None, want a value`},
		{Consensus, `a propose 1 0-1 ok`, `propose of a at 0ms: it is ok without a result, want the value that is fixed`},
		{Consensus, `a read 1 0-1 ok`, `read of a at 0ms: a read asks for no value`},
		{Register, `a write 0-1 ok`, `write of a at 0ms: it writes None, want a value`},
		{Register, `a write 1 0-1 ok 1`, `write of a at 0ms: got the result 1, want none`},
		{Register, `a read 1 0-1 ok`, `read of a at 0ms: a read asks for no value; what it was told is its result`},
		{CAS, `a cas 1 0-1 ok true`, `cas of a at 0ms: got 1, want the old value and the new one, such as [1, 2]`},
		{CAS, `a cas [1,null] 0-1 ok true`, `cas of a at 0ms: got [1,null], want the old value and the new one, such as [1, 2]`},
		{Register, `a cas 0-1 ok true`, `cas of a at 0ms: got neither from and to, nor old and new, nor a value such as [1, 2], want the old value and the new one`},
		{Register, `a cas from=1 to=null 0-1 ok true`, `cas of a at 0ms: the new value is None, want a value`},
		{Queue, `a enqueue 0-1 ok`, `enqueue of a at 0ms: it enqueues None, want a value`},
		{Queue, `a enqueue 1 0-1 ok 1`, `enqueue of a at 0ms: got the result 1, want none`},
		{Queue, `a dequeue 1 0-1 ok`, `dequeue of a at 0ms: a dequeue asks for no value; what it was told is its result`},
		{Set, `a add 0-1 ok`, `add of a at 0ms: it is about None, want a value to add`},
		{Set, `a add 1 0-1 ok 1`, `add of a at 0ms: got the result 1, want True or False`},
		{Set, `a contains 1 0-1 ok`, `contains of a at 0ms: got the result None, want True or False`},
		{Set, `a read 1 0-1 ok`, `read of a at 0ms: a read asks for no value; what it was told is its result`},
		{Set, `a read 0-1 ok 1`, `read of a at 0ms: got the result 1, want the list of all values`},
		{Counter, `a add 0-1 ok`, `add of a at 0ms: it adds None, want a whole number`},
		{Counter, `a add 1.5 0-1 ok`, `add of a at 0ms: it adds 1.5, want a whole number`},
		{Counter, `a inc 1 0-1 ok`, `inc of a at 0ms: inc takes no value; what it was told is its result`},
		{Counter, `a read 0-1 ok`, `read of a at 0ms: it is ok without a result, want the number`},
		{Counter, `a inc 0-1 ok "x"`, `inc of a at 0ms: got the result x, want a whole number`},
		{Lock, `a acquire 0-1 ok 1`, `acquire of a at 0ms: got the result 1, want True, False or none`},
		{Lock, `a acquire 1 0-1 ok`, `acquire of a at 0ms: acquire takes no value; the client is who holds the lock`},
		{Log, `a append 0-1 ok`, `append of a at 0ms: it appends None, want a value`},
		{Log, `a append 1 0-1 ok -1`, `append of a at 0ms: got the result -1, want the position of the value, from 0`},
		{Log, `a read 0-1 ok 1`, `read of a at 0ms: got the result 1, want the list of all values`},
		{Log, `a read "x" 0-1 ok 1`, `read of a at 0ms: it reads at x, want a position, from 0`},
		{CAS, `a cas [1,2] 0-1 ok`, `cas of a at 0ms: got the result None, want True or False`},
	}
	for _, test := range tests {
		_, err := Judge(said(t, test.line), test.model, DefaultBudget)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.line, err, test.want)
		}
	}
}

// What goes wrong in a model ends the search, in the goroutine of the caller.
func TestModelGoesWrong(t *testing.T) {
	h := said(t, `a inc 0-1 ok`, `b inc 0-2 ok`)
	broken := errors.New("broken")
	failing := &Model{Init: 0, Step: func(any, Call) (any, bool, error) { return nil, true, broken }}
	if _, err := Judge(h, failing, DefaultBudget); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	unequal := &Model{Init: 0, Step: func(any, Call) (any, bool, error) { return 1, true, nil },
		Equal: func(a, b any) (bool, error) { return false, broken }}
	// Equality is asked when two orders lead to the same place.
	impossible := said(t, `a inc 0-9 ok`, `b inc 0-9 ok`, `c inc 0-9 ok`, `d no 10-11 ok`)
	unequal.Step = func(_ any, c Call) (any, bool, error) { return 1, c.Op == "inc", nil }
	if _, err := Judge(impossible, unequal, DefaultBudget); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	panicking := &Model{Init: 0, Step: func(any, Call) (any, bool, error) { panic("oh") }}
	defer func() {
		if r := recover(); r != "oh" {
			t.Errorf("got the panic %v, want oh", r)
		}
	}()
	Judge(h, panicking, DefaultBudget)
}

func TestLookup(t *testing.T) {
	for _, name := range Models() {
		if m, err := Lookup(name); err != nil || m.Name != name {
			t.Errorf("%s: got %v, %v", name, m, err)
		}
	}
	for name, want := range map[string]string{
		"registr": `there is no model "registr"; did you mean "register"?`,
		"stack":   `there is no model "stack", want one of consensus, register, cas, queue, set, counter, lock, log, or a function`,
	} {
		if _, err := Lookup(name); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A search of hours ends with its context.
func TestInterruptedJudgement(t *testing.T) {
	var lines []string
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("c%d write %d 0-1 ok", i, i))
	}
	h := said(t, append(lines, "z read 2-3 ok 99")...) // no order explains it, and there are 40! to try
	ctx, cancel := context.WithCancel(t.Context())
	steps, register := 0, *Register
	register.Step = func(state any, c Call) (any, bool, error) {
		if steps++; steps == 1000 {
			cancel()
		}
		return Register.Step(state, c)
	}
	if _, err := JudgeContext(ctx, h, &register, math.MaxInt); !errors.Is(err, context.Canceled) || steps > 1000+lookEvery {
		t.Errorf("got %v after %d steps, want it interrupted after 1000", err, steps)
	}
}

// All operations that a model does not know are named, each once.
func TestUnknownOps(t *testing.T) {
	h := said(t, `a write 1 0-1 ok`, `b promote 2-3 ok`, `c eat 4-5 ok`, `b promote 6-7 ok`)
	_, err := Judge(h, Register, DefaultBudget)
	want := `the model "register" knows no operations "promote" and "eat", as b asked for at 2ms; want write, read, put, get or cas`
	var unknown *UnknownOps
	if err == nil || err.Error() != want || !errors.As(err, &unknown) {
		t.Errorf("got %v, want %s", err, want)
	}
	if j, err := Judge(h.Without(unknown.Ops), Register, DefaultBudget); err != nil || j.Operations != 1 {
		t.Errorf("got %v, %v, want one operation", j, err)
	}
}

// The window of a violation under a key is of that key.
func TestWindowOfAKey(t *testing.T) {
	h := said(t, `a write key="x" value=1 0-1 ok`, `a read key="x" 2-3 ok 1`, `b write key="y" value=1 0-1 ok`, `b write key="y" value=2 2-3 ok`, `b read key="y" 4-5 ok 1`)
	j, err := Judge(h, Register, DefaultBudget)
	want := `not linearizable as register
these 3 operations fit no order:
  client  operation            invoked  returned  outcome
  b       write key=y value=1  0ms      1ms       ok
  b       write key=y value=2  2ms      3ms       ok
  b       read key=y           4ms      5ms       ok 1
b's read returned 1; 2 would fit
whatever became of the other 2 operations`
	if err != nil || j.String() != want {
		t.Errorf("got %v\n%v\nwant\n%s", err, j, want)
	}
}
