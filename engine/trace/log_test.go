package trace

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// fill adds n records, each caused by what cause says.
func fill(t testing.TB, l *Log, n int, cause func(seq int) int) {
	t.Helper()
	for seq := 1; seq <= n; seq++ {
		if err := l.Record(&Record{Seq: seq, Cause: cause(seq)}); err != nil {
			t.Fatal(err)
		}
	}
}

func none(int) int { return 0 }

// seqs returns the numbers of records.
func seqs(records []Record) []int {
	list := []int{}
	for _, r := range records {
		list = append(list, r.Seq)
	}
	return list
}

func TestEmptyLog(t *testing.T) {
	var l Log
	if len(l.All())+len(l.Last(3))+l.Forgotten() != 0 || l.Find(0) != nil || l.Find(1) != nil || l.Chain(1) != nil {
		t.Error("got something in an empty log, want nothing")
	}
}

func TestLast(t *testing.T) {
	var l Log
	fill(t, &l, 5, none)
	for n, want := range map[int][]int{0: {}, 1: {5}, 3: {3, 4, 5}, 5: {1, 2, 3, 4, 5}, 9: {1, 2, 3, 4, 5}} {
		if got := seqs(l.Last(n)); !slices.Equal(got, want) {
			t.Errorf("the last %d: got %v, want %v", n, got, want)
		}
	}
}

func TestChain(t *testing.T) {
	var l Log
	causes := []int{0, 0, 1, 3, 2, 4, 0}
	fill(t, &l, 7, func(seq int) int { return causes[seq-1] })
	for seq, want := range map[int][]int{1: {1}, 3: {1, 3}, 5: {2, 5}, 6: {1, 3, 4, 6}, 7: {7}, 8: {}, 0: {}, -1: {}} {
		if got := seqs(l.Chain(seq)); !slices.Equal(got, want) {
			t.Errorf("the chain of %d: got %v, want %v", seq, got, want)
		}
	}
}

// TestLogIsBounded goes far beyond what a log keeps: it never holds more than
// twice Keep, always the newest Keep, and knows how many it forgot. A chain
// ends where it leaves what is kept.
func TestLogIsBounded(t *testing.T) {
	var l Log
	for seq := 1; seq <= 3*Keep+3; seq++ {
		if err := l.Record(&Record{Seq: seq, Cause: seq - 2}); err != nil {
			t.Fatal(err)
		}
		n := len(l.All())
		if n > 2*Keep || n < min(seq, Keep) || l.Forgotten() != seq-n {
			t.Fatalf("after %d: got %d kept and %d forgotten", seq, n, l.Forgotten())
		}
	}
	oldest, newest := l.All()[0].Seq, 3*Keep+3
	if l.Find(oldest-1) != nil || l.Find(newest+1) != nil || l.Find(oldest).Seq != oldest || l.Find(newest).Seq != newest {
		t.Error("got the wrong records, want those that are kept and no others")
	}
	near := oldest + 40
	if got := seqs(l.Chain(near)); len(got) != 21 || got[0] != oldest || got[20] != near {
		t.Errorf("got the chain %v, want it from %d to %d", got, oldest, near)
	}
}

func TestResetForgets(t *testing.T) {
	var l Log
	fill(t, &l, 2*Keep+1, none)
	l.Reset()
	if len(l.All())+l.Forgotten() != 0 || l.Find(2*Keep) != nil {
		t.Error("got records after a reset, want none")
	}
	fill(t, &l, 3, none)
	if got := seqs(l.All()); !slices.Equal(got, []int{1, 2, 3}) || l.Forgotten() != 0 {
		t.Errorf("after a reset: got %v and %d forgotten, want 1 to 3", got, l.Forgotten())
	}
}

// TestChainIsItsTwin compares chains with a walk along the causes.
func TestChainIsItsTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Log
		causes := map[int]int{}
		n := rapid.IntRange(1, 40).Draw(t, "records")
		for seq := 1; seq <= n; seq++ {
			causes[seq] = rapid.IntRange(0, seq-1).Draw(t, "cause")
			l.Record(&Record{Seq: seq, Cause: causes[seq]})
		}
		end := rapid.IntRange(1, n).Draw(t, "end")
		var want []int
		for at := end; at != 0; at = causes[at] {
			want = append(want, at)
		}
		slices.Reverse(want)
		if got := seqs(l.Chain(end)); !slices.Equal(got, want) {
			t.Fatalf("got the chain %v, want %v", got, want)
		}
	})
}
