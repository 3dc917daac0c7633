package script

import (
	"errors"
	"fmt"
	"time"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
)

// comparison compares values for the checks of a script, as Starlark does but for
// two things. It goes as deep as the values do, while Starlark's own operators
// give up below the tenth list inside a list. And where one of the two is a
// ballot, a duration or a node, the other may be what a verb would take for one:
// a pair (3, 1), "5ms", 2 or "n2". Two values that are both neither are never
// read as such: the string "2.3" that was proposed is no ballot.
type comparison struct {
	strict bool // nothing is read as something else
	pairs  map[pair]bool
	depth  int
	apart  *difference // the first two parts that differ, once one of them was read as something else
	path   []any       // an index, a key or the name of a field
}

// pair is two lists, tuples, dicts, sets or structs. In pairs it is false while
// their parts are compared, and true once they are found to be equal.
type pair struct{ x, y container }

// container says which one a value is. Tuples are slices: two of them are the
// same when they begin in the same place and have one length.
type container struct {
	at  any
	len int
}

// difference is two parts that differ, and where they are.
type difference struct {
	path string
	x, y read
}

// read is a value, and what it was read as: itself, for most.
type read struct{ written, value starlark.Value }

// maxCompared bounds how deep the values go that are compared.
const maxCompared = 10_000

var (
	errEndless = errors.New("got a value that contains itself, and there is no end to comparing it")
	errDeep    = fmt.Errorf("got values nested more than %d deep, want them flatter", maxCompared)
)

// misfit is the error of a value that no verb would take for what it is compared
// with.
type misfit struct{ error }

// Unwrap returns what a verb would say.
func (m misfit) Unwrap() error { return m.error }

// equal reports whether two values are equal.
func (c *comparison) equal(x, y starlark.Value) (bool, error) {
	a, b, err := c.readBoth(x, y)
	if err != nil {
		return false, err
	}
	same, err := c.sameValue(a.value, b.value)
	if err == nil && !same && c.apart == nil && (a.other() || b.other()) {
		c.apart = &difference{joined(c.path), a, b}
	}
	return same, err
}

// sameValue is equal for values that were read.
func (c *comparison) sameValue(x, y starlark.Value) (bool, error) {
	if x.Type() != y.Type() {
		return starlark.Equal(x, y) // an int and a float may be
	}
	inside, ok := insides(c, x, y)
	if !ok {
		return starlark.Equal(x, y)
	}
	key := pair{identity(x), identity(y)}
	if done, begun := c.pairs[key]; done {
		return true, nil
	} else if begun {
		return false, errEndless
	}
	if c.depth == maxCompared {
		return false, errDeep
	}
	if c.pairs == nil {
		c.pairs = map[pair]bool{}
	}
	c.pairs[key] = false
	c.depth++
	same, err := inside()
	c.depth--
	c.pairs[key] = true
	if !same {
		delete(c.pairs, key)
	}
	return same, err
}

// insides returns what compares the parts of two values of one type, if they have
// any.
func insides(c *comparison, x, y starlark.Value) (func() (bool, error), bool) {
	switch x := x.(type) {
	case *starlark.List:
		return func() (bool, error) { return c.elements(x, y.(*starlark.List)) }, true
	case starlark.Tuple:
		return func() (bool, error) { return c.elements(x, y.(starlark.Tuple)) }, true
	case *starlark.Dict:
		return func() (bool, error) { return c.dicts(x, y.(*starlark.Dict)) }, true
	case *starlark.Set:
		return func() (bool, error) { return c.sets(x, y.(*starlark.Set)) }, true
	case *starlarkstruct.Struct:
		return func() (bool, error) { return c.structs(x, y.(*starlarkstruct.Struct)) }, true
	}
	return nil, false
}

// identity returns which container a value is.
func identity(v starlark.Value) container {
	t, ok := v.(starlark.Tuple)
	switch {
	case !ok:
		return container{at: v}
	case len(t) == 0:
		return container{}
	}
	return container{&t[0], len(t)}
}

// elements compares two lists or two tuples.
func (c *comparison) elements(x, y starlark.Indexable) (bool, error) {
	if x.Len() != y.Len() {
		return false, nil
	}
	for i := range x.Len() {
		if same, err := c.part(i, x.Index(i), y.Index(i)); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// part compares two parts that stand in the same place.
func (c *comparison) part(place any, x, y starlark.Value) (bool, error) {
	c.path = append(c.path, place)
	same, err := c.equal(x, y)
	c.path = c.path[:len(c.path)-1]
	return same, err
}

// joined returns a path as a script writes it, such as [2].ballot.
func joined(path []any) string {
	text := ""
	for _, place := range path {
		if name, field := place.(string); field {
			text += "." + name
		} else {
			text += fmt.Sprintf("[%v]", place)
		}
	}
	return text
}

// dicts compares two dicts, whatever the order of their keys.
func (c *comparison) dicts(x, y *starlark.Dict) (bool, error) {
	if x.Len() != y.Len() {
		return false, nil
	}
	keys, taken := y.Keys(), map[int]bool{}
	for _, item := range x.Items() {
		other, found, err := y.Get(item[0])
		if err != nil || !found { // a key may be too deep to be looked up, or be read as another
			i, err := c.find(item[0], keys, taken)
			if err != nil || i < 0 {
				return false, err
			}
			taken[i] = true
			other, _, _ = y.Get(keys[i])
		}
		if same, err := c.part(item[0], item[1], other); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// sets compares two sets.
func (c *comparison) sets(x, y *starlark.Set) (bool, error) {
	if x.Len() != y.Len() {
		return false, nil
	}
	all, taken := elementsOf(y), map[int]bool{}
	for e := range starlark.Elements(x) {
		if found, err := y.Has(e); err == nil && found {
			continue
		}
		i, err := c.find(e, all, taken)
		if err != nil || i < 0 {
			return false, err
		}
		taken[i] = true
	}
	return true, nil
}

// structs compares two structs, field by field.
func (c *comparison) structs(x, y *starlarkstruct.Struct) (bool, error) {
	names, others := x.AttrNames(), y.AttrNames()
	if len(names) != len(others) {
		return false, nil
	}
	for i, name := range names { // they are sorted
		if name != others[i] {
			return false, nil
		}
		mine, err := x.Attr(name)
		if err != nil {
			return false, err
		}
		other, err := y.Attr(name)
		if err != nil {
			return false, err
		}
		if same, err := c.part(name, mine, other); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// find returns the index of what equals v and is not taken, or -1. What v can be
// compared with decides: only when nothing equals it, and something there can be
// no counterpart of it, is that an error.
func (c *comparison) find(v starlark.Value, among []starlark.Value, taken map[int]bool) (int, error) {
	var strange error
	for i, e := range among {
		if taken[i] {
			continue
		}
		apart := c.apart
		same, err := c.equal(v, e)
		c.apart = apart // one of several is no difference
		switch {
		case same:
			return i, nil
		case errors.As(err, new(misfit)):
			strange = err
		case err != nil:
			return -1, err
		}
	}
	return -1, strange
}

func elementsOf(v starlark.Iterable) (all []starlark.Value) {
	for e := range starlark.Elements(v) {
		all = append(all, e)
	}
	return all
}

// contains reports whether v is in x.
func (c *comparison) contains(x, v starlark.Value) (bool, error) {
	var all []starlark.Value
	switch x := x.(type) {
	case *starlark.List:
		all = elementsOf(x)
	case starlark.Tuple:
		all = x
	case *starlark.Dict:
		if found, err := starlark.Binary(syntax.IN, v, x); err == nil && bool(found.Truth()) {
			return true, nil
		}
		all = x.Keys()
	case *starlark.Set:
		if found, err := x.Has(v); err == nil && found {
			return true, nil
		}
		all = elementsOf(x)
	default:
		found, err := starlark.Binary(syntax.IN, v, x)
		return err == nil && bool(found.Truth()), err
	}
	i, err := c.find(v, all, nil)
	return i >= 0, err
}

// order compares two values that have an order with an operator such as <.
// Lists and tuples are ordered by the first place where they differ.
func (c *comparison) order(op syntax.Token, x, y starlark.Value) (bool, error) {
	a, b, err := c.readBoth(x, y)
	if err != nil {
		return false, err
	}
	long, ok := sequence(a.value)
	other, too := sequence(b.value)
	if !ok || !too || a.value.Type() != b.value.Type() {
		return starlark.Compare(op, a.value, b.value)
	}
	for i := range min(long.Len(), other.Len()) {
		same, err := c.equal(long.Index(i), other.Index(i))
		if err != nil {
			return false, err
		}
		if !same {
			return c.order(op, long.Index(i), other.Index(i))
		}
	}
	return starlark.Compare(op, starlark.MakeInt(long.Len()), starlark.MakeInt(other.Len()))
}

// sequence returns a list or a tuple.
func sequence(v starlark.Value) (starlark.Indexable, bool) {
	switch v := v.(type) {
	case *starlark.List:
		return v, true
	case starlark.Tuple:
		return v, true
	}
	return nil, false
}

// readBoth reads x as what y is, or y as what x is, where just one of them is a
// value that verbs take in several ways.
func (c *comparison) readBoth(x, y starlark.Value) (a, b read, err error) {
	a, b = read{x, x}, read{y, y}
	if c.strict {
		return a, b, nil
	}
	if a.value, err = counterpart(y, x); err == nil {
		b.value, err = counterpart(x, y)
	}
	return a, b, err
}

// counterpart returns v as what like is, where a verb would take it for that, and
// otherwise v itself. It is an error when v is of a kind that a verb would take
// and says nothing that it can be: such a comparison would never hold, or always.
func counterpart(like, v starlark.Value) (starlark.Value, error) {
	var got starlark.Value
	var err error
	switch like := like.(type) {
	case typedValue:
		if !isPlain(v) {
			return v, nil
		}
		k := kindOf(like.field())
		b, wrong := k.read(v)
		got, err = k.seen(b), wrong
	case startime.Duration:
		if _, tuple := v.(starlark.Tuple); tuple || !isPlain(v) {
			return v, nil
		}
		got, err = durationText(v)
	case *Node:
		if _, tuple := v.(starlark.Tuple); tuple || !isPlain(v) {
			return v, nil
		}
		id, wrong := like.cluster.nodeID(v)
		if err = wrong; err == nil {
			got = like.cluster.nodes[id]
		}
	default:
		return v, nil
	}
	if err != nil {
		return nil, misfit{err}
	}
	return got, nil
}

// isPlain reports whether v is of a kind that verbs take for a duration, a node, or a
// value of a protocol's own type.
func isPlain(v starlark.Value) bool {
	switch v.(type) {
	case starlark.String, starlark.Int, starlark.Float, starlark.Tuple:
		return true
	}
	return false
}

// durationText returns the duration that a text says. It may be a negative one, as
// a difference of two is.
func durationText(v starlark.Value) (starlark.Value, error) {
	if text, ok := v.(starlark.String); ok {
		if d, err := time.ParseDuration(string(text)); err == nil {
			return startime.Duration(d), nil
		}
	}
	_, err := toDuration(v)
	return nil, err
}

// other reports whether a value was read as something else.
func (r read) other() bool { return r.written.Type() != r.value.Type() }

// String returns the value, and what it was read as: "(2, 4), the ballot 2.4".
func (r read) String() string {
	text := r.written.String()
	if !r.other() {
		return text
	}
	kind := map[string]string{"time.duration": "duration"}[r.value.Type()]
	if kind == "" {
		kind = r.value.Type()
	}
	return fmt.Sprintf("%s, the %s %s", text, kind, r.value)
}
