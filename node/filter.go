package node

import (
	"slices"
	"strconv"
)

// Tester is what a Protocol has beside if it can tell a field of its messages
// without listing all of them. Network rules ask every message that is sent.
type Tester interface {
	// FieldTest returns what reports whether a message has the field f with an
	// equal value, or nil for a field that only the list of all can tell.
	FieldTest(f Field) func(Message) bool
}

// Sketcher is what a Protocol has beside if a quick look at its messages keeps most
// of those away that have another first field than the one that a rule is about.
type Sketcher interface {
	// Sketch returns a number that is the same for messages with an equal first field.
	Sketch(m Message) uint64
	// SketchOf returns the sketch of every message that has the field f, see Same.
	// It reports false when f is not the first field, or when they may differ.
	SketchOf(f Field) (uint64, bool)
}

// FieldTest returns what reports whether a message of p has the field f with the
// same value, see Same. It is made once for each rule.
func FieldTest(p Protocol, f Field) func(Message) bool {
	if t, ok := p.(Tester); ok {
		if test := t.FieldTest(f); test != nil {
			return test
		}
	}
	return func(m Message) bool {
		got, ok := FieldOf(m, f.Name)
		return ok && Same(f.Value, got)
	}
}

// FieldOf returns the value of m's field of a name, if it has one.
func FieldOf(m Message, name string) (any, bool) {
	var buf [8]Field
	for _, f := range m.Fields(buf[:0]) {
		if f.Name == name {
			return f.Value, true
		}
	}
	return nil, false
}

// Same reports whether a field has the value that is wanted: an equal one of the
// same type, or one that reads like the wanted Value, where the type was not
// known. So a node is the Value "n2" as well as 2, and a ballot "3.1" as well as
// [3,1] or (3,1). A field without a value is the Value null.
func Same(want, got any) bool {
	if ids, ok := got.([]ID); ok {
		if wanted, ok := want.([]ID); ok {
			return slices.Equal(wanted, ids)
		}
	} else if want == got {
		return true
	}
	v, ok := want.(Value)
	return ok && slices.Contains(readings(got), orNull(v))
}

// orNull returns v, and null for no value.
func orNull(v Value) Value {
	if v.Absent() {
		return "null"
	}
	return v
}

// readings returns the values that a field reads like.
func readings(v any) []Value {
	switch v := v.(type) {
	case Value:
		return []Value{orNull(v)}
	case Ballot:
		if v.IsZero() {
			return []Value{"null"}
		}
		pair := strconv.Itoa(int(v.Round)) + "," + strconv.Itoa(int(v.Node))
		return []Value{quoted(v.String()), Value("[" + pair + "]"), Value("(" + pair + ")")}
	case ID:
		return []Value{quoted(v.String()), CountValue(int(v))}
	case []ID:
		names, numbers := []byte{'['}, []byte{'['}
		for i, id := range v {
			if i > 0 {
				names, numbers = append(names, ','), append(numbers, ',')
			}
			names = AppendQuoted(names, id.String())
			numbers = strconv.AppendInt(numbers, int64(id), 10)
		}
		return []Value{Value(append(names, ']')), Value(append(numbers, ']'))}
	case int:
		return []Value{CountValue(v)}
	case bool:
		return []Value{Value(strconv.FormatBool(v))}
	case string:
		return []Value{quoted(v)}
	}
	return nil
}

func quoted(text string) Value { return Value(AppendQuoted(nil, text)) }
