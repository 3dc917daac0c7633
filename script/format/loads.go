package format

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"go.starlark.net/syntax"
)

// Buildifier puts the load statements of a file first, makes one of those of the
// same module, and sorts them and the names in each. That is another script where
// something happens before a load: the module may do something too. And it is one
// where a name is bound twice, since the last one counts.

// arrangeLoads arranges the load statements of a tree as buildifier does, as far as
// the script stays the same.
func arrangeLoads(tree *build.File, file *syntax.File, src string) {
	if boundTwice(file) {
		return
	}
	if comments, _ := scan(src); !slices.ContainsFunc(comments, func(c string) bool { return strings.Contains(strings.ToLower(c), "disable=load-on-top") }) {
		act := firstAct(file)
		n := 0
		for n < len(tree.Stmt) {
			if start, _ := tree.Stmt[n].Span(); start.Line >= act {
				break
			}
			n++
		}
		rewrite(&build.File{Type: tree.Type, Stmt: tree.Stmt[:n]}, "loadTop")
	}
	mergeLoads(tree)
	rewrite(tree, "sortLoadStatements", "loadsort")
}

// mergeLoads makes one load statement of those of the same module. A later one with
// a comment stays apart: buildifier would lose the comment.
func mergeLoads(tree *build.File) {
	kept, seen := map[int]build.Expr{}, map[string]bool{}
	for i, stmt := range tree.Stmt {
		if load, ok := stmt.(*build.LoadStmt); ok {
			if seen[load.Module.Value] && isCommented(load) {
				kept[i], tree.Stmt[i] = load, nil
			}
			seen[load.Module.Value] = true
		}
	}
	rewrite(tree, "sameOriginLoad")
	for i, load := range kept {
		tree.Stmt[i] = load
	}
}

// isCommented reports whether a load statement has a comment that is not at one of
// its names.
func isCommented(load *build.LoadStmt) bool {
	for _, x := range []build.Expr{load, load.Module, &load.Rparen} {
		if c := x.Comment(); len(c.Before)+len(c.Suffix)+len(c.After) > 0 {
			return true
		}
	}
	return false
}

// firstAct returns the line of the first statement of a script that may do
// something that others see.
func firstAct(file *syntax.File) int {
	for _, stmt := range file.Stmts {
		if acts(stmt) {
			start, _ := stmt.Span()
			return int(start.Line)
		}
	}
	return math.MaxInt
}

// acts reports whether a statement may do something that a module sees which is
// loaded afterwards: it may be anything but a definition.
func acts(stmt syntax.Stmt) bool {
	switch stmt := stmt.(type) {
	case *syntax.LoadStmt:
		return false
	case *syntax.BranchStmt:
		return stmt.Token != syntax.PASS
	case *syntax.ExprStmt:
		_, isLiteral := stmt.X.(*syntax.Literal) // a doc string
		return !isLiteral
	case *syntax.AssignStmt:
		return calls(stmt)
	case *syntax.DefStmt:
		return slices.ContainsFunc(stmt.Params, func(p syntax.Expr) bool { return calls(p) })
	}
	return true
}

// calls reports whether a part of a script calls something when it is reached.
func calls(n syntax.Node) (yes bool) {
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.LambdaExpr:
			return false
		case *syntax.CallExpr:
			yes = true
		}
		return true
	})
	return yes
}

// origin is where a loaded name comes from.
type origin struct{ module, name string }

// boundTwice reports whether a name that a script loads stands for something else
// too, so that order matters.
func boundTwice(file *syntax.File) bool {
	from := map[string]origin{}
	for _, stmt := range file.Stmts {
		load, ok := stmt.(*syntax.LoadStmt)
		if !ok {
			continue
		}
		for i, to := range load.To {
			o := origin{load.ModuleName(), load.From[i].Name}
			if before, bound := from[to.Name]; bound && before != o {
				return true
			}
			from[to.Name] = o
		}
	}
	return slices.ContainsFunc(bindings(file), func(name string) bool { _, loaded := from[name]; return loaded })
}

// bindings returns the names that the statements of a script bind for all of it, but
// for loads.
func bindings(file *syntax.File) (names []string) {
	bind := func(n syntax.Node) {
		syntax.Walk(n, func(n syntax.Node) bool {
			if id, ok := n.(*syntax.Ident); ok {
				names = append(names, id.Name)
			}
			return true
		})
	}
	for _, stmt := range file.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.DefStmt:
				names = append(names, n.Name.Name)
				return false // what it binds is its own
			case *syntax.AssignStmt:
				bind(n.LHS)
			case *syntax.ForStmt:
				bind(n.Vars)
			}
			return true
		})
	}
	return names
}

// loadsOf says what the load statements of a script do, and when: two scripts whose
// other statements are the same differ in nothing but these texts.
func loadsOf(file *syntax.File) []string {
	if boundTwice(file) {
		return loadsInOrder(file)
	}
	acted, first, all := 0, map[string]int{}, map[string]bool{}
	for _, stmt := range file.Stmts {
		load, ok := stmt.(*syntax.LoadStmt)
		if !ok {
			if acts(stmt) {
				acted++
			}
			continue
		}
		module := load.ModuleName()
		if _, seen := first[module]; !seen {
			first[module] = acted // it is there from then on
		}
		for i, to := range load.To {
			all[fmt.Sprintf("after %d: %q %s=%s", first[module], module, to.Name, load.From[i].Name)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func loadsInOrder(file *syntax.File) (all []string) {
	for n, stmt := range file.Stmts {
		if load, ok := stmt.(*syntax.LoadStmt); ok {
			for i, to := range load.To {
				all = append(all, fmt.Sprintf("statement %d: %q %s=%s", n, load.ModuleName(), to.Name, load.From[i].Name))
			}
		}
	}
	return all
}
