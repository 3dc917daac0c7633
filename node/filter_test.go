package node

import (
	"fmt"
	"testing"
)

// A field is compared with what was wanted by type where the type was known, and by
// its readings where it was not.
func TestSame(t *testing.T) {
	for _, c := range []struct {
		want, got any
		same      bool
	}{
		{3, 3, true}, {3, 4, false}, {true, true, true}, {"a", "a", true}, {ID(2), ID(2), true}, {ID(2), 2, false},
		{Ballot{Round: 3, Node: 1}, Ballot{Round: 3, Node: 1}, true}, {Ballot{}, Ballot{Round: 3, Node: 1}, false},
		{[]ID{1, 2}, []ID{1, 2}, true}, {[]ID{1, 2}, []ID{2, 1}, false}, {[]ID{1}, 1, false}, {1, []ID{1}, false},
		{Value(`"A"`), Value(`"A"`), true}, {Value("0"), Value("false"), false},
		{Value("null"), Value(""), true}, {Value(""), Value("null"), true}, {Value(""), Value("0"), false},
		{Value("3"), 3, true}, {Value(`"3"`), 3, false}, {Value("true"), true, true}, {Value("1"), true, false},
		{Value(`"a"`), "a", true}, {Value(`"n2"`), ID(2), true}, {Value("2"), ID(2), true}, {Value("3"), ID(2), false},
		{Value(`"3.1"`), Ballot{Round: 3, Node: 1}, true}, {Value("[3,1]"), Ballot{Round: 3, Node: 1}, true},
		{Value("null"), Ballot{}, true}, {Value("[0,0]"), Ballot{}, false},
		{Value("[1,2]"), []ID{1, 2}, true}, {Value(`["n1","n2"]`), []ID{1, 2}, true}, {Value("[2,1]"), []ID{1, 2}, false},
		{Value("[]"), []ID{}, true}, {Value("1"), struct{}{}, false},
	} {
		if got := Same(c.want, c.got); got != c.same {
			t.Errorf("%#v and %#v: got %t, want %t", c.want, c.got, got, c.same)
		}
	}
}

// letter is a message of a protocol that knows nothing of its fields beforehand.
type letter []Field

func (letter) Kind() string                 { return "letter" }
func (l letter) Fields(dst []Field) []Field { return append(dst, l...) }
func (l letter) Append(dst []byte) []byte   { return fmt.Append(dst, []Field(l)) }

// Without a test of the protocol's own, fields are looked up by their name.
func TestFieldTestByList(t *testing.T) {
	test := FieldTest(nil, Field{"term", Value("2")})
	for _, c := range []struct {
		m    letter
		want bool
	}{
		{letter{{"term", 2}}, true}, {letter{{"term", Value("2")}}, true}, {letter{{"from", ID(1)}, {"term", 2}}, true},
		{letter{{"term", 3}}, false}, {letter{{"from", 2}}, false}, {nil, false},
	} {
		if got := test(c.m); got != c.want {
			t.Errorf("%v: got %t, want %t", c.m, got, c.want)
		}
	}
}

// A shape knows its fields by name and in order.
func TestShape(t *testing.T) {
	s := Shape{Kind: "append", Fields: []Field{{"term", 0}, {"leader", ID(0)}}}
	if f, ok := s.Field("leader"); !ok || f.Value != ID(0) {
		t.Errorf("leader: got %v, %t", f, ok)
	}
	if f, ok := s.Field("index"); ok {
		t.Errorf("index: got %v, want none", f)
	}
	if got := fmt.Sprint(s.Names()); got != "[term leader]" {
		t.Errorf("got the names %s", got)
	}
	if got := Shapes(nil); got != nil {
		t.Errorf("of no protocol: got %v", got)
	}
}
