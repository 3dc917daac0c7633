package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine"
	"synod/node"
)

// definition is a protocol as a script writes it down.
type definition struct {
	name string // of the variable that holds it
	text string // the statements that define it; "" when there is a gap
	gap  string // why it cannot be written down; "" if it can
}

// protocolOf returns the protocol that the script defined and that p is; nil for one
// that is built in.
func (s *Session) protocolOf(p node.Protocol) *Protocol {
	for _, defined := range s.protocols {
		if defined.protocol == p {
			return defined
		}
	}
	return nil
}

// definition returns the statements that define a protocol, from the file that it is
// defined in.
func (s *Session) definition(p *Protocol) definition {
	d := definition{name: p.protocol.Name()}
	if s.names.Has(d.name) {
		d.name += "_" // a verb has the name
	}
	src, known := s.sources[p.at.Filename()]
	file, err := promptDialect.Parse(p.at.Filename(), src, 0)
	if !known || err != nil {
		d.gap = p.gap("the text that it was defined in is not known any more")
		return d
	}
	stmt, call := definedAt(file, p.at)
	if call == nil {
		d.gap = p.gap("want protocol(…) at the top of a file, and not in a function")
		return d
	}
	_ = resolve.File(file, func(string) bool { return true }, func(string) bool { return false }) // to tell locals from the rest
	x := &excerpt{lines: strings.SplitAfter(src, "\n"), file: file, needed: map[syntax.Stmt]bool{}, before: p.at.Line}
	x.need(call)
	delete(x.needed, stmt) // the call is in it
	if missing := x.missing(call); missing != "" {
		d.gap = p.gap(fmt.Sprintf("it uses %s, which is no function and no constant of %s", missing, p.at.Filename()))
		return d
	}
	if assigned, ok := stmt.(*syntax.AssignStmt); ok && assigned.RHS == syntax.Expr(call) {
		if id, ok := assigned.LHS.(*syntax.Ident); ok {
			d.name = id.Name
		}
	}
	d.text = x.text() + d.name + " = " + x.between(call.Span()) + "\n"
	return d
}

// gap says that the protocol cannot be written down, and why.
func (p *Protocol) gap(why string) string {
	return fmt.Sprintf("the protocol %s cannot be written down by itself: %s", p.protocol.Name(), why)
}

// definedAt returns the call with a parenthesis at a place that is part of a statement
// of the file itself, and that statement.
func definedAt(file *syntax.File, at syntax.Position) (stmt syntax.Stmt, found *syntax.CallExpr) {
	for _, stmt := range file.Stmts {
		if _, def := stmt.(*syntax.DefStmt); def {
			continue
		}
		syntax.Walk(stmt, func(n syntax.Node) bool {
			call, ok := n.(*syntax.CallExpr)
			if ok && same(call.Lparen, at) {
				found = call
			}
			return found == nil
		})
		if found != nil {
			return stmt, found
		}
	}
	return nil, nil
}

// missing returns a name that what is needed for a node of the tree uses, and that
// the file defines in another way than a function or a constant; "" for none.
func (s *excerpt) missing(n syntax.Node) (name string) {
	look := func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok && name == "" && isGlobal(id) && s.binds(id.Name) && s.definition(id.Name) == nil {
			name = id.Name
		}
		return true
	}
	syntax.Walk(n, look)
	for _, stmt := range s.file.Stmts {
		if s.needed[stmt] {
			syntax.Walk(stmt, look)
		}
	}
	return name
}

// binds reports whether the file gives a name a value.
func (s *excerpt) binds(name string) bool { return slices.Contains(bindings(s.file.Stmts), name) }

// cluster returns the call that makes a cluster of o, of the protocol, in which nothing
// moves by itself.
func (d *definition) cluster(o *engine.Options) string {
	args := []string{fmt.Sprint(o.Nodes), "protocol = " + d.name, "hold = True"}
	for _, declared := range o.Protocol.Parameters() {
		if v, set := o.Settings[declared.Name]; set {
			args = append(args, declared.Name+" = "+settingText(&declared, v))
		}
	}
	return "cluster(" + strings.Join(append(args, rulesArgs(o)...), ", ") + ")"
}

// settingText returns what a parameter is set to as a script writes it.
func settingText(d *node.Parameter, v node.Value) string {
	got := fromValue(v)
	if pair, ok := got.(*starlark.List); ok && d.Type == node.SpanParameter {
		got = starlark.Tuple(slices.Collect(starlark.Elements(pair)))
	}
	return got.String()
}
