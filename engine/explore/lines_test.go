package explore

import (
	"fmt"
	"testing"

	"synod/engine"
	"synod/node"
)

// parcel is a message of whatever fields.
type parcel []node.Field

func (parcel) Kind() string                           { return "parcel" }
func (p parcel) Fields(dst []node.Field) []node.Field { return append(dst, p...) }
func (p parcel) Append(dst []byte) []byte {
	dst = append(dst, "parcel"...)
	for _, f := range p {
		dst = fmt.Append(dst, " ", f.Name, "=", f.Value)
	}
	return dst
}

// A step names its message by what tells it from the others in flight: the first
// field, then plain fields that differ, then a value.
func TestWhichMessage(t *testing.T) {
	literal := func(v node.Value) string {
		return map[node.Value]string{"true": "True", "1": "1", `"a"`: `"a"`, "(3,1)": "(3, 1)"}[v]
	}
	f := func(name string, v any) node.Field { return node.Field{Name: name, Value: v} }
	ballot := func(round int32) node.Ballot { return node.Ballot{Round: round, Node: 1} }
	for _, c := range []struct {
		all  []parcel // in flight, the first of which is meant
		want string
		only bool
	}{
		{[]parcel{{f("term", 1)}}, "", true},
		{[]parcel{{f("term", 1)}, {f("term", 1)}}, "", false},
		{[]parcel{{f("term", 1), f("x", node.Value("1"))}, {f("term", 2), f("x", node.Value("2"))}}, ", term = 1", true},
		{[]parcel{{f("ballot", ballot(3)), f("x", node.Value("1"))}, {f("ballot", ballot(3)), f("x", node.Value("2"))}}, ", ballot = (3, 1), where = lambda m: m.x == 1", true},
		{[]parcel{{f("a", node.Value("1")), f("x", node.Value("1"))}, {f("a", node.Value("1")), f("x", node.Value("2"))}}, ", where = lambda m: m.x == 1", true},
		{[]parcel{{f("term", 1), f("ok", true)}, {f("term", 1), f("ok", false)}}, ", term = 1, ok = True", true},
		{[]parcel{{f("from", node.ID(2))}, {f("from", node.ID(3))}}, `, fields = {"from": 2}`, true},
		{[]parcel{{f("vote", node.Ballot{})}, {f("vote", ballot(1))}}, `, fields = {"vote": None}`, true},
		{[]parcel{{f("who", "a")}, {f("who", "b")}}, `, who = "a"`, true},
		{[]parcel{{}, {f("term", 1), f("x", node.Value("1"))}}, `, where = lambda m: "n2 parcel," in str(m)`, true},
	} {
		var flights []engine.Flight
		for _, p := range c.all {
			flights = append(flights, engine.Flight{Src: 1, Dst: 2, Message: p})
		}
		s := &Step{Node: 2, From: 1, Message: c.all[0], Kind: Deliver}
		got, only := s.which(flights, literal)
		if want := `kind = "parcel", src = 1, dst = 2` + c.want; got != want || only != c.only {
			t.Errorf("got %s, %t\nwant %s, %t", got, only, want, c.only)
		}
	}
}
