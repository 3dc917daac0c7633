package script

import (
	"slices"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine/search"
)

// A script expects a violation that a search found if an assertion reads what the
// search says of it: its verdict, or the property that is violated. Whoever only
// prints it may not know that it is there. An assertion reads
//
//   - what is read in the call of the assertion, or in a function that is called
//     there: assert.eq(x.verdict, "violated"), assert.true(bad(x)), and with
//     def check(ok): assert.true(ok) also check(x.violated != None)
//   - what was read for a name that stands there: v = x.verdict, for v in
//     [x.verdict], or l.append(x.verdict), and later assert.eq(v, "violated")
//
// and play() in expect_violation expects it too.

// maxReadings bounds how many places are remembered at which a search is read.
const maxReadings = 100

// readHere remembers where the script is, which reads what the search says.
func (x *Exploration) readHere() {
	thread := x.session.active
	if x.expected || x.result.Verdict != search.Violated || thread == nil || len(x.readings) == maxReadings {
		return
	}
	var at []syntax.Position
	for _, frame := range thread.CallStack() {
		at = append(at, frame.Pos)
	}
	x.readings = append(x.readings, at)
}

// expects notes which violations an assertion expects.
func (c *call) expects() {
	var at []syntax.Position
	for _, x := range c.session.explored {
		if x.expected || len(x.readings) == 0 {
			continue
		}
		if at == nil {
			for _, frame := range c.thread.CallStack() {
				at = append(at, frame.Pos)
			}
			at = at[:len(at)-1] // without the assertion itself
		}
		x.expected = slices.ContainsFunc(x.readings, func(read []syntax.Position) bool { return c.session.reaches(read, at) })
	}
}

// reaches reports whether what was read at one place, with those it was called
// from, is what an assertion at another place is about.
func (s *Session) reaches(read, asserted []syntax.Position) bool {
	if len(asserted) == 0 {
		return false
	}
	for i := range min(len(read), len(asserted)) {
		if !samePlace(read[i], asserted[i]) {
			if call := s.callAt(asserted[i]); call != nil && encloses(call, read[i]) {
				return true
			}
			break
		}
	}
	last := asserted[len(asserted)-1]
	call := s.callAt(last)
	return call != nil && slices.ContainsFunc(read, func(pos syntax.Position) bool {
		return pos.Filename() == last.Filename() && s.flows(pos, call)
	})
}

// callAt returns the call whose parenthesis is at a place, or nil.
func (s *Session) callAt(pos syntax.Position) (found *syntax.CallExpr) {
	s.walk(pos.Filename(), func(n syntax.Node) {
		if call, ok := n.(*syntax.CallExpr); ok && samePlace(call.Lparen, pos) {
			found = call
		}
	})
	return found
}

// walk visits every node of a script, if there is such a script.
func (s *Session) walk(name string, visit func(syntax.Node)) {
	file, err := Dialect.Parse(name, s.sources[name], 0)
	if s.sources[name] == "" || err != nil {
		return
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		if n != nil {
			visit(n)
		}
		return true
	})
}

// encloses reports whether a place is in a piece of a script.
func encloses(n syntax.Node, pos syntax.Position) bool {
	start, end := n.Span()
	return pos.Filename() == start.Filename() && !precedes(pos, start) && precedes(pos, end)
}

// samePlace reports whether two places are one. Each has a pointer of its own to the
// name of the file.
func samePlace(a, b syntax.Position) bool {
	return a.Filename() == b.Filename() && a.Line == b.Line && a.Col == b.Col
}

func precedes(a, b syntax.Position) bool { return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col }

// flows reports whether what is read at a place goes into a name that a call
// mentions: the names of an assignment, or that of a list to which it is appended.
// From there it may go on into others.
func (s *Session) flows(pos syntax.Position, call *syntax.CallExpr) bool {
	holders := map[string]bool{}
	var assigned []assignment
	assign := func(to, from syntax.Expr) {
		if assigned = append(assigned, assignment{to, from}); encloses(from, pos) {
			mentioned(to, holders)
		}
	}
	s.walk(pos.Filename(), func(n syntax.Node) {
		switch n := n.(type) {
		case *syntax.AssignStmt:
			assign(n.LHS, n.RHS)
		case *syntax.ForStmt:
			assign(n.Vars, n.X)
		case *syntax.ForClause:
			assign(n.Vars, n.X)
		case *syntax.CallExpr:
			if method, ok := n.Fn.(*syntax.DotExpr); ok && encloses(n, pos) && !encloses(method, pos) {
				mentioned(method.X, holders)
			}
		}
	})
	for range assigned {
		for _, a := range assigned {
			if mentions(a.from, holders) {
				mentioned(a.to, holders)
			}
		}
	}
	return slices.ContainsFunc(call.Args, func(e syntax.Expr) bool { return mentions(e, holders) })
}

// assignment is a place where names get what an expression holds: a statement, or the
// variables of a loop.
type assignment struct{ to, from syntax.Expr }

// mentioned adds the names that stand in a piece of a script.
func mentioned(n syntax.Node, names map[string]bool) {
	syntax.Walk(n, func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok {
			names[id.Name] = true
		}
		return true
	})
}

// mentions reports whether one of some names stands in a piece of a script.
func mentions(n syntax.Node, names map[string]bool) bool {
	here := map[string]bool{}
	mentioned(n, here)
	for name := range here {
		if names[name] {
			return true
		}
	}
	return false
}

// unexpected returns an error when a search found a violation that the script does
// not expect, if the script is run to search, or that it never looked at.
func (s *Session) unexpected() error {
	for _, x := range s.explored {
		switch found := x.result.Verdict == search.Violated; {
		case found && s.options.Searching && !x.expected:
			return x.failure("a search found a violation that the script does not expect", "an assertion about it, such as assert.eq(x.violated, "+starlark.String(x.result.Property).String()+")")
		case found && !x.seen:
			return x.failure("a search found a violation", "that the script looks at what it found, such as with print(explore(...).script())")
		}
	}
	return nil
}

// failure returns an error about a violation that was found, with its place.
func (x *Exploration) failure(what, want string) error {
	got := summary(x.result)
	if x.result.Sentence != "" {
		got += ": " + x.result.Sentence
	}
	return assertion(what, "at   %v\ngot  %v\nwant none, or %s", x.at, got, want)
}

// activate makes a thread the one that runs, until the function that it returns is
// called.
func (s *Session) activate(thread *starlark.Thread) (release func()) {
	before := s.active
	s.active = thread
	return func() { s.active = before }
}
