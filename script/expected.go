package script

import (
	"slices"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine/search"
)

// A script expects a violation that a search found if an assertion depends on what
// the search says of it: its verdict, or the property that is violated. Whoever only
// prints it may not know that it is there, and how long a list is says nothing of the
// verdict that is in it. An assertion depends on
//
//   - what is read in the call of the assertion, or in a function that is called
//     there: assert.eq(x.verdict, "violated"), assert.true(bad(x)), and with
//     def check(ok): assert.true(ok) also check(x.violated != None)
//   - what was read for a name that stands there: v = x.verdict, for v in
//     [x.verdict], or l.append(x.verdict), and later assert.eq(v, "violated")
//
// unless all that is left of it there is the same for every verdict, as in
// len([x.verdict]) or type(x.verdict), or it is in the message of the assertion.
// And play() in expect_violation expects it too.

// maxReadings bounds how many places are remembered at which a search is read.
const maxReadings = 100

// verdictRead is a place where a script read what a search says of a violation.
type verdictRead struct {
	at      []syntax.Position // with the calls that led there, the outermost first
	verdict bool              // the verdict was read, not the property
	flows   []*flow           // where what each of those calls returned goes; nil until it is asked
}

// callStack returns where a thread is, with the calls that led there, the outermost first.
func callStack(thread *starlark.Thread) (at []syntax.Position) {
	for _, frame := range thread.CallStack() {
		at = append(at, frame.Pos)
	}
	return at
}

// readHere remembers where the script is, which reads what the search says: its
// verdict, or the property.
func (x *Exploration) readHere(verdict bool) {
	thread := x.session.active
	if x.expected || x.result.Verdict != search.Violated || thread == nil || len(x.readings) == maxReadings {
		return
	}
	at := callStack(thread)
	x.readings = append(x.readings, &verdictRead{at, verdict, make([]*flow, len(at))})
}

// expects notes which violations an assertion expects.
func (c *call) expects() {
	var at []syntax.Position
	for _, x := range c.session.explored {
		if x.expected || len(x.readings) == 0 {
			continue
		}
		if at == nil {
			at = callStack(c.thread)
			at = at[:len(at)-1] // without the assertion itself
		}
		x.expected = slices.ContainsFunc(x.readings, func(r *verdictRead) bool { return c.session.reaches(r, at) })
	}
}

// reaches reports whether an assertion at one place, with the calls that led there,
// depends on what was read at another.
func (s *Session) reaches(r *verdictRead, asserted []syntax.Position) bool {
	if len(asserted) == 0 {
		return false
	}
	for i := range min(len(r.at), len(asserted)) {
		if !samePlace(r.at[i], asserted[i]) {
			if s.flow(r, i).reaches(s.callAt(asserted[i])) {
				return true
			}
			break
		}
	}
	last := asserted[len(asserted)-1]
	call := s.callAt(last)
	for i, pos := range r.at {
		if pos.Filename() == last.Filename() && s.flow(r, i).reaches(call) {
			return true
		}
	}
	return false
}

// reaches reports whether what a call does with its arguments depends on what was
// read. What an assertion would say if it failed does not count.
func (f *flow) reaches(call *syntax.CallExpr) bool {
	if call == nil {
		return false
	}
	assertion := assertionOf(call)
	for i, arg := range call.Args {
		d := f.argument(arg)
		if assertion != nil {
			switch p := paramOf(assertion, i, arg); {
			case p == "msg":
				continue
			case assertion.Name == "true" || assertion.Name == "false":
				d = d.truth()
			}
		}
		if d.depth > 0 {
			return true
		}
	}
	return false
}

// assertionOf returns the verb of assert that is called, or nil.
func assertionOf(call *syntax.CallExpr) *Verb {
	fn, ok := call.Fn.(*syntax.DotExpr)
	if !ok {
		return nil
	}
	if module, ok := fn.X.(*syntax.Ident); !ok || module.Name != "assert" {
		return nil
	}
	return method("assert", fn.Name.Name)
}

// paramOf returns the name of the parameter that an argument is for.
func paramOf(verb *Verb, i int, arg syntax.Expr) string {
	if named, ok := arg.(*syntax.BinaryExpr); ok && isNamed(arg) {
		name, _ := named.X.(*syntax.Ident)
		return name.Name
	}
	if i < len(verb.Params) {
		return verb.Params[i].Name
	}
	return ""
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
	file := s.parsed(name)
	if file == nil {
		return
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		if n != nil {
			visit(n)
		}
		return true
	})
}

// parsedFile is the last file that was walked, since the next one is mostly the same.
type parsedFile struct {
	name, source string
	file         *syntax.File // nil: it cannot be parsed
}

// parsed returns the syntax of a script, or nil.
func (s *Session) parsed(name string) *syntax.File {
	source := s.sources[name]
	if s.walked.name != name || s.walked.source != source {
		s.walked = parsedFile{name: name, source: source}
		if file, err := Dialect.Parse(name, source, 0); err == nil && source != "" {
			s.walked.file = file
		}
	}
	return s.walked.file
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
