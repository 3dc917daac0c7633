// Package manual holds the pages that explain more than one verb: "synod doc
// searching" prints one. A page is a Markdown file of this folder. Its first line
// is "# Title: what it tells", its name is the file's, and its prose is at most 80
// columns wide, since a terminal shows it as it stands.
//
// A page may show what a scenario or a command prints, between HTML comments such
// as <!-- output examples/lab/a_wins.star --> and <!-- /output -->. Tests hold
// these places against what is really printed; the reader does not see the marks.
package manual

import (
	"embed"
	"fmt"
	"strings"

	"synod/script/lineend"
)

//go:embed *.md
var files embed.FS

// order is how a newcomer reads the pages.
var order = []string{"prompt", "seeds", "values", "protocols", "recordings", "searching", "shrinking", "fuzzing", "mutants", "inside", "speed"}

// Page is one page of the manual.
type Page struct {
	Name   string // what "synod doc" calls it
	Title  string // its first line, without the mark
	Source string // all of it as Markdown, with the marks of what tests check
}

// Pages returns every page, in the order in which to read them.
func Pages() []Page {
	pages := make([]Page, len(order))
	for i, name := range order {
		pages[i] = page(name)
	}
	return pages
}

// page reads a page. It comes with the program, and is in order.
func page(name string) Page {
	source, err := files.ReadFile(name + ".md")
	if err != nil {
		panic(fmt.Sprintf("the manual has no page %q: %v", name, err))
	}
	text := lineend.Unix(string(source)) // which may have been converted before it was embedded
	title, _, _ := strings.Cut(text, "\n")
	return Page{Name: name, Title: strings.TrimPrefix(title, "# "), Source: text}
}

// Text returns the page as a terminal shows it: without the marks.
func (p Page) Text() string {
	var text strings.Builder
	for line := range strings.Lines(p.Source) {
		if !strings.HasPrefix(line, "<!-- ") {
			text.WriteString(line)
		}
	}
	return text.String()
}
