package history

import (
	"fmt"
	"testing"
)

// BenchmarkSpent measures what the largest search costs: one that spends the
// default budget on operations that are all at the same time.
func BenchmarkSpent(b *testing.B) {
	var lines []string
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("c%d write %d 0-9 ok", i, i))
	}
	h := said(b, append(lines, "r read 10-11 ok 99")...)
	b.ReportAllocs()
	for b.Loop() {
		if j, err := Judge(h, Register, DefaultBudget); err != nil || j.Verdict != Undecided {
			b.Fatal(j, err)
		}
	}
}

// BenchmarkLong measures a long history of three clients.
func BenchmarkLong(b *testing.B) {
	var lines []string
	for i := range 1000 {
		lines = append(lines, fmt.Sprintf("a write %d %d-%d ok", i, 10*i, 10*i+5), fmt.Sprintf("b read %d-%d ok %d", 10*i+6, 10*i+8, i),
			fmt.Sprintf("c read %d-%d ok %d", 10*i+5, 10*i+9, i))
	}
	h := said(b, lines...)
	for b.Loop() {
		if j, err := Judge(h, Register, DefaultBudget); err != nil || j.Verdict != Holds {
			b.Fatal(j, err)
		}
	}
}
