package node

import "testing"

func TestBallotOrder(t *testing.T) {
	// Ascending: by round, then by node, and never as a fraction.
	order := []Ballot{{}, {Round: 1, Node: 1}, {Round: 1, Node: 2}, {Round: 2, Node: 1}, {Round: 3, Node: 1}, {Round: 3, Node: 9}, {Round: 3, Node: 10}, {Round: 10, Node: 1}}
	for i, a := range order {
		for j, b := range order {
			if got := a.Less(b); got != (i < j) {
				t.Errorf("%v below %v: got %t, want %t", a, b, got, i < j)
			}
			if got := a.Compare(b) == 0; got != (a == b) {
				t.Errorf("%v and %v: got equal %t, want %t", a, b, got, a == b)
			}
		}
		if got := a.IsZero(); got != (i == 0) {
			t.Errorf("%v: got zero %t, want %t", a, got, i == 0)
		}
	}
}

func TestParseBallot(t *testing.T) {
	for text, want := range map[string]Ballot{
		"3.1": {Round: 3, Node: 1}, "3.10": {Round: 3, Node: 10}, "0.0": {}, "2147483647.2147483647": {Round: 1<<31 - 1, Node: 1<<31 - 1},
	} {
		if got, err := ParseBallot(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s: got %v, error %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "3", "3.", ".1", "-3.1", "3.-1", "+3.1", "3.1.1", " 3.1", "3,1", "3.1e1", "0x3.1", "3_0.1", "2147483648.1", "1.2147483648", "x.y"} {
		got, err := ParseBallot(text)
		if err == nil || got != (Ballot{}) {
			t.Errorf("%q: got %v, error %v; want an error", text, got, err)
		}
	}
	_, err := ParseBallot("x")
	if got, want := err.Error(), `got "x", want a ballot such as 3.1: a round, a dot, a node`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Whatever is parsed is written so that it means the same.
func FuzzParseBallot(f *testing.F) {
	for _, text := range []string{"3.1", "03.1", "-1.1", "3.10", "1..2", "2147483648.1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ParseBallot(text)
		if err != nil {
			return
		}
		if b.Round < 0 || b.Node < 0 {
			t.Fatalf("%q: got %v, want no negative part", text, b)
		}
		if again, err := ParseBallot(b.String()); err != nil || again != b {
			t.Fatalf("%q: got %v and then %v, error %v; want the same", text, b, again, err)
		}
	})
}

// TestBallotRenamed calls the node of a ballot differently, and leaves one of no node.
func TestBallotRenamed(t *testing.T) {
	next := func(id ID) ID { return id + 1 }
	if got := (Ballot{Round: 3, Node: 1}).Renamed(next); got != (Ballot{Round: 3, Node: 2}) {
		t.Errorf("got %v, want 3.2", got)
	}
	if got := (Ballot{Round: 3}).Renamed(next); got != (Ballot{Round: 3}) {
		t.Errorf("got %v, want 3.0", got)
	}
}
