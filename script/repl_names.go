package script

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// names is what a conversation calls things. A function sees every name as it
// is when the function is called, not as it was when the function was defined:
// what is typed later completes and corrects what was typed before.
//
// Starlark itself looks a name up in one of two places: among the globals of
// the program that the function was compiled with, or among the predeclared
// names, in a map that may change. So every statement is a program of its own,
// and what earlier ones bound is predeclared for it. Only a function that
// rebinds a name in its own statement keeps that statement's value.
//
// At a breakpoint there are also the names of what has stopped. They can be read
// and not set: what has stopped would not notice.
type names struct {
	session *Session
	given   starlark.StringDict // what every conversation starts with
	all     starlark.StringDict // what functions look names up in
	script  starlark.StringDict // the globals of the script that has stopped; they are in all
	here    starlark.StringDict // what is visible only at the breakpoint; nil elsewhere
}

// newNames returns the names that a conversation starts with: those of every
// script, and more.
func newNames(s *Session, more []*Verb) *names {
	given := starlark.StringDict{}
	for name, v := range s.names {
		given[name] = v
	}
	for _, v := range more {
		given[v.Name] = builtin(v)
	}
	n := &names{session: s, given: given, all: starlark.StringDict{}}
	n.clear()
	return n
}

// clear forgets what the person has defined.
func (n *names) clear() {
	clear(n.all)
	for name, v := range n.given {
		n.all[name] = v
	}
	n.script, n.here = nil, nil
}

// enter makes the names of a spot visible, until the function that it returns
// is called. Those of a script stay, with what they mean now.
func (n *names) enter(sp *spot) (leave func()) {
	for name, v := range sp.script {
		n.all[name] = v
	}
	script, here := n.script, n.here
	n.script, n.here = sp.script, sp.here
	return func() { n.script, n.here = script, here }
}

// scope returns what a statement looks names up in.
func (n *names) scope(stmt syntax.Stmt) starlark.StringDict {
	if _, ok := stmt.(*syntax.DefStmt); ok || len(n.here) == 0 {
		return n.all // a function outlives the breakpoint
	}
	scope := starlark.StringDict{}
	for name, v := range n.all {
		scope[name] = v
	}
	for name, v := range n.here {
		scope[name] = v
	}
	return scope
}

// lastValue is the name of the value of the last expression.
const lastValue = "_"

// own returns the names that the person has defined, sorted.
func (n *names) own() []string {
	var own []string
	for name, v := range n.all { // most are verbs, which are not worth sorting
		if name != lastValue && !strings.HasSuffix(name, before("")) && v != n.given[name] {
			own = append(own, name)
		}
	}
	slices.Sort(own)
	return own
}

// visible returns the names that the person or what has stopped has defined, sorted.
func (n *names) visible() []string {
	names := append(n.own(), n.here.Keys()...)
	slices.Sort(names)
	return slices.Compact(names)
}

// forget takes back what the person called name, and gives the verb of that
// name back. It reports whether there was anything to take.
func (n *names) forget(name string) bool {
	if !slices.Contains(n.own(), name) {
		return false
	}
	delete(n.all, name)
	if v := n.given[name]; v != nil {
		n.all[name] = v
	}
	return true
}

// exec runs one statement of file. The value is that of an expression, or None.
func (n *names) exec(thread *starlark.Thread, file *syntax.File, stmt syntax.Stmt) (starlark.Value, error) {
	switch stmt := stmt.(type) {
	case *syntax.ExprStmt:
		return starlark.EvalExprOptions(file.Options, thread, stmt.X, n.scope(stmt))
	case *syntax.LoadStmt:
		n.session.forgetFiles()
	}
	return starlark.None, n.bind(thread, file, stmt)
}

// before is what the program of a statement calls the value that a name had
// before it. No script can say it.
func before(name string) string { return name + " before" }

// bind runs a statement and keeps what it bound, also when it fails.
func (n *names) bind(thread *starlark.Thread, file *syntax.File, stmt syntax.Stmt) error {
	bound := bindings([]syntax.Stmt{stmt})
	if err := n.mayBind(bound, syntax.Start(stmt)); err != nil {
		return err
	}
	scope := n.scope(stmt)
	program := &syntax.File{Path: file.Path, Options: file.Options}
	for _, name := range bound {
		if v := n.value(name); v != nil {
			scope[before(name)] = v
			defer delete(scope, before(name))
			program.Stmts = append(program.Stmts, assign(name, before(name), syntax.Start(stmt)))
		}
	}
	program.Stmts = append(program.Stmts, stmt)
	prog, err := starlark.FileProgram(program, usable(stmt, scope))
	if err != nil {
		return err
	}
	globals, err := prog.Init(thread, scope)
	for name, v := range globals {
		n.note(name, v)
		n.all[name] = v
	}
	return err
}

// mayBind returns an error when one of the names belongs to what has stopped.
func (n *names) mayBind(bound []string, pos syntax.Position) error {
	for _, name := range bound {
		if n.here[name] != nil || n.script[name] != nil {
			return syntax.Error{Pos: pos, Msg: name + " belongs to what has stopped here; it can be read, not set"}
		}
	}
	return nil
}

// value returns what a name means, or nil.
func (n *names) value(name string) starlark.Value {
	if v := n.here[name]; v != nil {
		return v
	}
	if v := n.all[name]; v != nil {
		return v
	}
	return starlark.Universe[name]
}

// usable returns which names a statement may use. A def may use names
// that are not there yet: it is an error when it is called before they are.
func usable(stmt syntax.Stmt, scope starlark.StringDict) func(string) bool {
	if _, ok := stmt.(*syntax.DefStmt); ok {
		return func(name string) bool { return scope.Has(name) || !starlark.Universe.Has(name) }
	}
	return scope.Has
}

// note warns of a name that hides a verb from now on.
func (n *names) note(name string, v starlark.Value) {
	if verb := n.given[name]; verb != nil && n.all[name] == verb && v != verb {
		n.session.remark("note: %s is a verb, and yours from now on; :forget %s gives it back", name, name)
	}
}

// assign returns the statement "to = from".
func assign(to, from string, pos syntax.Position) syntax.Stmt {
	return &syntax.AssignStmt{
		OpPos: pos, Op: syntax.EQ,
		LHS: &syntax.Ident{NamePos: pos, Name: to},
		RHS: &syntax.Ident{NamePos: pos, Name: from},
	}
}

// bindings returns the names that statements bind outside of functions.
func bindings(stmts []syntax.Stmt) []string {
	var bound []string
	for _, stmt := range stmts {
		switch stmt := stmt.(type) {
		case *syntax.AssignStmt:
			bound = append(bound, targets(stmt.LHS)...)
		case *syntax.DefStmt:
			bound = append(bound, stmt.Name.Name)
		case *syntax.ForStmt:
			bound = append(append(bound, targets(stmt.Vars)...), bindings(stmt.Body)...)
		case *syntax.WhileStmt:
			bound = append(bound, bindings(stmt.Body)...)
		case *syntax.IfStmt:
			bound = append(append(bound, bindings(stmt.True)...), bindings(stmt.False)...)
		case *syntax.LoadStmt:
			for _, id := range stmt.To {
				bound = append(bound, id.Name)
			}
		}
	}
	slices.Sort(bound)
	return slices.Compact(bound)
}

// targets returns the names that are bound by an assignment to x.
func targets(x syntax.Expr) []string {
	switch x := x.(type) {
	case *syntax.Ident:
		return []string{x.Name}
	case *syntax.ParenExpr:
		return targets(x.X)
	case *syntax.TupleExpr:
		return allTargets(x.List)
	case *syntax.ListExpr:
		return allTargets(x.List)
	}
	return nil // an element or an attribute of something binds no name
}

func allTargets(list []syntax.Expr) []string {
	var names []string
	for _, x := range list {
		names = append(names, targets(x)...)
	}
	return names
}
