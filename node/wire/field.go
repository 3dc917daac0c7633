package wire

import (
	"fmt"

	"synod/node"
)

// field is a node.Field as it travels: its value is the one that is set.
type field struct {
	_      struct{} `cbor:",toarray"`
	Name   string
	Bool   *bool
	Int    *int
	Text   *string
	Value  *node.Value
	ID     *node.ID
	IDs    *[]node.ID
	Ballot *node.Ballot
}

// fieldsOf turns fields into their travelling form.
func fieldsOf(fields []node.Field) ([]field, error) {
	list := make([]field, len(fields))
	for i, f := range fields {
		w := field{Name: f.Name}
		switch v := f.Value.(type) {
		case nil:
		case bool:
			w.Bool = &v
		case int:
			w.Int = &v
		case string:
			w.Text = &v
		case node.Value:
			w.Value = &v
		case node.ID:
			w.ID = &v
		case []node.ID:
			w.IDs = &v
		case node.Ballot:
			w.Ballot = &v
		default:
			return nil, fmt.Errorf("field %s: got a %T, want a value that can travel", f.Name, v)
		}
		list[i] = w
	}
	return list, nil
}

// toFields turns list back into the fields that it was.
func toFields(list []field) (node.Named, error) {
	if len(list) == 0 {
		return nil, nil
	}
	fields := make(node.Fields, len(list))
	for i := range list {
		v, n := list[i].value()
		if n > 1 {
			return nil, fmt.Errorf("%w: field %q: got %d values, want one", ErrGarbage, list[i].Name, n)
		}
		fields[i] = node.Field{Name: list[i].Name, Value: v}
	}
	return fields, nil
}

// value returns the value that is set, and how many are.
func (f *field) value() (v any, n int) {
	set := func(is bool, value func() any) {
		if is {
			v, n = value(), n+1
		}
	}
	set(f.Bool != nil, func() any { return *f.Bool })
	set(f.Int != nil, func() any { return *f.Int })
	set(f.Text != nil, func() any { return *f.Text })
	set(f.Value != nil, func() any { return *f.Value })
	set(f.ID != nil, func() any { return *f.ID })
	set(f.IDs != nil, func() any { return *f.IDs })
	set(f.Ballot != nil, func() any { return *f.Ballot })
	return v, n
}
