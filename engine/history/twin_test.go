package history

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"synod/node"
)

// The twin decides by trying every order of all calls, with a machine for each key.
// It shares nothing with the search but the models' steps.

// explained reports whether calls fit an order.
func explained(m *Model, calls []Call) bool { return explainedFrom(m, machines{}, calls) }

// machines holds the state of the machine of each key.
type machines map[node.Value]any

// of returns the state of the machine that an operation is about.
func (s machines) of(m *Model, o *Operation) any {
	if state, known := s[o.Arg("key")]; known {
		return state
	}
	return m.Init
}

// with returns the states with that machine in another.
func (s machines) with(o *Operation, state any) machines {
	s = maps.Clone(s)
	s[o.Arg("key")] = state
	return s
}

func explainedFrom(m *Model, states machines, left []Call) bool {
	if !slices.ContainsFunc(left, func(c Call) bool { return !c.Open }) {
		return true // what is left never happened
	}
	for i, c := range left {
		if slices.ContainsFunc(left, func(d Call) bool { return !d.Open && d.Returned.Before(c.Invoked) }) {
			continue
		}
		next, ok, err := m.Step(states.of(m, c.Operation), c)
		if err != nil {
			panic(err)
		}
		if ok && explainedFrom(m, states.with(c.Operation, next), slices.Delete(slices.Clone(left), i, i+1)) {
			return true
		}
	}
	return false
}

// scripted is a model as a script could write one: an inc returns the new count.
// It looks at the result even of a call that is open, and knows no keys.
var scripted = &Model{
	Name: "scripted", Init: 0,
	Step: func(state any, c Call) (any, bool, error) {
		n := state.(int)
		if c.Op == "inc" {
			n++
		}
		return n, c.Outcome == Unknown || c.Result == count(n), nil
	},
}

// count returns a number as a value.
func count(n int) node.Value { return node.Value(fmt.Sprint(n)) }

// drawn is what operations of a model look like.
type drawn struct {
	model   *Model
	ops     []string
	values  func(op string) []node.Value
	results func(op string) []node.Value
	clients int // how many there are, each of which may do many things at a time; 0 for one for each operation
}

var small = []node.Value{`1`, `2`, `3`}

// orNone returns values with None.
func orNone(values ...node.Value) []node.Value { return append([]node.Value{""}, values...) }

// each returns the values of each operation.
func each(of map[string][]node.Value) func(string) []node.Value {
	return func(op string) []node.Value { return of[op] }
}

var draws = []drawn{
	{model: Consensus, ops: []string{"propose", "read"},
		values:  each(map[string][]node.Value{"propose": small}),
		results: each(map[string][]node.Value{"propose": small, "read": orNone(small...)})},
	{model: Register, ops: []string{"write", "read", "put", "get"},
		values:  each(map[string][]node.Value{"write": small, "put": small}),
		results: each(map[string][]node.Value{"read": orNone(small...), "get": orNone(small...)})},
	{model: Register, ops: []string{"write", "read", "cas"},
		values:  each(map[string][]node.Value{"write": small, "cas": {`[null,1]`, `[1,2]`, `[2,1]`, `[2,3]`}}),
		results: each(map[string][]node.Value{"read": orNone(small...), "cas": {swapped, kept}})},
	{model: CAS, ops: []string{"write", "read", "cas"},
		values:  each(map[string][]node.Value{"write": small, "cas": {`[null,1]`, `[1,2]`, `[2,1]`, `[2,3]`}}),
		results: each(map[string][]node.Value{"read": orNone(small...), "cas": {swapped, kept}})},
	{model: Queue, ops: []string{"enqueue", "dequeue"},
		values:  each(map[string][]node.Value{"enqueue": small}),
		results: each(map[string][]node.Value{"dequeue": orNone(small...)})},
	{model: Set, ops: []string{"add", "remove", "contains", "read"},
		values:  each(map[string][]node.Value{"add": small[:2], "remove": small[:2], "contains": small[:2]}),
		results: each(map[string][]node.Value{"add": orNone(yes, no), "remove": orNone(yes, no), "contains": {yes, no}, "read": {``, `[]`, `[1]`, `[2]`, `[1,2]`, `[2,1]`, `[1,1]`}})},
	{model: Counter, ops: []string{"add", "inc", "read"},
		values:  each(map[string][]node.Value{"add": {`1`, `2`, `-1`}}),
		results: each(map[string][]node.Value{"add": orNone(`0`, `1`, `2`, `3`), "inc": orNone(`0`, `1`, `2`, `3`), "read": {`-1`, `0`, `1`, `2`, `3`}})},
	{model: Lock, ops: []string{"acquire", "release"}, clients: 3,
		values:  each(nil),
		results: each(map[string][]node.Value{"acquire": orNone(yes, no), "release": orNone(yes, no)})},
	{model: Log, ops: []string{"append", "read", "read"},
		values:  each(map[string][]node.Value{"append": small[:2], "read": {``, ``, `0`, `1`}}),
		results: each(map[string][]node.Value{"append": orNone(`0`, `1`, `2`), "read": {``, `[]`, `[1]`, `[2]`, `[1,2]`, `[2,1]`, `1`, `2`}})},
	{model: scripted, ops: []string{"inc", "get"}, values: each(nil), results: func(string) []node.Value {
		return []node.Value{`0`, `1`, `2`, `3`, `4`}
	}},
}

// name tells apart what is drawn for one model.
func (d *drawn) name() string { return d.model.Name + " " + strings.Join(d.ops, " ") }

// draw returns a history of at most most operations, each by a client of its
// own. Half of them are real but for one result at most: of results that were
// made up nearly all are wrong, and for the same few reasons.
func (d *drawn) draw(t *rapid.T, most int) History {
	pick := func(label string, values []node.Value) node.Value {
		if len(values) == 0 {
			return ""
		}
		return rapid.SampledFrom(values).Draw(t, label)
	}
	var ops []Operation
	keys := d.model.Keyed && rapid.Bool().Draw(t, "keys")
	for i := range rapid.IntRange(0, most).Draw(t, "operations") {
		o := Operation{Client: fmt.Sprint("c", i), Op: rapid.SampledFrom(d.ops).Draw(t, "op")}
		if d.clients > 0 {
			o.Client = fmt.Sprint("c", i%d.clients)
		}
		o.Value = pick("value", d.values(o.Op))
		if keys && rapid.Bool().Draw(t, "key") {
			o.Args = node.Fields{{Name: "key", Value: node.Value(`"x"`)}}
		}
		o.Outcome = rapid.SampledFrom([]Outcome{OK, OK, OK, OK, Unknown, Fail}).Draw(t, "outcome")
		o.Invoked = moments.Draw(t, "invoked")
		o.Returned = o.Invoked
		o.Returned.Time += time.Duration(rapid.IntRange(0, 6).Draw(t, "takes")) * time.Millisecond
		o.InFlight = o.Outcome == Unknown && rapid.Bool().Draw(t, "in flight")
		if o.Outcome == OK {
			d.told(&o, pick("result", d.results(o.Op)))
		}
		ops = append(ops, o)
	}
	if rapid.Bool().Draw(t, "real") {
		d.makeReal(t, ops)
		if len(ops) > 0 && rapid.Bool().Draw(t, "but one") {
			o := &ops[rapid.IntRange(0, len(ops)-1).Draw(t, "which")]
			if o.Outcome == OK {
				d.told(o, pick("other result", d.results(o.Op)))
			}
		}
	}
	slices.SortStableFunc(ops, func(a, b Operation) int { return compare(a.Invoked, b.Invoked) })
	return ops
}

// told lets the client of o hear a result, if it makes sense. One that does not
// makes the operation unknown.
func (d *drawn) told(o *Operation, result node.Value) {
	o.Result = result
	if d.model.check != nil && d.model.check(o) != nil {
		o.Outcome, o.Result = Unknown, ""
	}
}

// makeReal gives the operations the results that they have when each happens
// at some point between its ends. One for which there is none becomes unknown.
func (d *drawn) makeReal(t *rapid.T, ops []Operation) {
	type point struct {
		at time.Duration
		o  *Operation
	}
	var points []point
	for i := range ops {
		o := &ops[i]
		if o.Outcome == Fail || o.Outcome == Unknown && rapid.Bool().Draw(t, "never") {
			continue
		}
		at := o.Invoked.Time
		if took := o.Returned.Time - at; took > 0 {
			at += time.Duration(rapid.Int64Range(0, int64(took)).Draw(t, "point"))
		}
		points = append(points, point{at, o})
	}
	slices.SortStableFunc(points, func(a, b point) int { return int(a.at - b.at) })
	states := machines{}
	for _, p := range points {
		states = states.with(p.o, d.happen(t, states.of(d.model, p.o), p.o))
	}
}

// happen lets an operation happen, and returns the state that follows.
func (d *drawn) happen(t *rapid.T, state any, o *Operation) any {
	if o.Outcome == Unknown {
		if next, ok, _ := d.model.Step(state, Call{o, true}); ok {
			return next
		}
		return state
	}
	for _, v := range rapid.Permutation(orNone(d.results(o.Op)...)).Draw(t, "results") {
		o.Result = v
		if next, ok, _ := d.model.Step(state, Call{o, false}); ok && (d.model.check == nil || d.model.check(o) == nil) {
			return next
		}
	}
	o.Outcome, o.Result = Unknown, ""
	return state
}

// moments has few times and events, so that many are equal.
var moments = rapid.Custom(func(t *rapid.T) Moment {
	return Moment{time.Duration(rapid.IntRange(0, 12).Draw(t, "ms")) * time.Millisecond, rapid.IntRange(0, 1).Draw(t, "event")}
})

// The search and the twin agree about every history.
func TestJudgeAgreesWithTrying(t *testing.T) {
	for _, d := range draws {
		t.Run(d.name(), rapid.MakeCheck(func(t *rapid.T) {
			h := d.draw(t, 7)
			j, err := Judge(h, d.model, DefaultBudget)
			if err != nil {
				t.Fatal(err)
			}
			want := Violated
			if explained(d.model, callsOf(h)) {
				want = Holds
			}
			if j.Verdict != want {
				t.Fatalf("got %s, want %s of\n%s", j.Verdict, want, h.Table(120))
			}
			if (j.Window != nil) != (want == Violated) {
				t.Fatalf("got the window %v of a history that is %s", j.Window, want)
			}
		}))
	}
}

// A window cannot be explained, whatever became of all other operations, and
// none of its operations can be left out. What is said to fit does fit.
func TestWindowCannotBeShorter(t *testing.T) {
	for _, d := range draws {
		t.Run(d.name(), rapid.MakeCheck(func(t *rapid.T) {
			h := d.draw(t, 7)
			j, err := Judge(h, d.model, DefaultBudget)
			if err != nil {
				t.Fatal(err)
			}
			w := j.Window
			if w == nil {
				return
			}
			if !w.Minimal {
				t.Fatal("the budget was spent on seven operations")
			}
			if w.Others+len(w.Operations) != j.Operations {
				t.Fatalf("got %d operations and %d others, want %d", len(w.Operations), w.Others, j.Operations)
			}
			if explained(d.model, opened(h, w.Operations)) {
				t.Fatalf("the window\n%s\nis explained, in\n%s", w, h.Table(120))
			}
			for i, o := range w.Operations {
				fewer := slices.Delete(slices.Clone(w.Operations), i, i+1)
				if !explained(d.model, opened(h, fewer)) {
					t.Fatalf("the window\n%s\nneeds no %v, in\n%s", w, &o, h.Table(120))
				}
				if w.Last.Returned.Before(o.Returned) {
					t.Fatalf("got %v as the last, want %v", &w.Last, &o)
				}
			}
			for _, v := range w.Fits {
				other := w.Last
				other.Result = v
				if !explained(d.model, replaced(opened(h, w.Operations), w.Last, other)) {
					t.Fatalf("%v does not fit in place of the result of %v, in\n%s", v, &w.Last, h.Table(120))
				}
			}
		}))
	}
}

// opened returns the calls of h, all open but those in needed.
func opened(h History, needed History) []Call {
	calls := callsOf(h)
	for i, c := range calls {
		calls[i].Open = !slices.ContainsFunc(needed, func(o Operation) bool { return o.Equal(c.Operation) })
	}
	return calls
}

// replaced returns the calls with one operation in place of another.
func replaced(calls []Call, before, after Operation) []Call {
	for i, c := range calls {
		if before.Equal(c.Operation) {
			calls[i].Operation = &after
		}
	}
	return calls
}

// No budget makes a verdict wrong, and a budget makes the same verdict always.
func TestBudgetNeverLies(t *testing.T) {
	for _, d := range draws {
		t.Run(d.name(), rapid.MakeCheck(func(t *rapid.T) {
			h := d.draw(t, 7)
			budget := rapid.IntRange(1, 40).Draw(t, "budget")
			full, _ := Judge(h, d.model, DefaultBudget)
			j, err := Judge(h, d.model, budget)
			if err != nil {
				t.Fatal(err)
			}
			if j.Verdict != full.Verdict && j.Verdict != Undecided {
				t.Fatalf("got %s with a budget of %d, want %s or %s", j.Verdict, budget, full.Verdict, Undecided)
			}
			if (j.Verdict == Undecided) != (full.Steps > budget) {
				t.Fatalf("got %s with a budget of %d steps, and it takes %d", j.Verdict, budget, full.Steps)
			}
			if again, _ := Judge(h, d.model, budget); again.String() != j.String() {
				t.Fatalf("got %v and then %v", j, again)
			}
			if j.Window != nil && explained(d.model, opened(h, j.Window.Operations)) {
				t.Fatalf("the window\n%s\nis explained, in\n%s", j.Window, h.Table(120))
			}
		}))
	}
}
