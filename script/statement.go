package script

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// A verb that looks prints its text when the call is a whole statement, as in
//
//	show()
//	(c.show())
//
// at the top of a file, in a block, in a function or at the prompt. Everywhere
// else something takes the text, so that printing it too would say it twice:
//
//	print(show())
//	before = show()
//	return show()
//
// The syntax decides, and not what becomes of the text: who reads a line knows
// whether it prints.

// standing is where the calls of a source stand that are whole statements.
type standing struct {
	src   string
	calls map[spotInFile]bool // by the place of the opening parenthesis
}

// spotInFile is a line and a column, from 1.
type spotInFile struct{ line, column int32 }

// isStatement reports whether the call is a whole statement. What no script says, such
// as show itself handed to spawn, is none.
func (c *call) isStatement() bool {
	if c.thread.CallStackDepth() < 2 {
		return false
	}
	caller := c.thread.CallFrame(1)
	src, known := c.session.sources[caller.Pos.Filename()]
	if !known {
		return false
	}
	return c.session.standing(caller.Pos.Filename(), src)[spotInFile{caller.Pos.Line, caller.Pos.Col}]
}

// standing returns the calls of a source that are whole statements. It reads a
// source once; that of a conversation grows, and is read again.
func (s *Session) standing(name, src string) map[spotInFile]bool {
	if known := s.statements[name]; known != nil && known.src == src {
		return known.calls
	}
	found := &standing{src, map[spotInFile]bool{}}
	if file, err := promptDialect.Parse(name, src, 0); err == nil { // it ran, so it can be read
		syntax.Walk(file, func(n syntax.Node) bool {
			if stmt, ok := n.(*syntax.ExprStmt); ok {
				found.add(stmt.X)
			}
			return true
		})
	}
	s.statements[name] = found
	return found.calls
}

// add adds x if it is a call, with or without parentheses around it.
func (s *standing) add(x syntax.Expr) {
	switch x := x.(type) {
	case *syntax.ParenExpr:
		s.add(x.X)
	case *syntax.CallExpr:
		s.calls[spotInFile{x.Lparen.Line, x.Lparen.Col}] = true
	}
}

// looked is the text that a verb returned last.
type looked struct {
	text    starlark.String
	printed bool
	drawn   func() string // the text as it is printed: as wide as the terminal
}

// look returns text as the value of the call, and prints it when the call is a
// whole statement. The session remembers it, so that a conversation, which shows
// the values of expressions, shows it once.
func (c *call) look(text string) (starlark.Value, error) {
	return c.lookIn(0, func(int) string { return text })
}

// lookIn is look for a text that is drawn in so many columns. What is printed on a
// terminal is as wide as that is; the value never is anything but as wide as usual,
// since the same script gets the same values everywhere.
func (c *call) lookIn(usual int, draw func(columns int) string) (starlark.Value, error) {
	text := strings.TrimRight(draw(usual), "\n")
	now, before := &looked{text: starlark.String(text), printed: c.isStatement()}, c.session.shown
	now.drawn = func() string {
		if columns := c.session.columns(usual); columns != usual {
			return strings.TrimRight(draw(columns), "\n")
		}
		return text
	}
	if now.printed {
		if err := c.print(now.drawn() + "\n"); err != nil {
			return nil, err
		}
	}
	if before != nil && before.text == now.text {
		now.printed = now.printed || before.printed
	}
	c.session.shown = now
	return now.text, nil
}

// print prints a text, a page at a time when a person typed the call and nothing else.
func (c *call) print(text string) error {
	if talk := c.session.talk; talk != nil && talk.standsAlone(c) {
		return talk.tell(text)
	}
	_, err := fmt.Fprint(c.session.out, text)
	return err
}
