package format

import (
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"go.starlark.net/syntax"
)

// Buildifier reads Starlark as build files are written in, with spaces for
// indentation and without while statements. A while statement is shown to it
// as a for statement of the same condition:
//
//	while x < 3:        for _ in x < 3:
//
// and is one again in what it prints.

// standIn is what while becomes in a script for buildifier.
const standIn = "for _ in"

// simplify returns a script of the same lines that buildifier can read, and
// the lines on which it has a stand-in.
func simplify(file *syntax.File, src string) (plain string, whiles map[int]bool) {
	whiles = map[int]bool{}
	syntax.Walk(file, func(n syntax.Node) bool {
		if loop, ok := n.(*syntax.WhileStmt); ok {
			whiles[int(loop.While.Line)] = true
		}
		return true
	})
	_, inString := scan(src)
	lines := strings.Split(src, "\n")
	for i, line := range lines {
		if inString[i+1] {
			continue
		}
		line = untab(line)
		if whiles[i+1] {
			line = strings.Replace(line, "while", standIn, 1) // nothing but spaces is before it
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n"), whiles
}

// untab returns a line indented by spaces, as far as Starlark takes it to be.
func untab(line string) string {
	const tab = 8
	column := 0
	for i, c := range line {
		switch c {
		case ' ':
			column++
		case '\t':
			column += tab - i%tab // Starlark counts what is before a tab in letters
		default:
			return strings.Repeat(" ", column) + line[i:]
		}
	}
	return ""
}

// mark is the loop variable of a stand-in when it is printed. No script has it.
const mark = "\x00"

// printTree prints a tree. The parts of a condition that goes on for lines
// stand below each other, and so further right behind a stand-in than behind
// while: by how much follows from printing it with a variable of another length.
func printTree(tree *build.File, whiles map[int]bool) string {
	if len(whiles) == 0 {
		return string(build.FormatWithoutRewriting(tree))
	}
	lines := strings.Split(printMarked(tree, whiles, mark), "\n")
	for i, wide := range strings.Split(printMarked(tree, whiles, mark+mark), "\n") {
		shift := (indentation(wide) - indentation(lines[i])) * (len("for "+mark+" in ") - len("while "))
		lines[i] = strings.Replace(lines[i][shift:], "for "+mark+" in ", "while ", 1)
	}
	return strings.Join(lines, "\n")
}

// printMarked prints a tree whose stand-ins have a variable of that name.
func printMarked(tree *build.File, whiles map[int]bool, name string) string {
	build.Walk(tree, func(x build.Expr, _ []build.Expr) {
		if loop, ok := x.(*build.ForStmt); ok && whiles[loop.For.Line] {
			loop.Vars = &build.Ident{Name: name}
		}
	})
	return string(build.FormatWithoutRewriting(tree))
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
