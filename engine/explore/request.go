package explore

import (
	"cmp"
	"slices"

	"synod/engine/history"
	"synod/node"
)

// Request is something that a client may ask of a node at any time, once.
type Request struct {
	ID     uint64 // its number in the run; 0 for the next one
	Node   node.ID
	Op     string
	Args   node.Fields // nil for none
	Client string      // who asks; "" for a client of its own
}

// Open returns the request as a node takes it, which the world then owns.
func (r *Request) Open() *node.Request {
	q := &node.Request{ID: r.ID, Op: r.Op, Client: r.Client}
	if len(r.Args) > 0 {
		q.Args = slices.Clone(r.Args)
	}
	return q
}

// Arg returns the argument of a name as a Value; absent for none.
func (r *Request) Arg(name string) node.Value {
	for _, f := range r.Args {
		if f.Name == name {
			return node.ValueOf(f.Value)
		}
	}
	return ""
}

// String returns "propose X", "read", or "write key=x value=1".
func (r *Request) String() string {
	o := history.Operation{Op: r.Op}
	told := r.Untyped()
	o.Ask(told.Args)
	return o.Request()
}

// Typed reports whether an argument has a type that its protocol brings.
func (r *Request) Typed() bool { return slices.ContainsFunc(r.Args, typed) }

// Untyped returns the request without such arguments.
func (r *Request) Untyped() Request {
	plain := *r
	plain.Args = slices.DeleteFunc(slices.Clone(r.Args), typed)
	return plain
}

func typed(f node.Field) bool {
	_, plain := f.Value.(node.Value)
	return !plain
}

// Compare orders requests: by node, by value, and by all else. It returns 0 for those
// that are the same.
func (r *Request) Compare(o *Request) int {
	return cmp.Or(
		cmp.Compare(r.Node, o.Node), cmp.Compare(r.Arg("value"), o.Arg("value")), cmp.Compare(r.Op, o.Op), cmp.Compare(r.Client, o.Client),
		slices.CompareFunc(r.Args, o.Args, compareArgs),
	)
}

func compareArgs(a, b node.Field) int {
	x, y := node.ValueOf(a.Value), node.ValueOf(b.Value)
	ordered, err := node.CompareValues(x, y)
	if err != nil {
		ordered = cmp.Compare(x, y)
	}
	return cmp.Or(cmp.Compare(a.Name, b.Name), ordered)
}

// With returns the request with other values for its plain arguments, and with the
// nodes that typed ones name called differently. Of what a function has no other name
// for it returns it as it is.
func (r *Request) With(value func(node.Value) node.Value, name func(node.ID) node.ID) Request {
	other := *r
	other.Args = slices.Clone(r.Args)
	for i := range other.Args {
		switch v := other.Args[i].Value.(type) {
		case node.Value:
			other.Args[i].Value = value(v)
		case node.Typed:
			other.Args[i].Value = v.Renamed(name)
		}
	}
	return other
}

// Numbered returns steps with the numbers of requests that a script has to say, where
// the next request is the one of that number: a request that would get its number by
// itself has none.
func Numbered(steps []Step, next uint64) []Step {
	said := slices.Clone(steps)
	for i := range said {
		r := &said[i].Request
		switch {
		case said[i].Kind != Ask:
		case r.ID == 0 || r.ID == next:
			r.ID, next = 0, next+1
		default:
			next = max(next, r.ID+1)
		}
	}
	return said
}
