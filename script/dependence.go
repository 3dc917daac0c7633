package script

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// dependence says how a value depends on what was read of a search. An assertion
// about the length of [x.verdict] says nothing of the verdict, and one about its
// elements does. The zero dependence is none.
type dependence struct {
	depth   int  // 1: the value itself depends on it; 2: its elements, as in [x.verdict]; and so on
	verdict bool // at that depth is the verdict as it was read: a string that is never empty
}

var itself = dependence{depth: 1}

// or returns the closer of two dependences.
func (d dependence) or(e dependence) dependence {
	switch {
	case d.depth == 0 || e.depth != 0 && e.depth < d.depth:
		return e
	case e.depth == d.depth:
		d.verdict = d.verdict && e.verdict
	}
	return d
}

// any returns the dependence of what may be anything that is made of the value.
func (d dependence) any() dependence { return dependence{depth: min(d.depth, 1)} }

// held returns the dependence of a container that holds the value.
func (d dependence) held() dependence {
	if d.depth > 0 {
		d.depth++
	}
	return d
}

// element returns the dependence of an element of the value.
func (d dependence) element() dependence {
	if d.depth == 1 {
		return itself
	}
	d.depth = max(d.depth-1, 0)
	return d
}

// length returns the dependence of how many elements the value has.
func (d dependence) length() dependence {
	if d.depth == 1 {
		return itself
	}
	return dependence{}
}

// truth returns the dependence of whether the value is true.
func (d dependence) truth() dependence {
	if d == itself {
		return itself
	}
	return dependence{}
}

// flow follows what was read at one place through the expressions of a file.
type flow struct {
	session *Session
	pos     syntax.Position // where it was read, or where the function was called that read it
	base    dependence      // of what that attribute or call is
	names   map[string]dependence
}

// flow returns the flow of what was read, from call i of those that led there.
func (s *Session) flow(r *verdictRead, i int) *flow {
	if r.flows[i] != nil {
		return r.flows[i]
	}
	f := &flow{s, r.at[i], dependence{1, r.verdict}, map[string]dependence{}}
	if i < len(r.at)-1 {
		f.base = s.flow(r, i+1).returned()
	}
	f.follow()
	r.flows[i] = f
	return f
}

// returned returns the dependence of what the function returns in which it was read.
// That also depends on what the function takes for a condition.
func (f *flow) returned() (d dependence) {
	var inner syntax.Node
	f.session.walk(f.pos.Filename(), func(n syntax.Node) {
		switch n.(type) {
		case *syntax.DefStmt, *syntax.LambdaExpr:
			if encloses(n, f.pos) {
				inner = n // the walk comes to the outer ones first
			}
		}
	})
	if inner == nil {
		return itself // it was read by a function of Go
	}
	syntax.Walk(inner, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.LambdaExpr:
			d = d.or(f.of(n.Body))
		case *syntax.ReturnStmt:
			d = d.or(f.of(n.Result))
		case *syntax.IfStmt:
			d = d.or(f.of(n.Cond).truth())
		case *syntax.WhileStmt:
			d = d.or(f.of(n.Cond).truth())
		case *syntax.ForStmt:
			d = d.or(f.of(n.X).length())
		}
		return true
	})
	return d
}

// follow finds the names that it goes into, and from there into others: those of an
// assignment and of a loop, and that of a list to which it is appended.
func (f *flow) follow() {
	for changed := true; changed; {
		changed = false
		f.session.walk(f.pos.Filename(), func(n syntax.Node) { changed = f.step(n) || changed })
	}
}

// step gives names what a statement, a loop or the call of a method gives them, and
// reports whether that is news.
func (f *flow) step(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.AssignStmt:
		return f.assign(n.LHS, f.of(n.RHS))
	case *syntax.ForStmt:
		return f.assign(n.Vars, f.of(n.X).element())
	case *syntax.ForClause:
		return f.assign(n.Vars, f.of(n.X).element())
	case *syntax.CallExpr:
		method, ok := n.Fn.(*syntax.DotExpr)
		if !ok {
			return false
		}
		given := f.arguments(n)
		switch method.Name.Name {
		case "append", "insert", "add", "setdefault":
			given = given.held()
		case "extend", "update":
		default:
			given = given.any()
		}
		return f.assign(method.X, given)
	}
	return false
}

// assign lets what stands on the left depend on it as a value does, and reports whether
// that is news.
func (f *flow) assign(to syntax.Expr, d dependence) (news bool) {
	switch to := to.(type) {
	case *syntax.Ident:
		before := f.names[to.Name]
		f.names[to.Name] = before.or(d)
		return f.names[to.Name] != before
	case *syntax.ParenExpr:
		return f.assign(to.X, d)
	case *syntax.TupleExpr:
		return f.assignEach(to.List, d)
	case *syntax.ListExpr:
		return f.assignEach(to.List, d)
	case *syntax.IndexExpr:
		return f.assign(to.X, d.held().or(f.of(to.Y).any()))
	case *syntax.DotExpr:
		return f.assign(to.X, d.held())
	}
	return false
}

func (f *flow) assignEach(to []syntax.Expr, d dependence) (news bool) {
	for _, x := range to {
		news = f.assign(x, d.element()) || news
	}
	return news
}

// of returns the dependence of an expression.
func (f *flow) of(x syntax.Expr) dependence {
	switch x := x.(type) {
	case *syntax.Ident:
		return f.names[x.Name]
	case *syntax.ParenExpr:
		return f.of(x.X)
	case *syntax.LambdaExpr:
		return f.of(x.Body)
	case *syntax.ListExpr:
		return f.each(x.List).held()
	case *syntax.TupleExpr:
		return f.each(x.List).held()
	case *syntax.DictExpr:
		return f.dict(x.List)
	case *syntax.Comprehension:
		return f.comprehension(x)
	case *syntax.DotExpr:
		if samePlace(x.Dot, f.pos) {
			return f.base
		}
		return f.of(x.X).element()
	case *syntax.CallExpr:
		return f.call(x)
	case *syntax.IndexExpr:
		return f.of(x.X).element().or(f.of(x.Y).any())
	case *syntax.SliceExpr:
		return f.of(x.X).or(f.each([]syntax.Expr{x.Lo, x.Hi, x.Step}).any())
	case *syntax.UnaryExpr:
		if x.Op == syntax.NOT {
			return f.of(x.X).truth()
		}
		return f.of(x.X).any()
	case *syntax.CondExpr:
		return f.of(x.Cond).truth().or(f.of(x.True)).or(f.of(x.False))
	case *syntax.BinaryExpr:
		return f.binary(x)
	}
	return dependence{}
}

// each returns the closest dependence of some expressions.
func (f *flow) each(list []syntax.Expr) (d dependence) {
	for _, x := range list {
		d = d.or(f.of(x))
	}
	return d
}

// binary returns the dependence of what an operator makes of two values.
func (f *flow) binary(x *syntax.BinaryExpr) dependence {
	d := f.of(x.X).or(f.of(x.Y))
	switch x.Op {
	case syntax.AND, syntax.OR, syntax.PLUS, syntax.PIPE, syntax.STAR:
		return d // one of the two, or what both hold
	}
	return d.any()
}

// dict returns the dependence of a dict that is written out. Keys that are the same
// are one, so that with several of them how many there are depends on them.
func (f *flow) dict(entries []syntax.Expr) (d dependence) {
	for _, e := range entries {
		entry := e.(*syntax.DictEntry)
		key := f.of(entry.Key)
		if len(entries) > 1 {
			key = key.any()
		} else {
			key = key.held()
		}
		d = d.or(key).or(f.of(entry.Value).held())
	}
	return d
}

// comprehension returns the dependence of what a loop in brackets makes: its length
// depends on what is filtered, and on how long that is which it goes through.
func (f *flow) comprehension(x *syntax.Comprehension) (d dependence) {
	if entry, ok := x.Body.(*syntax.DictEntry); ok {
		d = f.of(entry.Key).any().or(f.of(entry.Value).held())
	} else {
		d = f.of(x.Body).held()
	}
	for _, clause := range x.Clauses {
		switch clause := clause.(type) {
		case *syntax.ForClause:
			d = d.or(f.of(clause.X).length())
		case *syntax.IfClause:
			d = d.or(f.of(clause.Cond).truth())
		}
	}
	return d
}

// call returns the dependence of what a call returns.
func (f *flow) call(x *syntax.CallExpr) dependence {
	if samePlace(x.Lparen, f.pos) {
		return f.base
	}
	given := f.arguments(x)
	switch fn := x.Fn.(type) {
	case *syntax.Ident:
		if _, ok := starlark.Universe[fn.Name]; ok {
			return ofUniverse(fn.Name, given, x)
		}
	case *syntax.DotExpr:
		return given.any().or(methodOf(fn.Name.Name, f.of(fn.X)))
	}
	return f.of(x.Fn).or(given.any()) // a lambda is what it returns
}

// arguments returns the closest dependence of what a call is given.
func (f *flow) arguments(x *syntax.CallExpr) (d dependence) {
	for _, arg := range x.Args {
		d = d.or(f.argument(arg))
	}
	return d
}

// argument returns the dependence of one argument, whether it is named or not.
func (f *flow) argument(arg syntax.Expr) dependence {
	switch arg := arg.(type) {
	case *syntax.BinaryExpr:
		if arg.Op == syntax.EQ {
			return f.of(arg.Y)
		}
	case *syntax.UnaryExpr:
		if arg.Op == syntax.STAR || arg.Op == syntax.STARSTAR {
			return f.of(arg.X).element()
		}
	}
	return f.of(arg)
}

// ofUniverse returns the dependence of what a function of Starlark makes of its arguments.
func ofUniverse(name string, given dependence, x *syntax.CallExpr) dependence {
	switch name {
	case "len":
		return given.length()
	case "bool":
		return given.truth()
	case "type":
		if given.depth > 1 || given.verdict {
			return dependence{}
		}
	case "any", "all":
		return given.element().truth()
	case "min", "max":
		return given.element().or(given.length())
	case "list", "tuple", "sorted", "reversed":
		return given
	case "enumerate", "zip":
		return given.held()
	case "dict":
		if len(x.Args) > 0 && isNamed(x.Args[len(x.Args)-1]) {
			return given.held()
		}
		return given
	case "set":
		if len(x.Args) == 1 && isOneElement(x.Args[0]) {
			return given
		}
	}
	return given.any()
}

// methodOf returns the dependence of what a method returns of a value.
func methodOf(name string, d dependence) dependence {
	switch name {
	case "keys", "values":
		return d
	case "items":
		return d.held()
	case "get", "pop", "setdefault":
		return d.element()
	}
	return d.any()
}

// isNamed reports whether an argument is given by its name.
func isNamed(arg syntax.Expr) bool {
	x, ok := arg.(*syntax.BinaryExpr)
	return ok && x.Op == syntax.EQ
}

// isOneElement reports whether an expression is a list or tuple of one element.
func isOneElement(x syntax.Expr) bool {
	switch x := x.(type) {
	case *syntax.ListExpr:
		return len(x.List) == 1
	case *syntax.ParenExpr:
		return isOneElement(x.X)
	case *syntax.TupleExpr:
		return len(x.List) == 1
	}
	return false
}
