package script

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// docParts is the doc string of a function, taken apart. Its parameters are the
// lines below "Args:", each "name (type): what it is", and what it returns stands
// below "Returns:".
type docParts struct {
	prose   []string // lines
	args    map[string]Param
	returns string
}

// argLine is a line of a doc string that says what a parameter is.
var argLine = newPattern(`^\*{0,2}(\w+)(?: \(([^)]*)\))?: *(.*)$`)

// takeApart reads a doc string.
func takeApart(doc string) docParts {
	parts := docParts{args: map[string]Param{}}
	section, name := "", ""
	for _, line := range dedented(doc) {
		inner := strings.TrimSpace(line)
		switch {
		case line == "Args:" || line == "Returns:":
			section, name = line, ""
		case section == "" || inner != "" && inner == line:
			section = ""
			parts.prose = append(parts.prose, line)
		case section == "Returns:":
			parts.returns = strings.TrimSpace(parts.returns + " " + inner)
		case argLine.MatchString(inner) && strings.TrimPrefix(line, "  ") == inner:
			found := argLine.FindStringSubmatch(inner)
			name = found[1]
			parts.args[name] = Param{Name: name, Type: typeNamed(found[2]), Doc: found[3]}
		case inner != "":
			p := parts.args[name]
			p.Doc += " " + inner
			parts.args[name] = p
		}
	}
	for len(parts.prose) > 0 && parts.prose[len(parts.prose)-1] == "" {
		parts.prose = parts.prose[:len(parts.prose)-1]
	}
	return parts
}

// documented returns the parameters with what the doc string says of them.
func (d *docParts) documented(params []Param) []Param {
	for i := range params {
		p := &params[i]
		said := d.args[p.Name]
		p.Type, p.Doc = said.Type, said.Doc
	}
	return params
}

// text returns the doc as help shows it, with a line for each parameter.
func (d *docParts) text(params []Param) string {
	text := indented(strings.Join(d.prose, "\n"))
	if len(d.args) > 0 {
		text += paramLines(d.documented(params))
	}
	if d.returns != "" {
		text += gapBehind(params) + wrap("Returns "+strings.TrimSuffix(d.returns, ".")+".", "    ", textWidth)
	}
	return text
}

// paramsOf returns the parameters of a function that is written down, with defaults
// as they stand there.
func paramsOf(def *syntax.DefStmt, src string) []Param {
	var params []Param
	only := false
	for _, p := range def.Params {
		switch p := p.(type) {
		case *syntax.Ident:
			params = append(params, Param{Name: p.Name, Keyword: only})
		case *syntax.BinaryExpr:
			params = append(params, Param{Name: p.X.(*syntax.Ident).Name, Default: sourceOf(p.Y, src), Keyword: only})
		case *syntax.UnaryExpr:
			if id, ok := p.X.(*syntax.Ident); ok {
				params = append(params, Param{Name: id.Name, Rest: p.Op.String()})
			}
			only = true
		}
	}
	return params
}

// sourceOf returns an expression of one line as it is written.
func sourceOf(x syntax.Expr, src string) string {
	start, end := x.Span()
	line := strings.Split(src, "\n")[start.Line-1]
	return string([]rune(line)[start.Col-1 : end.Col-1])
}

// paramsOfValue returns the parameters of a function.
func paramsOfValue(fn *starlark.Function) []Param {
	var params []Param
	places := fn.NumParams() - fn.NumKwonlyParams() - numberOf(fn.HasVarargs()) - numberOf(fn.HasKwargs())
	named := places + fn.NumKwonlyParams()
	for i := range fn.NumParams() {
		name, _ := fn.Param(i)
		p := Param{Name: name}
		switch {
		case i < named:
			p.Keyword = i >= places
			if d := fn.ParamDefault(i); d != nil {
				p.Default = d.String()
			}
		case fn.HasVarargs() && i == named:
			p.Rest = "*"
		default:
			p.Rest = "**"
		}
		params = append(params, p)
	}
	if fn.HasVarargs() { // it stands before those that are given by name only
		rest := params[named]
		params = append(params[:named], params[named+1:]...)
		params = append(params[:places], append([]Param{rest}, params[places:]...)...)
	}
	return params
}
