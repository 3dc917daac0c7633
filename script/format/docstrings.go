package format

import (
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"go.starlark.net/syntax"

	"synod/script"
)

// indentDocstrings prints a tree in which the docstrings of functions move with
// their functions. Buildifier takes the depth of a function in the tree for its
// indentation, which it is not behind an elif; so where a docstring comes to
// stand is read from what is printed.
func indentDocstrings(tree *build.File, file *syntax.File, src string, print func() string) (string, error) {
	docs := docstrings(tree)
	if len(docs) == 0 {
		return print(), nil
	}
	printed, err := script.Dialect.Parse(file.Path, print(), 0)
	if err != nil {
		return "", err
	}
	lines, from, to := strings.Split(src, "\n"), columns(file), columns(printed)
	for nth, doc := range docs {
		if nth < len(from) && nth < len(to) && from[nth] > 0 && to[nth] > 0 {
			if before := blanksOf(lines[doc.Start.Line-1]); strings.Contains(before, "\t") {
				doc.Token, doc.Start.LineRune = unTab(doc.Token), len(unTab("\n"+before))
			}
			indent(doc, to[nth])
		}
	}
	return print(), nil
}

// docstrings returns the docstring of each function of a tree, by the number of the
// function; there is none for one whose docstring does not go on for lines.
func docstrings(tree *build.File) map[int]*build.StringExpr {
	docs, nth := map[int]*build.StringExpr{}, 0
	build.Walk(tree, func(x build.Expr, _ []build.Expr) {
		def, ok := x.(*build.DefStmt)
		if !ok {
			return
		}
		if len(def.Body) > 0 {
			if doc, ok := def.Body[0].(*build.StringExpr); ok && doc.TripleQuote && strings.Contains(doc.Token, "\n") && !strings.Contains(doc.Token, "\\\n") {
				docs[nth] = doc // a line that goes on behind a backslash is one line: spaces in it stay
			}
		}
		nth++
	})
	return docs
}

// columns returns the column, from 1, of the docstring of each function of a
// script; 0 for none.
func columns(file *syntax.File) (all []int) {
	syntax.Walk(file, func(n syntax.Node) bool {
		if def, ok := n.(*syntax.DefStmt); ok {
			column := 0
			if doc := docstring(def); doc != nil {
				column = int(doc.TokenPos.Col)
			}
			all = append(all, column)
		}
		return true
	})
	return all
}

// docstring returns the docstring of a function, or nil.
func docstring(def *syntax.DefStmt) *syntax.Literal {
	if len(def.Body) > 0 {
		if x, ok := def.Body[0].(*syntax.ExprStmt); ok {
			if doc, ok := x.X.(*syntax.Literal); ok && doc.Token == syntax.STRING {
				return doc
			}
		}
	}
	return nil
}

// indent moves a docstring so that it begins in a column, from 1. Blanks at the ends
// of its lines go.
func indent(doc *build.StringExpr, column int) {
	by := column - doc.Start.LineRune
	lines := strings.Split(doc.Token, "\n")
	for i := 1; i < len(lines); i++ { // the first stands behind the quotes
		line := lines[i]
		if by > 0 {
			line = strings.Repeat(" ", by) + line
		} else if blanks := indentation(line); blanks < len(line) {
			line = line[min(-by, blanks):]
		}
		if i < len(lines)-1 {
			line = strings.TrimRight(line, " ")
		}
		lines[i] = line
	}
	doc.Token = strings.Join(lines, "\n")
	doc.Value, _, _ = build.Unquote(doc.Token) // as it was, but for spaces
}

// blanksOf returns the spaces and tabs that a line begins with.
func blanksOf(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " \t"))] }

// unTab makes four spaces of each tab before the lines of a text but the first: in
// a script that is indented by tabs, a tab is a level.
func unTab(text string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		blanks := blanksOf(lines[i])
		lines[i] = strings.ReplaceAll(blanks, "\t", "    ") + lines[i][len(blanks):]
	}
	return strings.Join(lines, "\n")
}

// unindented returns the text of a docstring without what depends on where it
// stands.
func unindented(text string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}
