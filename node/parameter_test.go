package node_test

import (
	"strings"
	"testing"
	"time"

	"synod/node"
	"synod/node/paxos"
)

func TestSettingsCheck(t *testing.T) {
	for name, want := range map[string]string{
		"q1":     "",
		"bakoff": `paxos has no parameter "bakoff", want some of backoff, q1, q2, unsafe, retransmit; did you mean backoff?`,
		"zzzzz":  `paxos has no parameter "zzzzz", want some of backoff, q1, q2, unsafe, retransmit`,
	} {
		err := node.Settings{name: "1"}.Check(paxos.Protocol{})
		if got := text(err); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What a setting is made of is what is read from it, and a setting that says
// nothing of the kind is refused by its name.
func TestSettings(t *testing.T) {
	s := node.Settings{
		"n": node.CountValue(7), "on": "true", "off": "false",
		"once": node.SpanValue(time.Second, time.Second), "span": node.SpanValue(0, time.Millisecond),
		"word": `"five"`, "three": `["1s","2s","3s"]`, "unit": `["1","2"]`,
	}
	if n, err := s.Count("n", 1); n != 7 || err != nil {
		t.Errorf("got %d, %v, want 7", n, err)
	}
	if n, err := s.Count("missing", 3); n != 3 || err != nil {
		t.Errorf("got %d, %v, want 3", n, err)
	}
	on, err := s.Bool("on", false)
	off, err2 := s.Bool("off", true)
	missing, err3 := s.Bool("missing", true)
	if !on || off || !missing || err != nil || err2 != nil || err3 != nil {
		t.Errorf("got %t, %t, %t; %v, %v, %v", on, off, missing, err, err2, err3)
	}
	for name, want := range map[string][2]time.Duration{
		"once": {time.Second, time.Second}, "span": {0, time.Millisecond}, "missing": {time.Hour, time.Hour},
	} {
		if least, most, err := s.Span(name, time.Hour); least != want[0] || most != want[1] || err != nil {
			t.Errorf("%s: got %v to %v, %v; want %v", name, least, most, err, want)
		}
	}
	for _, name := range []string{"n", "word", "three", "unit"} {
		if _, _, err := s.Span(name, 0); err == nil || !strings.HasPrefix(err.Error(), name+": got ") {
			t.Errorf("%s: got %v, want an error", name, err)
		}
	}
	if _, err := s.Count("word", 0); err == nil {
		t.Error("got a count of a word")
	}
	if _, err := s.Bool("word", false); err == nil {
		t.Error("got a bool of a word")
	}
}
