package format

import (
	"errors"
	"fmt"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"go.starlark.net/syntax"

	"synod/script"
)

// Source returns a script as it should be written. The name is for errors: that
// of a script which is no Starlark is a syntax.Error.
func Source(name string, src []byte) ([]byte, error) {
	text, err := script.SourceText(name, string(src))
	if err != nil {
		return nil, err
	}
	file, err := script.Dialect.Parse(name, text, 0)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, write := range []func(*syntax.File, string) (string, error){buildifier, corrected, correctedApart} {
		neat, err := write(file, text)
		switch {
		case err != nil:
			failed = err
		case saysTheSame(name, text, neat):
			return []byte(neat), nil
		}
	}
	if failed == nil {
		failed = fmt.Errorf("%s: it cannot be formatted without changing what it says", name)
	}
	return nil, failed
}

// saysTheSame reports whether neat is a script that does what text does, and has
// the same comments.
func saysTheSame(name, text, neat string) bool {
	before, err := script.Dialect.Parse(name, text, 0)
	if err != nil {
		return false
	}
	after, err := script.Dialect.Parse(name, neat, 0)
	return err == nil && sameMeaning(before, after) && sameComments(text, neat)
}

// errUnstable is the error of what buildifier writes differently each time.
var errUnstable = errors.New("it does not stay as it is")

// buildifier returns what buildifier itself makes of a script, which is not
// always a script that does the same.
func buildifier(file *syntax.File, src string) (string, error) {
	once, err := rewritten(file, src)
	if err != nil {
		return "", err
	}
	if twice, err := rewritten(file, once); err != nil || twice != once {
		return "", errUnstable
	}
	return once, nil
}

func rewritten(file *syntax.File, src string) (string, error) {
	tree, err := build.ParseDefault(file.Path, []byte(src))
	if err != nil {
		return "", unreadable(file, err)
	}
	return string(build.Format(tree)), nil
}

// corrected returns what buildifier makes of a script, corrected where that is no
// Starlark, or another script: see the package comment.
func corrected(file *syntax.File, src string) (string, error) {
	return correct(file, src, arrangeLoads)
}

// correctedApart is corrected, but leaves every load statement where it stands.
func correctedApart(file *syntax.File, src string) (string, error) {
	return correct(file, src, func(*build.File, *syntax.File, string) {})
}

func correct(file *syntax.File, src string, arrange func(*build.File, *syntax.File, string)) (string, error) {
	plain, whiles := simplify(file, src)
	tree, err := build.ParseDefault(file.Path, []byte(plain))
	if err != nil {
		return "", unreadable(file, err)
	}
	arrange(tree, file, src)
	rewrite(tree, "reorderarguments", "collapseEmpty")
	build.Walk(tree, func(x build.Expr, above []build.Expr) {
		switch x := x.(type) {
		case *build.StringExpr:
			requote(x)
		case *build.UnaryExpr:
			negate(x, above)
		case *build.LiteralExpr:
			respell(x)
		}
	})
	return indentDocstrings(tree, file, src, func() string { return printTree(tree, whiles) })
}

// rewrite applies some of buildifier's rewrites to a tree.
func rewrite(tree *build.File, names ...string) {
	(&build.Rewriter{RewriteSet: names}).Rewrite(tree)
}

// unreadable is the error of a script that Starlark can read and buildifier
// cannot, such as one with a literal of bytes.
func unreadable(file *syntax.File, err error) error {
	var parse build.ParseError
	if !errors.As(err, &parse) {
		return fmt.Errorf("%s: it cannot be formatted: %w", file.Path, err)
	}
	pos := syntax.MakePosition(&file.Path, int32(parse.Pos.Line), int32(parse.Pos.LineRune))
	return syntax.Error{Pos: pos, Msg: "this is Starlark, but cannot be formatted: " + parse.Message}
}

// unescape removes the backslash before single quotes, but not the second half of another's.
var unescape = strings.NewReplacer(`\\`, `\\`, `\'`, `'`)

// requote puts text in single quotes into double ones where the printer would
// not write the same text: it writes letters beyond ASCII as bytes, which Starlark
// refuses.
func requote(s *build.StringExpr) {
	if !strings.HasPrefix(s.Token, "'") || strings.Contains(s.Value, `"`) || sameText(s.Token, build.FormatString(s)) {
		return
	}
	quotes := 1
	if s.TripleQuote {
		quotes = 3
	}
	double := strings.Repeat(`"`, quotes)
	s.Token = double + unescape.Replace(s.Token[quotes:len(s.Token)-quotes]) + double
}

// sameText reports whether two literals are the same text in Starlark.
func sameText(x, y string) bool {
	v, ok := literal(x)
	w, also := literal(y)
	return ok && also && sameLiteral(v, w)
}

func literal(token string) (syntax.Literal, bool) {
	x, err := script.Dialect.ParseExpr("", token, 0)
	if l, ok := x.(*syntax.Literal); ok && err == nil {
		return *l, true
	}
	return syntax.Literal{}, false
}

// negate makes one operator of a not behind another, where they are negations of
// a comparison: buildifier thinks that not binds tighter, and would put the second
// one in parentheses.
func negate(x *build.UnaryExpr, above []build.Expr) {
	if len(above) == 0 {
		return
	}
	parent, ok := above[len(above)-1].(*build.BinaryExpr)
	if !ok || parent.X != build.Expr(x) || parent.Op == "and" || parent.Op == "or" {
		return
	}
	for strings.HasPrefix(x.Op, "not") {
		next, ok := x.X.(*build.UnaryExpr)
		if !ok || next.Op != "not" {
			return
		}
		x.Op, x.X = strings.TrimSpace(x.Op)+" not ", next.X
	}
}

// respell spells a number as buildifier does, unless that is no number, such as
// 1.5e for 1.5e0.
func respell(x *build.LiteralExpr) {
	number := *x
	rewrite(&build.File{Type: build.TypeDefault, Stmt: []build.Expr{&number}}, "editoctal", "editfloat")
	if sameText(x.Token, number.Token) {
		x.Token = number.Token
	}
}
