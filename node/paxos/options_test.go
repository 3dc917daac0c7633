package paxos

import (
	"testing"
	"time"

	"synod/node"
)

// Options survive the way through settings, whose defaults are those that are
// declared.
func TestOptionsAsSettings(t *testing.T) {
	for _, o := range []Options{
		{}, Defaults(), {Q1: 4, Q2: 2}, {Q1: 1, Unsafe: true},
		{Retransmit: 1500 * time.Microsecond, Backoff: Backoff{Min: 5, Max: 5}},
		{Backoff: Backoff{Min: time.Millisecond, Max: time.Hour, Grow: true}},
	} {
		if got, err := OptionsOf(o.Settings()); got != o || err != nil {
			t.Errorf("got %+v, %v; want %+v", got, err, o)
		}
	}
	declared := node.Settings{}
	for _, p := range (Protocol{}).Parameters() {
		if p.Doc == "" {
			t.Errorf("%s has no doc", p.Name)
		}
		if !p.Default.Absent() {
			declared[p.Name] = p.Default
		}
	}
	for _, s := range []node.Settings{nil, declared} {
		if got, err := OptionsOf(s); got != Defaults() || err != nil {
			t.Errorf("%v: got %+v, %v; want %+v", s, got, err, Defaults())
		}
	}
}

func TestWithoutResends(t *testing.T) {
	s := node.Settings{q1Name: "2"}
	o, err := OptionsOf(node.WithoutResends(Protocol{}, s))
	if o.Q1 != 2 || o.Retransmit != 0 || err != nil || len(s) != 1 {
		t.Errorf("got %+v, %v, and %v; want the rest as it was", o, err, s)
	}
}
