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
type names struct {
	session *Session
	given   starlark.StringDict // what every conversation starts with
	all     starlark.StringDict // what functions look names up in
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
	all := starlark.StringDict{}
	for name, v := range given {
		all[name] = v
	}
	return &names{s, given, all}
}

// lastValue is the name of the value of the last expression.
const lastValue = "_"

// own returns the names that the person has defined, sorted.
func (n *names) own() []string {
	var own []string
	for _, name := range n.all.Keys() {
		if name != lastValue && !strings.HasSuffix(name, before("")) && n.all[name] != n.given[name] {
			own = append(own, name)
		}
	}
	return own
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
		return starlark.EvalExprOptions(file.Options, thread, stmt.X, n.all)
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
	program := &syntax.File{Path: file.Path, Options: file.Options}
	for _, name := range bound {
		if v := n.value(name); v != nil {
			n.all[before(name)] = v
			defer delete(n.all, before(name))
			program.Stmts = append(program.Stmts, assign(name, before(name), syntax.Start(stmt)))
		}
	}
	program.Stmts = append(program.Stmts, stmt)
	prog, err := starlark.FileProgram(program, n.predeclared(stmt))
	if err != nil {
		return err
	}
	globals, err := prog.Init(thread, n.all)
	for name, v := range globals {
		n.note(name, v)
		n.all[name] = v
	}
	return err
}

// value returns what a name means, or nil.
func (n *names) value(name string) starlark.Value {
	if v := n.all[name]; v != nil {
		return v
	}
	return starlark.Universe[name]
}

// predeclared returns which names a statement may use. A def may use names
// that are not there yet: it is an error when it is called before they are.
func (n *names) predeclared(stmt syntax.Stmt) func(string) bool {
	if _, ok := stmt.(*syntax.DefStmt); ok {
		return func(name string) bool { return n.all.Has(name) || !starlark.Universe.Has(name) }
	}
	return n.all.Has
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
