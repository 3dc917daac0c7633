package node

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"strings"
)

// CompareKeys orders the keys of dicts and the elements of sets: null, false, true,
// whole numbers, strings, tuples. Numbers go by size, strings by their bytes, tuples
// by their first element that differs. Both must be canonical.
func CompareKeys(a, b Value) int { return compareKeys(string(a), string(b)) }

// IsKey reports whether v, which must be canonical, can be a key of a dict or an
// element of a set.
func IsKey(v Value) bool { return isKey(string(v), true) }

// isKey reports whether a value is a key. Only inside a tuple it may be null, true or false.
func isKey(text string, outermost bool) bool {
	switch rank(text) {
	case rankInt:
		return !strings.ContainsAny(text, ".ei")
	case rankString:
		return true
	case rankTuple:
		for rest := text[1:]; rest != ")"; {
			var item string
			item, rest = nextItem(rest)
			if !isKey(item, false) {
				return false
			}
		}
		return true
	case rankNull, rankFalse, rankTrue:
		return !outermost
	}
	return false
}

// The kinds of keys, in their order.
const (
	rankNull = iota
	rankFalse
	rankTrue
	rankInt
	rankString
	rankTuple
	rankNone // no key
)

func rank(text string) int {
	switch c := text[0]; {
	case c == 'n':
		return rankNull
	case c == 'f':
		return rankFalse
	case c == 't':
		return rankTrue
	case c == '"':
		return rankString
	case c == '(':
		return rankTuple
	case c == '-' || '0' <= c && c <= '9':
		return rankInt
	}
	return rankNone
}

func compareKeys(a, b string) int {
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	switch rank(a) {
	case rankInt:
		return compareDigits(a, b)
	case rankString:
		return strings.Compare(inside(a), inside(b))
	case rankTuple:
		return compareTuples(a[1:], b[1:])
	}
	return 0
}

// compareDigits compares whole numbers.
func compareDigits(a, b string) int {
	switch na, nb := a[0] == '-', b[0] == '-'; {
	case na && nb:
		return compareDigits(b[1:], a[1:])
	case na:
		return -1
	case nb:
		return 1
	}
	if c := cmp.Compare(len(a), len(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// inside returns what a canonical string says.
func inside(quoted string) string {
	s, err := unquoted(quoted, !strings.Contains(quoted, `\`))
	if err != nil {
		panic(fmt.Sprintf("value: got %s, want a string", quoted))
	}
	return s
}

// compareTuples compares the rests of two tuples.
func compareTuples(a, b string) int {
	for a != ")" && b != ")" {
		var x, y string
		x, a = nextItem(a)
		y, b = nextItem(b)
		if c := compareKeys(x, y); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b)) // the one that is over is shorter
}

// nextItem returns the first item of the rest of a tuple, and what comes after it
// and its comma.
func nextItem(rest string) (item, after string) {
	depth, quoted := 0, false
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(' || c == '[' || c == '{':
			depth++
		case depth == 0 && c == ',':
			return rest[:i], rest[i+1:]
		case depth == 0 && c == ')':
			return rest[:i], rest[i:]
		case c == ')' || c == ']' || c == '}':
			depth--
		}
	}
	panic("value: got a tuple without an end")
}

// CompareValues orders two values of one sort: numbers, strings, or lists or tuples
// of what can be ordered, by their first element that differs. Other values have no
// order, and two of different sorts have none.
func CompareValues(a, b Value) (int, error) {
	x, err := BuildValue(a, ordering{})
	if err != nil {
		return 0, err
	}
	y, err := BuildValue(b, ordering{})
	if err != nil {
		return 0, err
	}
	c, ok := x.compare(&y)
	if !ok {
		return 0, fmt.Errorf("got %v and %v, want two numbers, two strings, or two lists or tuples of them: only those have an order", a, b)
	}
	return c, nil
}

// ordered is a value as its order sees it.
type ordered struct {
	sort  byte // 'n', 's', 'l', 't', or 0 for a value that has no order
	whole *big.Int
	float float64 // if whole is nil
	text  string
	items []ordered
}

// compare reports false when the two have no order.
func (x *ordered) compare(y *ordered) (int, bool) {
	switch {
	case x.sort == 0 || x.sort != y.sort:
		return 0, false
	case x.sort == 'n':
		return compareNumbers(x, y), true
	case x.sort == 's':
		return strings.Compare(x.text, y.text), true
	}
	for i := range min(len(x.items), len(y.items)) {
		if c, ok := x.items[i].compare(&y.items[i]); c != 0 || !ok {
			return c, ok
		}
	}
	return cmp.Compare(len(x.items), len(y.items)), true
}

// compareNumbers compares without rounding.
func compareNumbers(x, y *ordered) int {
	switch {
	case x.whole != nil && y.whole != nil:
		return x.whole.Cmp(y.whole)
	case x.whole == nil && y.whole == nil:
		return cmp.Compare(x.float, y.float)
	case x.whole == nil:
		return -compareNumbers(y, x)
	case math.IsInf(y.float, 0):
		return -cmp.Compare(y.float, 0)
	}
	return new(big.Rat).SetInt(x.whole).Cmp(new(big.Rat).SetFloat64(y.float))
}

// ordering builds what CompareValues compares.
type ordering struct{}

var _ Builder[ordered] = ordering{}

func (ordering) Null() ordered             { return ordered{} }
func (ordering) Bool(bool) ordered         { return ordered{} }
func (ordering) Float(f float64) ordered   { return ordered{sort: 'n', float: f} }
func (ordering) String(s string) ordered   { return ordered{sort: 's', text: s} }
func (ordering) List(i []ordered) ordered  { return ordered{sort: 'l', items: i} }
func (ordering) Tuple(i []ordered) ordered { return ordered{sort: 't', items: i} }
func (ordering) Set([]ordered) ordered     { return ordered{} }
func (ordering) Dict([]ordered) ordered    { return ordered{} }

func (ordering) Int(digits string) ordered {
	n, _ := new(big.Int).SetString(digits, 10)
	return ordered{sort: 'n', whole: n}
}

func (ordering) Request(ID, uint64, string, string, ordered) ordered { return ordered{} }
