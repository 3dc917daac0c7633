package script

import (
	"fmt"
	"io/fs"
	"strings"

	"go.starlark.net/syntax"

	"synod/lib"
)

// libraryFile is a file of the standard library as the reference shows it.
type libraryFile struct {
	name      string // as load statements name it, without the prefix
	doc       string
	functions []libraryFunction
	values    []libraryValue
}

// libraryValue is a value that a file of the standard library gives away.
type libraryValue struct {
	name  string
	value syntax.Expr
}

// libraryFunction is a function that a file of the standard library gives away.
type libraryFunction struct {
	name   string
	params []Param
	doc    docParts
}

// loadText is the help about load, which is a part of the language.
func loadText() string {
	return "load(file, *names, **renamed)\n" + wrap(`Makes the functions and values of another file known, such as load("setup.star", "start"), which stands beside this one, or load("@synod//nemesis.star", "crashes"), which comes with synod: `+strings.Join(library(), ", ")+". What begins with _ is a file's own.", "    ", textWidth)
}

// libraryFiles reads the standard library.
func libraryFiles() []libraryFile {
	var files []libraryFile
	for _, name := range library() {
		files = append(files, readLibrary(strings.TrimPrefix(name, standard)))
	}
	return files
}

// readLibrary reads a file of the standard library. It comes with the program, and
// is in order.
func readLibrary(name string) libraryFile {
	src, err := fs.ReadFile(lib.FS, name)
	if err != nil {
		panic(err)
	}
	text, err := SourceText(name, string(src))
	if err != nil {
		panic(err)
	}
	parsed, err := Dialect.Parse(name, text, 0)
	if err != nil {
		panic(err)
	}
	file := libraryFile{name: name, doc: writtenDoc(parsed.Stmts)}
	for _, s := range parsed.Stmts {
		switch s := s.(type) {
		case *syntax.DefStmt:
			if name := s.Name.Name; !strings.HasPrefix(name, "_") {
				doc := takeApart(writtenDoc(s.Body))
				file.functions = append(file.functions, libraryFunction{name, doc.documented(paramsOf(s, text)), doc})
			}
		case *syntax.AssignStmt:
			if id, ok := s.LHS.(*syntax.Ident); ok && !strings.HasPrefix(id.Name, "_") {
				file.values = append(file.values, libraryValue{id.Name, s.RHS})
			}
		}
	}
	return file
}

// writtenDoc returns the text that a file or a function begins with.
func writtenDoc(body []syntax.Stmt) string {
	if len(body) == 0 {
		return ""
	}
	first, ok := body[0].(*syntax.ExprStmt)
	if !ok {
		return ""
	}
	text, ok := first.X.(*syntax.Literal)
	if !ok || text.Token != syntax.STRING {
		return ""
	}
	return text.Value.(string)
}

// signature returns "loss(rate=0.1)", as the reference writes those of verbs.
func (f *libraryFunction) signature() string { return f.name + "(" + signature(f.params) + ")" }

// text returns what there is to know about the file.
func (f *libraryFile) text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n%s\n", standard+f.name, indented(f.doc))
	for i := range f.functions {
		fn := &f.functions[i]
		text.WriteString(hung(fn.signature(), "    "))
		text.WriteString(wrap(fn.doc.prose[0], "        ", textWidth))
	}
	return text.String()
}

// text returns what there is to know about the function, and how to get it.
func (f *libraryFunction) text(from string) string {
	return fmt.Sprintf("%s%s\n    load(%q, %q)\n", hung(f.signature(), ""), f.doc.text(f.params), standard+from, f.name)
}

// indented returns a doc string with four spaces before each line. Prose is wrapped
// again; what is indented more, such as code, stays as it is where there is room.
func indented(doc string) string {
	var text strings.Builder
	var prose []string
	flush := func() {
		if len(prose) > 0 {
			text.WriteString(wrap(strings.Join(prose, " "), "    ", textWidth))
		}
		prose = nil
	}
	for _, line := range dedented(doc) {
		inner := strings.TrimLeft(line, " ")
		indent := "    " + line[:len(line)-len(inner)]
		switch {
		case inner == "":
			flush()
			text.WriteString("\n")
		case len(indent) == 4 && !strings.HasSuffix(inner, ":"):
			prose = append(prose, inner)
		case len(indent)+len(inner) > textWidth:
			flush()
			hang := indent + "  "
			text.WriteString(indent + strings.TrimPrefix(wrap(inner, hang, textWidth), hang))
		default:
			flush()
			text.WriteString(indent + inner + "\n")
		}
	}
	flush()
	return text.String()
}

// dedented returns the lines of a doc string without the indentation that all but
// the first have in common.
func dedented(doc string) []string {
	lines := strings.Split(strings.TrimSpace(doc), "\n")
	common := -1
	for i := range lines[1:] {
		line := strings.TrimRight(lines[i+1], " \t")
		lines[i+1] = line
		if indent := len(line) - len(strings.TrimLeft(line, " ")); line != "" && (common < 0 || indent < common) {
			common = indent
		}
	}
	for i, line := range lines[1:] {
		if line != "" {
			lines[i+1] = line[common:]
		}
	}
	return lines
}
