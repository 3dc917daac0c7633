package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// sourceOf returns the text of what the function of an invariant needs, from the
// script that defines it, and an expression for the function.
func (s *Session) sourceOf(invariant string) (before, fn string, err error) {
	for _, c := range slices.Backward(s.clusters) {
		if f := c.invariants[invariant]; f != nil {
			before, fn, err = s.cutOut(f)
		}
	}
	if err == nil && fn == "" {
		err = fmt.Errorf("the invariant %q cannot be written down by itself: want a function of the script, or a lambda, that uses nothing but functions and constants of the same file", invariant)
	}
	return before, fn, err
}

// cutOut returns what a function needs of the script that defines it, and an
// expression for it; "" when there is none.
func (s *Session) cutOut(fn starlark.Callable) (before, name string, err error) {
	switch fn := fn.(type) {
	case *starlark.Function:
		if src, known := s.sources[fn.Position().Filename()]; known {
			return cutOut(fn, src)
		}
	case *starlark.Builtin:
		if fn.Receiver() == nil {
			return "", fn.Name(), nil // every script has it
		}
	}
	return "", "", nil
}

// cutOut returns what f needs of the source that it is in, and an expression
// for f; "" when there is none.
func cutOut(f *starlark.Function, src string) (before, fn string, err error) {
	file, err := Dialect.Parse(f.Position().Filename(), src, 0)
	if err != nil {
		return "", "", err
	}
	s := &excerpt{lines: strings.SplitAfter(src, "\n"), file: file, needed: map[syntax.Stmt]bool{}}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.LambdaExpr:
			if same(n.Lambda, f.Position()) {
				fn = s.between(n.Span())
				s.need(n)
			}
		case *syntax.DefStmt:
			if same(n.Def, f.Position()) && slices.Contains(file.Stmts, syntax.Stmt(n)) {
				fn = n.Name.Name
				s.needed[n] = true
				s.need(n)
			}
		}
		return true
	})
	return s.text(), fn, nil
}

// same reports whether two positions in a file are.
func same(p, q syntax.Position) bool { return p.Line == q.Line && p.Col == q.Col }

// excerpt is a file from which some statements are needed.
type excerpt struct {
	lines  []string
	file   *syntax.File
	needed map[syntax.Stmt]bool
	before int32 // the line before which definitions count, the last one of each name, and loads too; 0 for the first ones
}

// need notes the statements that define what a node of the tree uses, and what
// these use.
func (s *excerpt) need(n syntax.Node) {
	syntax.Walk(n, func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok {
			if def := s.definition(id.Name); def != nil && !s.needed[def] {
				s.needed[def] = true
				s.need(def)
			}
		}
		return true
	})
}

// definition returns the statement that defines a name for the whole file, or
// nil: a function, or a constant that takes no call to make.
func (s *excerpt) definition(name string) (found syntax.Stmt) {
	for _, stmt := range s.file.Stmts {
		if s.before > 0 && syntax.Start(stmt).Line > s.before {
			break
		}
		if def := s.defines(stmt, name); def && s.before == 0 {
			return stmt
		} else if def {
			found = stmt
		}
	}
	return found
}

// defines reports whether a statement defines a name for the whole file.
func (s *excerpt) defines(stmt syntax.Stmt, name string) bool {
	switch stmt := stmt.(type) {
	case *syntax.DefStmt:
		return stmt.Name.Name == name
	case *syntax.AssignStmt:
		id, ok := stmt.LHS.(*syntax.Ident)
		return ok && id.Name == name && stmt.Op == syntax.EQ && !calls(stmt.RHS)
	case *syntax.LoadStmt:
		return s.before > 0 && slices.ContainsFunc(stmt.To, func(id *syntax.Ident) bool { return id.Name == name })
	}
	return false
}

func calls(e syntax.Expr) (yes bool) {
	syntax.Walk(e, func(n syntax.Node) bool {
		_, call := n.(*syntax.CallExpr)
		yes = yes || call
		return true
	})
	return yes
}

// text returns the statements that are needed, in their order.
func (s *excerpt) text() string {
	var text strings.Builder
	for _, stmt := range s.file.Stmts {
		if s.needed[stmt] {
			text.WriteString(s.between(stmt.Span()) + "\n\n")
		}
	}
	return text.String()
}

// between returns the text from one position to another.
func (s *excerpt) between(start, end syntax.Position) string {
	var text strings.Builder
	for line := start.Line; line <= end.Line && int(line) <= len(s.lines); line++ {
		runes := []rune(s.lines[line-1])
		from, to := 0, len(runes)
		if line == start.Line {
			from = int(start.Col) - 1
		}
		if line == end.Line {
			to = min(to, int(end.Col)-1)
		}
		text.WriteString(string(runes[from:to]))
	}
	return strings.TrimRight(text.String(), "\n")
}
