package starlark

import (
	"fmt"
	"slices"
	"strconv"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
)

// Request is what a client asked of a node, as a handler sees it: a value, which may be
// kept and sent. It never changes.
type Request struct {
	at         node.ID // who was asked, and may answer
	id         uint64
	op, client string
	args       *starlark.Dict // by name, settled
}

var (
	_ starlark.HasAttrs   = (*Request)(nil)
	_ starlark.Mapping    = (*Request)(nil)
	_ starlark.Comparable = (*Request)(nil)
)

func newRequest(at node.ID, id uint64, op, client string, args *starlark.Dict) *Request {
	args.Freeze()
	return &Request{at, id, op, client, args}
}

// requestOf returns r as the handlers of a node see it.
func requestOf(at node.ID, r *node.Request) (*Request, error) {
	args := new(starlark.Dict)
	for _, f := range node.ListOf(r.Args) {
		v, err := settle(fieldValue(f.Value))
		if err != nil {
			return nil, fmt.Errorf("argument %s: %w", f.Name, err)
		}
		_ = args.SetKey(starlark.String(f.Name), v) // nobody goes through it yet
	}
	settled, err := settle(args)
	if err != nil {
		return nil, err
	}
	return newRequest(at, r.ID, r.Op, r.Client, settled.(*starlark.Dict)), nil
}

// append appends the canonical text of r.
func (r *Request) append(dst []byte) []byte {
	dst = strconv.AppendInt(append(dst, "request("...), int64(r.at), 10)
	dst = strconv.AppendUint(append(dst, ','), r.id, 10)
	dst = node.AppendQuoted(append(dst, ','), r.op)
	dst = node.AppendQuoted(append(dst, ','), r.client)
	return append(appendValue(append(dst, ','), r.args), ')')
}

// String returns the canonical text.
func (r *Request) String() string { return string(r.append(nil)) }

// Type returns "request".
func (r *Request) Type() string { return "request" }

// Freeze does nothing: a request never changes.
func (r *Request) Freeze() {}

// Truth returns true.
func (r *Request) Truth() starlark.Bool { return true }

// Hash fails: its id is a key, and it is none.
func (r *Request) Hash() (uint32, error) {
	return 0, fmt.Errorf("a request is no key, want its id, r.id")
}

// CompareSameType compares what two requests say. They have no order.
func (r *Request) CompareSameType(op syntax.Token, other starlark.Value, _ int) (bool, error) {
	same := r.String() == other.(*Request).String()
	switch op {
	case syntax.EQL:
		return same, nil
	case syntax.NEQ:
		return !same, nil
	}
	return false, fmt.Errorf("requests have no order, want their ids, r.id")
}

// Attr returns id, op, client or an argument.
func (r *Request) Attr(name string) (starlark.Value, error) {
	switch name {
	case "id":
		return starlark.MakeUint64(r.id), nil
	case "op":
		return starlark.String(r.op), nil
	case "client":
		return starlark.String(r.client), nil
	}
	if v, ok, _ := r.args.Get(starlark.String(name)); ok {
		return v, nil
	}
	return nil, lacks("the request "+r.op, "argument", name, r.AttrNames())
}

// ownNames are what every request has.
var ownNames = []string{"id", "op", "client"}

// AttrNames returns the names of what a request has.
func (r *Request) AttrNames() []string {
	names := slices.Clone(ownNames)
	for key := range r.args.Entries() {
		names = append(names, string(key.(starlark.String)))
	}
	return names
}

// Get returns an argument: one whose name Starlark or the request itself has taken can
// be had in no other way.
func (r *Request) Get(key starlark.Value) (starlark.Value, bool, error) {
	v, ok, err := r.args.Get(key)
	if ok || err != nil {
		return v, ok, err
	}
	name, ok := starlark.AsString(key)
	if !ok {
		return nil, false, errName
	}
	return nil, false, lacks("the request "+r.op, "argument", name, r.AttrNames()[len(ownNames):])
}

// fieldValue returns a field of the lab's own as a script sees it. Nodes are numbers.
func fieldValue(v any) starlark.Value {
	switch v := v.(type) {
	case nil:
		return starlark.None
	case bool:
		return starlark.Bool(v)
	case int:
		return starlark.MakeInt(v)
	case string:
		return starlark.String(v)
	case node.Value:
		return Starlark(v)
	case node.ID:
		return starlark.MakeInt(int(v))
	case []node.ID:
		ids := make([]starlark.Value, len(v))
		for i, id := range v {
			ids[i] = starlark.MakeInt(int(id))
		}
		return starlark.NewList(ids)
	case node.Ballot:
		return starlark.Tuple{starlark.MakeInt(int(v.Round)), starlark.MakeInt(int(v.Node))}
	}
	panic(fmt.Sprintf("starlark: a field holds a %T, which no handler can see", v))
}

// fieldOf returns a settled value as the lab knows it.
func fieldOf(v starlark.Value) any {
	switch v := v.(type) {
	case starlark.Bool:
		return bool(v)
	case starlark.String:
		return string(v)
	case starlark.Int:
		if n, ok := v.Int64(); ok {
			return int(n)
		}
	}
	return node.Value(appendValue(nil, v))
}
