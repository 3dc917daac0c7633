package protocols

import (
	"slices"
	"testing"
)

func TestEveryNameIsFound(t *testing.T) {
	names := Names()
	if !slices.Contains(names, "paxos") {
		t.Errorf("names: got %q, want paxos among them", names)
	}
	for _, name := range names {
		p, err := Lookup(name)
		if err != nil || p.Name() != name {
			t.Errorf("%s: got %v, error %v; want the protocol of that name", name, p, err)
		}
	}
}

func TestNamesAreDistinct(t *testing.T) {
	names := Names()
	slices.Sort(names)
	if n := len(slices.Compact(slices.Clone(names))); n != len(names) {
		t.Errorf("got %q, want no name twice", names)
	}
}

func TestUnknownNamesGetAHint(t *testing.T) {
	for name, want := range map[string]string{
		"paxs":    `protocol: got "paxs", want one of: paxos; did you mean paxos?`,
		"Paxos":   `protocol: got "Paxos", want one of: paxos; did you mean paxos?`,
		"chubby":  `protocol: got "chubby", want one of: paxos`,
		"":        `protocol: got "", want one of: paxos`,
		"paxos\n": `protocol: got "paxos\n", want one of: paxos; did you mean paxos?`,
	} {
		if p, err := Lookup(name); p != nil || err == nil {
			t.Errorf("%q: got protocol %v, error %v; want an error", name, p, err)
		}
		if got := unknown(name, []string{"paxos"}).Error(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if got, want := unknown("rapt", []string{"paxos", "raft"}).Error(), `protocol: got "rapt", want one of: paxos, raft; did you mean raft?`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
