package format

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"go.starlark.net/syntax"
)

// sameMeaning reports whether two scripts differ at most in where things
// stand: their syntax trees are the same but for positions, comments,
// parentheses that the tree makes needless, how literals are spelt, how
// docstrings are indented, and the order of loads and arguments where it makes no
// difference. It changes the trees.
func sameMeaning(x, y *syntax.File) bool {
	if !slices.Equal(loadsOf(x), loadsOf(y)) {
		return false
	}
	return slices.EqualFunc(plain(x), plain(y), func(x, y syntax.Stmt) bool {
		return sameNode(reflect.ValueOf(x), reflect.ValueOf(y))
	})
}

// plain returns the statements of a script but for loads, with docstrings that do
// not depend on where they stand, and arguments in their order: Starlark accepts
// no other.
func plain(file *syntax.File) []syntax.Stmt {
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.DefStmt:
			if doc := docstring(n); doc != nil {
				doc.Value = unindented(doc.Value.(string))
			}
		case *syntax.CallExpr:
			slices.SortStableFunc(n.Args, func(x, y syntax.Expr) int { return cmp.Compare(argumentKind(x), argumentKind(y)) })
		}
		return true
	})
	return slices.DeleteFunc(slices.Clone(file.Stmts), func(stmt syntax.Stmt) bool {
		_, isLoad := stmt.(*syntax.LoadStmt)
		return isLoad
	})
}

// argumentKind returns a number by which the arguments of a call are ordered.
func argumentKind(x syntax.Expr) int {
	switch x := x.(type) {
	case *syntax.BinaryExpr:
		if x.Op == syntax.EQ {
			return 1 // name = value
		}
	case *syntax.UnaryExpr:
		switch x.Op {
		case syntax.STAR:
			return 2
		case syntax.STARSTAR:
			return 3
		}
	}
	return 0
}

// sameNode compares two parts of syntax trees, field by field, so that it
// knows of whatever a later Starlark adds.
func sameNode(x, y reflect.Value) bool {
	x, y = inner(x), inner(y)
	if x.IsValid() != y.IsValid() || x.IsValid() && x.Type() != y.Type() {
		return false
	}
	if !x.IsValid() {
		return true
	}
	switch x.Kind() {
	case reflect.Slice:
		return x.Len() == y.Len() && all(x.Len(), func(i int) bool { return sameNode(x.Index(i), y.Index(i)) })
	case reflect.Struct:
		if literal, ok := x.Interface().(syntax.Literal); ok {
			return sameLiteral(literal, y.Interface().(syntax.Literal))
		}
		return all(x.NumField(), func(i int) bool {
			f := x.Type().Field(i)
			return !f.IsExported() || f.Type == reflect.TypeFor[syntax.Position]() || sameNode(x.Field(i), y.Field(i))
		})
	default:
		return x.Equal(y)
	}
}

// inner returns what an interface, a pointer or parentheses hold; for nil it
// is no value.
func inner(v reflect.Value) reflect.Value {
	for v.IsValid() && (v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer) {
		if paren, ok := v.Interface().(*syntax.ParenExpr); ok && paren != nil {
			v = reflect.ValueOf(paren.X)
			continue
		}
		v = v.Elem()
	}
	return v
}

func all(n int, holds func(int) bool) bool {
	for i := range n {
		if !holds(i) {
			return false
		}
	}
	return true
}

// sameLiteral compares what literals stand for. The value of a large number is
// a pointer, but its text tells.
func sameLiteral(x, y syntax.Literal) bool {
	return x.Token == y.Token && fmt.Sprint(x.Value) == fmt.Sprint(y.Value)
}

// sameComments reports whether two scripts have the same comments, wherever
// they stand.
func sameComments(x, y string) bool {
	before, _ := scan(x)
	after, _ := scan(y)
	slices.Sort(before)
	slices.Sort(after)
	return slices.Equal(before, after)
}
