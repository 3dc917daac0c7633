package starlark

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"sort"
	"strconv"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"synod/node"
)

// Bounds of a value in a state or a message.
const (
	maxNesting = 32      // how deep lists, tuples, dicts and sets are nested
	maxParts   = 1 << 18 // how many values it is made of
	maxText    = 1 << 20 // bytes of all its strings
	maxBits    = 1 << 16 // of a whole number
)

// settle returns v as a state or a message holds it: with dicts and sets in the order
// of their keys. Both v and what it returns are frozen, and they are the same value if v
// was in order, so that there is nothing to copy. It refuses what no state can hold.
func settle(v starlark.Value) (starlark.Value, error) {
	switch w := v.(type) {
	case starlark.NoneType, starlark.Bool, *Request:
		return v, nil
	case starlark.Int:
		return v, checkInt(w)
	case starlark.String:
		return v, checkString(w, maxText)
	}
	s := settler{left: maxParts, text: maxText}
	settled, err := s.value(v, 0)
	if err != nil {
		return nil, err
	}
	v.Freeze()
	settled.Freeze()
	return settled, nil
}

// settler counts the parts of a value.
type settler struct {
	left int // how many more parts it may have
	text int // how many more bytes of strings
}

var errParts = fmt.Errorf("it has more than %d parts", maxParts)

func (s *settler) value(v starlark.Value, depth int) (starlark.Value, error) {
	if s.left--; s.left < 0 {
		return nil, errParts
	}
	if depth > maxNesting {
		return nil, fmt.Errorf("it is nested more than %d deep", maxNesting)
	}
	switch w := v.(type) {
	case starlark.NoneType, starlark.Bool, *Request:
		return v, nil
	case starlark.Int:
		return v, checkInt(w)
	case starlark.String:
		return v, s.str(w)
	case starlark.Float:
		return settleFloat(v, w)
	case starlark.Tuple:
		return s.tuple(v, w, depth)
	case *starlark.List:
		return s.list(w, depth)
	case *starlark.Dict:
		return s.dict(w, depth)
	case *starlark.Set:
		return s.set(w, depth)
	}
	return nil, refused(v)
}

// refused is the error of a value that is no data.
func refused(v starlark.Value) error {
	hint := ""
	switch v.(type) {
	case *self:
		hint = "; self is gone when its handler is over"
	case *delivery:
		hint = "; keep the fields that you need, such as m.src"
	case starlark.Callable:
		hint = "; keep a name, and look the function up by it"
	}
	if v.Type() == "range" {
		hint = "; list(…) makes a list of it"
	}
	return fmt.Errorf("got a %s, want None, a bool, a number, a string, a request, or a list, tuple, dict or set of them%s", v.Type(), hint)
}

func (s *settler) str(v starlark.String) error {
	err := checkString(v, s.text)
	s.text -= len(v)
	return err
}

// checkString refuses a string that no state can hold, or that is too long.
func checkString(v starlark.String, most int) error {
	if len(v) > most {
		return fmt.Errorf("it has more than %d bytes of strings", maxText)
	}
	if !utf8.ValidString(string(v)) {
		return fmt.Errorf("got a string that is not UTF-8, %.40q", string(v))
	}
	return nil
}

// checkInt refuses a number whose digits take long to write.
func checkInt(v starlark.Int) error {
	if _, small := v.Int64(); !small && v.BigInt().BitLen() > maxBits {
		return fmt.Errorf("got a whole number of more than %d bits", maxBits)
	}
	return nil
}

// settleFloat returns v, which is f, as it is: a value that stays is not made anew.
func settleFloat(v starlark.Value, f starlark.Float) (starlark.Value, error) {
	switch {
	case math.IsNaN(float64(f)):
		return nil, errors.New("got NaN, which is not even equal to itself, want a number")
	case f == 0:
		return starlark.Float(0), nil // there is one zero
	}
	return v, nil
}

// same reports whether settling v made nothing new of it.
func same(v, w starlark.Value) bool {
	switch v := v.(type) {
	case starlark.Tuple:
		w := w.(starlark.Tuple)
		return len(v) == 0 || &v[0] == &w[0]
	case starlark.Float:
		return v != 0 || !math.Signbit(float64(v))
	case *starlark.List, *starlark.Dict, *starlark.Set:
		return v == w
	}
	return true
}

// tuple settles v, which is t.
func (s *settler) tuple(v starlark.Value, t starlark.Tuple, depth int) (starlark.Value, error) {
	var changed starlark.Tuple
	for i, e := range t {
		w, err := s.value(e, depth+1)
		if err != nil {
			return nil, err
		}
		if changed == nil && !same(e, w) {
			changed = append(starlark.Tuple(nil), t...)
		}
		if changed != nil {
			changed[i] = w
		}
	}
	if changed != nil {
		return changed, nil
	}
	return v, nil
}

func (s *settler) list(v *starlark.List, depth int) (starlark.Value, error) {
	var changed []starlark.Value
	for i := range v.Len() {
		e := v.Index(i)
		w, err := s.value(e, depth+1)
		if err != nil {
			return nil, err
		}
		if changed == nil && !same(e, w) {
			changed = make([]starlark.Value, v.Len())
			for j := range v.Len() {
				changed[j] = v.Index(j)
			}
		}
		if changed != nil {
			changed[i] = w
		}
	}
	if changed != nil {
		return starlark.NewList(changed), nil
	}
	return v, nil
}

func (s *settler) dict(v *starlark.Dict, depth int) (starlark.Value, error) {
	fresh := false
	var last starlark.Value
	for key, e := range v.Entries() {
		if err := s.key(key, 0); err != nil {
			return nil, err
		}
		w, err := s.value(e, depth+1)
		if err != nil {
			return nil, err
		}
		fresh = fresh || !same(e, w) || last != nil && compareKeys(last, key) > 0
		last = key
	}
	if !fresh {
		return v, nil
	}
	b := &byKey{v.Keys(), make([]starlark.Value, v.Len())}
	for i, key := range b.keys {
		e, _, _ := v.Get(key)
		b.values[i], _ = s.value(e, depth+1) // it went well before
	}
	sort.Sort(b)
	sorted := starlark.NewDict(len(b.keys))
	for i, key := range b.keys {
		_ = sorted.SetKey(key, b.values[i]) // it was a key before
	}
	return sorted, nil
}

func (s *settler) set(v *starlark.Set, depth int) (starlark.Value, error) {
	fresh := false
	var last starlark.Value
	i := v.Iterate()
	defer i.Done()
	for e := starlark.Value(nil); i.Next(&e); last = e {
		if err := s.key(e, 0); err != nil {
			return nil, err
		}
		fresh = fresh || last != nil && compareKeys(last, e) > 0
	}
	if !fresh {
		return v, nil
	}
	b := &byKey{keys: make([]starlark.Value, 0, v.Len())}
	for e := range starlark.Elements(v) {
		b.keys = append(b.keys, e)
	}
	sort.Sort(b)
	sorted := starlark.NewSet(len(b.keys))
	for _, key := range b.keys {
		_ = sorted.Insert(key) // it was in a set before
	}
	return sorted, nil
}

// byKey sorts keys, with the values that belong to them.
type byKey struct{ keys, values []starlark.Value }

func (b *byKey) Len() int           { return len(b.keys) }
func (b *byKey) Less(i, j int) bool { return compareKeys(b.keys[i], b.keys[j]) < 0 }
func (b *byKey) Swap(i, j int) {
	b.keys[i], b.keys[j] = b.keys[j], b.keys[i]
	if b.values != nil {
		b.values[i], b.values[j] = b.values[j], b.values[i]
	}
}

// key refuses what is no key.
func (s *settler) key(v starlark.Value, depth int) error {
	if s.left--; s.left < 0 {
		return errParts
	}
	switch v := v.(type) {
	case starlark.Int:
		return checkInt(v)
	case starlark.String:
		return s.str(v)
	case starlark.NoneType, starlark.Bool:
		if depth > 0 {
			return nil
		}
	case starlark.Tuple:
		if depth > maxNesting {
			return fmt.Errorf("it is nested more than %d deep", maxNesting)
		}
		for _, e := range v {
			if err := s.key(e, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("got the key %s, a %s; want ints, strings or tuples of them for keys of a dict and elements of a set", v, v.Type())
}

// compareKeys orders keys as [node.CompareKeys] does.
func compareKeys(a, b starlark.Value) int {
	if ra, rb := keyRank(a), keyRank(b); ra != rb {
		return ra - rb
	}
	switch a := a.(type) {
	case starlark.Int:
		c, _ := a.Cmp(b, 0)
		return c
	case starlark.String:
		switch b := b.(starlark.String); {
		case a < b:
			return -1
		case a > b:
			return 1
		}
	case starlark.Tuple:
		b := b.(starlark.Tuple)
		for i := range min(len(a), len(b)) {
			if c := compareKeys(a[i], b[i]); c != 0 {
				return c
			}
		}
		return len(a) - len(b)
	}
	return 0
}

func keyRank(v starlark.Value) int {
	switch v := v.(type) {
	case starlark.NoneType:
		return 0
	case starlark.Bool:
		if !v {
			return 1
		}
		return 2
	case starlark.Int:
		return 3
	case starlark.String:
		return 4
	}
	return 5
}

// appendValue appends the canonical text of a value that was settled.
func appendValue(dst []byte, v starlark.Value) []byte {
	switch v := v.(type) {
	case starlark.NoneType:
		return append(dst, "null"...)
	case starlark.Bool:
		if v {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case starlark.Int:
		return appendInt(dst, v)
	case starlark.Float:
		return node.AppendFloat(dst, float64(v))
	case starlark.String:
		return node.AppendQuoted(dst, string(v))
	case *starlark.List:
		dst = append(dst, '[')
		for i := range v.Len() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendValue(dst, v.Index(i))
		}
		return append(dst, ']')
	case starlark.Tuple:
		return appendTuple(dst, v)
	case *starlark.Dict:
		dst = append(dst, '{')
		for key, e := range v.Entries() {
			if dst[len(dst)-1] != '{' {
				dst = append(dst, ',')
			}
			dst = appendValue(append(appendValue(dst, key), ':'), e)
		}
		return append(dst, '}')
	case *starlark.Set:
		dst = append(dst, "set(["...)
		for e := range starlark.Elements(v) {
			if dst[len(dst)-1] != '[' {
				dst = append(dst, ',')
			}
			dst = appendValue(dst, e)
		}
		return append(dst, "])"...)
	case *Request:
		return v.append(dst)
	}
	panic(fmt.Sprintf("value: got a %s that was not settled", v.Type()))
}

func appendTuple(dst []byte, v starlark.Tuple) []byte {
	dst = append(dst, '(')
	for i, e := range v {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendValue(dst, e)
	}
	if len(v) == 1 {
		dst = append(dst, ',')
	}
	return append(dst, ')')
}

func appendInt(dst []byte, v starlark.Int) []byte {
	if n, ok := v.Int64(); ok {
		return strconv.AppendInt(dst, n, 10)
	}
	return v.BigInt().Append(dst, 10)
}

// ValueOf returns what v is as a value of a state or a message. It refuses functions,
// NaN, and what is no data.
func ValueOf(v starlark.Value) (node.Value, error) {
	settled, err := settle(v)
	if err != nil {
		return "", err
	}
	return node.Value(appendValue(nil, settled)), nil
}

// Starlark returns v as a script sees it: frozen, and None for no value. It takes every
// value that is well-formed, and panics on others.
func Starlark(v node.Value) starlark.Value {
	if v.Absent() {
		return starlark.None
	}
	w, err := node.BuildValue(v, builder{})
	if err != nil {
		w, err = node.BuildAny(v, builder{})
	}
	if err != nil {
		panic(fmt.Sprintf("starlark: %v", err)) // every value comes from one that was made
	}
	w.Freeze()
	return w
}

// builder builds values of Starlark.
type builder struct{}

var _ node.Builder[starlark.Value] = builder{}

func (builder) Null() starlark.Value                   { return starlark.None }
func (builder) Bool(b bool) starlark.Value             { return starlark.Bool(b) }
func (builder) Float(f float64) starlark.Value         { return starlark.Float(f) }
func (builder) String(s string) starlark.Value         { return starlark.String(s) }
func (builder) List(i []starlark.Value) starlark.Value { return starlark.NewList(i) }
func (builder) Tuple(i []starlark.Value) starlark.Value {
	return starlark.Tuple(i)
}

func (builder) Int(digits string) starlark.Value {
	if len(digits) < 18 {
		n := int64(0)
		for _, c := range []byte(digits) {
			if c != '-' {
				n = n*10 + int64(c-'0')
			}
		}
		if digits[0] == '-' {
			n = -n
		}
		return starlark.MakeInt64(n)
	}
	n, _ := new(big.Int).SetString(digits, 10)
	return starlark.MakeBigInt(n)
}

func (builder) Set(items []starlark.Value) starlark.Value {
	set := starlark.NewSet(len(items))
	for _, v := range items {
		_ = set.Insert(v) // keys can be hashed
	}
	return set
}

func (builder) Dict(items []starlark.Value) starlark.Value {
	dict := starlark.NewDict(len(items) / 2)
	for i := 0; i < len(items); i += 2 {
		_ = dict.SetKey(items[i], items[i+1]) // keys can be hashed
	}
	return dict
}

func (builder) Request(at node.ID, id uint64, op, client string, args starlark.Value) starlark.Value {
	return newRequest(at, id, op, client, args.(*starlark.Dict))
}

// ordered reports whether a settled value has an order, as [node.CompareValues] says.
func ordered(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.Int, starlark.Float, starlark.String:
		return true
	case starlark.Tuple:
		for _, e := range v {
			if !ordered(e) {
				return false
			}
		}
		return true
	case *starlark.List:
		for i := range v.Len() {
			if !ordered(v.Index(i)) {
				return false
			}
		}
		return true
	}
	return false
}
