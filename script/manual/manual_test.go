package manual

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Every file is a page, and every page has a title and fits a terminal: what is
// wider is output in a block.
func TestPages(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(order) {
		t.Errorf("got %d files for %d pages", len(entries), len(order))
	}
	for _, p := range Pages() {
		if !strings.HasPrefix(p.Source, "# "+p.Title+"\n") || !strings.Contains(p.Title, ": ") {
			t.Errorf("%s begins with %q, want \"# Title: what it tells\"", p.Name, p.Title)
		}
		checkWidth(t, p)
	}
}

func checkWidth(t *testing.T, p Page) {
	t.Helper()
	block := false
	for line := range strings.Lines(p.Source) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "```") {
			block = !block
		}
		if n := utf8.RuneCountInString(line); n > 80 && !block {
			t.Errorf("%s: got %d columns, want 80 or less: %s", p.Name, n, line)
		}
	}
	if block {
		t.Errorf("%s: a block is not closed", p.Name)
	}
}

// The marks of what tests check are not for the reader.
func TestText(t *testing.T) {
	p := Page{Source: "# A: b\n\n<!-- output x -->\n```\n1\n```\n<!-- /output -->\n\nend\n"}
	if got, want := p.Text(), "# A: b\n\n```\n1\n```\n\nend\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, p := range Pages() {
		if slices.Contains(strings.Fields(p.Text()), "<!--") {
			t.Errorf("%s shows a mark", p.Name)
		}
	}
}
