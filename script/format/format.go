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
	neat, err := printed(file, text)
	if err != nil {
		return nil, err
	}
	after, err := script.Dialect.Parse(name, neat, 0)
	if err != nil || !sameMeaning(file, after) || !sameComments(text, neat) {
		return nil, fmt.Errorf("%s: it cannot be formatted without changing what it says", name)
	}
	return []byte(neat), nil
}

// printed returns what buildifier makes of a script.
func printed(file *syntax.File, src string) (string, error) {
	plain, whiles := simplify(file, src)
	tree, err := build.ParseDefault(file.Path, []byte(plain))
	if err != nil {
		return "", unreadable(file, err)
	}
	build.Walk(tree, func(x build.Expr, _ []build.Expr) {
		switch x := x.(type) {
		case *build.StringExpr:
			requote(x)
		case *build.UnaryExpr:
			negate(x)
		}
	})
	return printTree(tree, whiles), nil
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

// requote puts text in single quotes into double ones. The printer would do so
// too, but writes letters beyond ASCII as bytes, which Starlark refuses.
func requote(s *build.StringExpr) {
	if !strings.HasPrefix(s.Token, "'") || strings.Contains(s.Value, `"`) {
		return
	}
	quotes := 1
	if s.TripleQuote {
		quotes = 3
	}
	double := strings.Repeat(`"`, quotes)
	s.Token = double + unescape.Replace(s.Token[quotes:len(s.Token)-quotes]) + double
}

// negate makes one operator of a not behind another. The printer would put the
// second one in parentheses, which is wrong before a comparison: buildifier
// thinks that not binds tighter.
func negate(x *build.UnaryExpr) {
	for strings.HasPrefix(x.Op, "not") {
		next, ok := x.X.(*build.UnaryExpr)
		if !ok || next.Op != "not" {
			return
		}
		x.Op, x.X = strings.TrimSpace(x.Op)+" not ", next.X
	}
}
