package starlark

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Source is the text that functions were read from.
type Source struct {
	Text    string              // of the whole file, or of all that was typed so far
	Options *syntax.FileOptions // the dialect that it was read in
}

// Sources returns the text by the name that the position of a function has.
type Sources func(name string) (Source, bool)

// portion is the part of a text that makes one function.
type portion struct {
	file      string
	line, col int32 // of its first letter, from 1
	text      string
	lambda    bool // an expression; otherwise a def
	options   syntax.FileOptions
}

// portionOf finds what fn was made of.
func (s Sources) portionOf(fn *starlark.Function) (*portion, error) {
	at := fn.Position()
	source, ok := s(at.Filename())
	if !ok {
		return nil, fmt.Errorf("%s: the text of %s is not known", at, fn.Name())
	}
	options := source.Options
	if options == nil {
		options = new(syntax.FileOptions)
	}
	p := &portion{file: at.Filename(), line: at.Line, col: at.Col, lambda: fn.Name() == "lambda", options: *options}
	lines := strings.SplitAfter(source.Text, "\n")
	if int(at.Line) < 1 || int(at.Line) > len(lines) {
		return nil, fmt.Errorf("%s: the text of %s is not what it was made of", at, fn.Name())
	}
	find := p.findDef
	if p.lambda {
		find = p.findLambda
	}
	if p.text = find(lines); p.text == "" {
		return nil, fmt.Errorf("%s: the text of %s is not what it was made of", at, fn.Name())
	}
	return p, nil
}

// findDef returns the text from def to the end of its block. The block ends where a
// line stands as far left as the def, unless that is inside a string or brackets:
// what comes before it does not parse then.
func (p *portion) findDef(lines []string) string {
	first := lines[p.line-1]
	from := offset(first, p.col)
	if from < 0 {
		return ""
	}
	text := first[from:]
	for _, line := range lines[p.line:] {
		if !blank(line) && indent(line) < int(p.col) && p.parses(text) {
			return text
		}
		text += line
	}
	if p.parses(text) {
		return text
	}
	return ""
}

// parses reports whether text is one def.
func (p *portion) parses(text string) bool {
	file, err := (&portion{file: p.file, line: p.line, col: p.col, text: text, options: p.options}).parse()
	if err != nil || len(file.Stmts) != 1 {
		return false
	}
	_, def := file.Stmts[0].(*syntax.DefStmt)
	return def
}

// maxApart bounds how many lines a statement may have, of which a lambda is a part,
// if the whole text does not parse: something else that was typed may be wrong.
const maxApart = 200

// findLambda returns the text of a lambda.
func (p *portion) findLambda(lines []string) string {
	if text := p.lambdaIn(lines, 0, len(lines)); text != "" {
		return text
	}
	at := int(p.line) - 1
	for from := at; from >= 0 && from > at-maxApart; from-- {
		if blank(lines[from]) || indent(lines[from]) > 0 {
			continue
		}
		for end := at + 1; end <= len(lines) && end < at+maxApart; end++ {
			if text := p.lambdaIn(lines, from, end); text != "" {
				return text
			}
		}
	}
	return ""
}

// lambdaIn returns the text of the lambda if lines from to end parse.
func (p *portion) lambdaIn(lines []string, from, end int) string {
	content := strings.Join(lines[from:end], "")
	options := p.options
	file, err := options.Parse(p.file, syntax.FilePortion{Content: []byte(content), FirstLine: int32(from) + 1, FirstCol: 1}, 0)
	if err != nil {
		return ""
	}
	text := ""
	syntax.Walk(file, func(n syntax.Node) bool {
		if l, ok := n.(*syntax.LambdaExpr); ok && l.Lambda.Line == p.line && l.Lambda.Col == p.col {
			text = between(lines, l)
		}
		return text == ""
	})
	return text
}

// between returns the text of n in lines.
func between(lines []string, n syntax.Node) string {
	start, end := n.Span()
	first, last := lines[start.Line-1], lines[end.Line-1]
	from, to := offset(first, start.Col), offset(last, end.Col)
	if from < 0 || to < 0 {
		return ""
	}
	if endsInBracket(n) {
		to++ // the parser leaves the last bracket of some out
	}
	if start.Line == end.Line {
		return first[from:to]
	}
	return first[from:] + strings.Join(lines[start.Line:end.Line-1], "") + last[:to]
}

// endsInBracket reports whether the last letter of an expression is the bracket of an
// index, a slice or a tuple.
func endsInBracket(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.IndexExpr, *syntax.SliceExpr:
		return true
	case *syntax.TupleExpr:
		return n.Lparen.IsValid()
	case *syntax.LambdaExpr:
		return endsInBracket(n.Body)
	case *syntax.BinaryExpr:
		return endsInBracket(n.Y)
	case *syntax.UnaryExpr:
		return n.X != nil && endsInBracket(n.X)
	case *syntax.CondExpr:
		return endsInBracket(n.False)
	}
	return false
}

// offset returns where in a line the column begins, or -1. Columns count letters.
func offset(line string, col int32) int {
	at := 0
	for range col - 1 {
		if at >= len(line) {
			return -1
		}
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	return at
}

func blank(line string) bool {
	text := strings.TrimSpace(line)
	return text == "" || text[0] == '#'
}

// indent returns how many letters of white space a line begins with.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// parse returns p as a file with one statement: the def, or a lambda that is given
// the name "lambda", which no other value can have.
func (p *portion) parse() (*syntax.File, error) {
	options := p.options
	if !p.lambda {
		return options.Parse(p.file, syntax.FilePortion{Content: []byte(p.text + "\n"), FirstLine: p.line, FirstCol: p.col}, 0)
	}
	content := "(" + p.text + ")" // it may go over lines
	expr, err := options.ParseExpr(p.file, syntax.FilePortion{Content: []byte(content), FirstLine: p.line, FirstCol: p.col - 1}, 0)
	if err != nil {
		return nil, err
	}
	at, _ := expr.Span()
	name := &syntax.Ident{NamePos: at, Name: "lambda"}
	assign := &syntax.AssignStmt{OpPos: at, Op: syntax.EQ, LHS: name, RHS: expr}
	return &syntax.File{Path: p.file, Stmts: []syntax.Stmt{assign}, Options: &options}, nil
}

// function returns the def or the lambda of a parsed portion: its parameters.
func parameters(file *syntax.File) []syntax.Expr {
	switch s := file.Stmts[0].(type) {
	case *syntax.DefStmt:
		return s.Params
	case *syntax.AssignStmt:
		if inner, ok := s.RHS.(*syntax.ParenExpr); ok {
			if l, ok := inner.X.(*syntax.LambdaExpr); ok {
				return l.Params
			}
		}
	}
	return nil
}

// cutDefaults puts names in the place of the default values of parameters: the
// values were made when the function was. It returns the names of the parameters.
func cutDefaults(file *syntax.File) []string {
	var with []string
	for _, x := range parameters(file) {
		if b, ok := x.(*syntax.BinaryExpr); ok && b.Op == syntax.EQ {
			name := b.X.(*syntax.Ident).Name
			at, _ := b.Y.Span()
			b.Y = &syntax.Ident{NamePos: at, Name: defaultName(name)}
			with = append(with, name)
		}
	}
	return with
}

// defaultName is what the default value of a parameter is called where its function
// is compiled. No name in a text has a space.
func defaultName(parameter string) string { return "default " + parameter }
