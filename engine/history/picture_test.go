package history

import (
	"strings"
	"testing"
)

// The page is the same every time, although it shows many orders that are as
// long as each other.
func TestHTMLIsTheSameEveryTime(t *testing.T) {
	h := said(t, `a propose 1 0-9 ok 1`, `b propose 2 0-9 ok 2`, `c propose 3 0-9 ok 3`, `d read 0-9 ok 4`, `e read 0- unknown`)
	first, err := h.HTML(Consensus, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"propose 1: ok 1", "e, from 0ms"} {
		if !strings.Contains(first, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	for range 20 {
		if again, err := h.HTML(Consensus, nil); err != nil || again != first {
			t.Fatalf("got another page, %v", err)
		}
	}
}

func TestHTMLRefuses(t *testing.T) {
	if _, err := said(t, `a write 1 0-1 ok`).HTML(Consensus, nil); err == nil {
		t.Error("got a page of what the model does not know")
	}
}

// A history that nobody can search to its end has a page nevertheless.
func TestHTMLOnABudget(t *testing.T) {
	var lines []string
	for i := range 40 {
		lines = append(lines, strings.ReplaceAll("c# propose 1 0-9 ok 1", "#", string(rune('A'+i))))
	}
	h := said(t, append(lines, `z read 0-9 ok 2`)...)
	if page, err := h.HTML(Consensus, nil); err != nil || !strings.Contains(page, "propose 1: ok 1") {
		t.Errorf("got %v", err)
	}
}

// A picture needs a model: the first that knows all operations, or one that judges
// nothing.
func TestFitting(t *testing.T) {
	for want, h := range map[string]History{
		"consensus": said(t, `a read 0-1 ok 1`),
		"register":  said(t, `a read 0-1 ok None`, `a write 1 2-3 ok`),
		"counter":   said(t, `a add 1 0-1 ok`, `a read 2-3 ok 1`),
		"set":       said(t, `a add 1 0-1 ok`, `a read 2-3 ok [1]`),
		"none":      said(t, `a eat 1 0-1 ok`),
	} {
		m := Fitting(h)
		page, err := h.HTML(m, nil)
		if m.Name != want || err != nil || !strings.Contains(page, h[0].Op) {
			t.Errorf("got %s, %v, want %s", m.Name, err, want)
		}
	}
}
