package starlark

import (
	"errors"
	"sort"

	"go.starlark.net/starlark"

	"synod/node"
)

// delivery is a message as its handler sees it.
type delivery struct {
	message  *Message // nil when the handler is over
	src, dst node.ID
}

var (
	_ starlark.HasAttrs = (*delivery)(nil)
	_ starlark.Mapping  = (*delivery)(nil)
)

// errName is the error of a field that is asked for by something else than its name.
var errName = errors.New("want the name of a field")

var errMessageGone = errors.New("a message is gone when its handler is over: keep its fields")

// String returns the message as a trace shows it.
func (d *delivery) String() string {
	if d.message == nil {
		return "message"
	}
	return d.message.String()
}

// Type returns "message".
func (d *delivery) Type() string { return "message" }

// Freeze does nothing: a message never changes.
func (d *delivery) Freeze() {}

// Truth returns true.
func (d *delivery) Truth() starlark.Bool { return true }

// Hash fails: a message is no key.
func (d *delivery) Hash() (uint32, error) { return 0, errors.New("a message is no key") }

// Attr returns src, dst, kind or a field.
func (d *delivery) Attr(name string) (starlark.Value, error) {
	m := d.message
	if m == nil {
		return nil, errMessageGone
	}
	if v := m.get(name); v != nil {
		return v, nil
	}
	switch name {
	case "src":
		return starlark.MakeInt(int(d.src)), nil
	case "dst":
		return starlark.MakeInt(int(d.dst)), nil
	case "kind":
		return starlark.String(m.kind), nil
	}
	return nil, lacks("the message "+m.kind, "field", name, d.AttrNames())
}

// AttrNames returns the names of what a message has.
func (d *delivery) AttrNames() []string {
	if d.message == nil {
		return nil
	}
	names := append(d.message.names(), "src", "dst", "kind")
	sort.Strings(names)
	return names
}

// Get returns a field: one whose name Starlark has taken can be had in no other way.
func (d *delivery) Get(key starlark.Value) (starlark.Value, bool, error) {
	name, ok := starlark.AsString(key)
	if !ok {
		return nil, false, errName
	}
	v, err := d.Attr(name)
	return v, err == nil, err
}

// record is a record of the disk as start sees it.
type record struct{ *Message }

var (
	_ starlark.HasAttrs = record{}
	_ starlark.Mapping  = record{}
)

// Type returns "record".
func (r record) Type() string { return "record" }

// Freeze does nothing: a record never changes.
func (r record) Freeze() {}

// Truth returns true.
func (r record) Truth() starlark.Bool { return true }

// Hash fails: a record is no key.
func (r record) Hash() (uint32, error) { return 0, errors.New("a record is no key") }

// Attr returns kind or a field.
func (r record) Attr(name string) (starlark.Value, error) {
	if v := r.get(name); v != nil {
		return v, nil
	}
	if name == "kind" {
		return starlark.String(r.kind), nil
	}
	return nil, lacks("the record "+r.kind, "field", name, r.AttrNames())
}

// AttrNames returns the names of what a record has.
func (r record) AttrNames() []string {
	names := append(r.names(), "kind")
	sort.Strings(names)
	return names
}

// Get returns a field.
func (r record) Get(key starlark.Value) (starlark.Value, bool, error) {
	name, ok := starlark.AsString(key)
	if !ok {
		return nil, false, errName
	}
	v, err := r.Attr(name)
	return v, err == nil, err
}

// saveKind is the kind of the records that save writes.
const saveKind = "save"

// newDisk returns what start gets to know of the disk.
func newDisk(records []node.Message) *disk {
	d := &disk{saved: starlark.None}
	list := make([]starlark.Value, len(records))
	for i, m := range records {
		r := record{m.(*Message)}
		list[i] = r
		if r.kind == saveKind {
			d.saved = r
		}
	}
	d.records = starlark.NewList(list)
	d.records.Freeze()
	return d
}

// disk is what a disk held when its node started.
type disk struct {
	saved   starlark.Value
	records *starlark.List
}

var _ starlark.HasAttrs = (*disk)(nil)

// String returns "disk".
func (d *disk) String() string { return "disk" }

// Type returns "disk".
func (d *disk) Type() string { return "disk" }

// Freeze does nothing: what the disk held never changes.
func (d *disk) Freeze() {}

// Truth returns true.
func (d *disk) Truth() starlark.Bool { return true }

// Hash fails: a disk is no key.
func (d *disk) Hash() (uint32, error) { return 0, errors.New("a disk is no key") }

// Attr returns saved or records.
func (d *disk) Attr(name string) (starlark.Value, error) {
	switch name {
	case "saved":
		return d.saved, nil
	case "records":
		return d.records, nil
	}
	return nil, lacks("disk", "field", name, d.AttrNames())
}

// AttrNames returns the names of what disk has.
func (d *disk) AttrNames() []string { return []string{"records", "saved"} }
