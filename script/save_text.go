package script

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine"
)

// writing is a session that is being written as a script: a file in which the
// names of the prompt mean one thing from the first line to the last.
type writing struct {
	names  *names
	dir    string          // where the script will be
	used   map[string]bool // names that the script must not use for something else
	hiding map[string]bool // names that the person has taken from a verb or a builtin, at this point
	parts  []part
	last   int // the part whose value is _, or -1
}

// part is a statement of the script.
type part struct {
	lead  string // comments before it
	text  string
	edits []edit
	loads bool  // it is a load statement
	plain bool  // it stands without empty lines around it
	seeds []int // where a call of cluster could be told its seed
	keep  bool  // it is worth a line
}

// edit puts another text in place of length bytes at an offset.
type edit struct {
	at, length int
	text       string
}

// written returns the script of what was said so far, or why there is none.
func (c *conversation) written(dir string) (w *writing, why string) {
	w = &writing{names: c.names, dir: dir, used: map[string]bool{}, hiding: map[string]bool{}, last: -1}
	for _, name := range c.names.visible() {
		w.used[name] = true
	}
	for _, e := range c.said() {
		if e.depth > 0 {
			if e.changed && !e.left {
				return nil, "some of it was typed at a breakpoint, in the middle of something else"
			}
			continue
		}
		if why := w.entry(&e); why != "" {
			return nil, e.title() + " " + why
		}
	}
	return w, ""
}

// entry writes a command. It returns why that cannot be.
func (w *writing) entry(e *entry) (why string) {
	if word, ok := e.command(); ok {
		_, name, _ := strings.Cut(word, " ")
		delete(w.hiding, strings.TrimSpace(name))
		return ""
	}
	file, err := promptDialect.Parse(e.name, e.portion(), 0)
	if err != nil {
		return "cannot be read: " + err.Error()
	}
	// everything is resolved as if it were defined elsewhere, to tell locals from the rest
	_ = resolve.File(file, func(string) bool { return true }, starlark.Universe.Has)
	for _, r := range e.revived {
		if !r.current {
			return "brought up a node again that was lost, of a cluster that is not the current one"
		}
		w.parts = append(w.parts, part{text: fmt.Sprintf("crash(%d)", r.node), plain: true, keep: true})
	}
	for nth, stmt := range file.Stmts {
		ended := e.halted() && nth == e.stage
		if nth > e.stage && e.halted() {
			break
		}
		if ended && !e.moved {
			continue // it failed and did nothing
		}
		p := w.statement(e, stmt, next(e, file, nth))
		if nth == 0 {
			p.lead = e.lead
		}
		if ended {
			if why := w.halted(e, stmt, &p); why != "" {
				return why
			}
		}
		w.parts = append(w.parts, p)
		if slices.Contains(e.kept, nth) {
			w.last = len(w.parts) - 1
		}
	}
	return ""
}

// next returns where the statement after the nth one begins in the text of an
// entry: up to there it is the nth one's, with what is said behind it.
func next(e *entry, file *syntax.File, nth int) int {
	if nth+1 == len(file.Stmts) {
		return len(e.text)
	}
	return e.offset(syntax.Start(file.Stmts[nth+1]))
}

// halted reports whether the command did not come to its end.
func (e *entry) halted() bool { return e.failed || e.cut != cutoff{} }

// statement writes a statement.
func (w *writing) statement(e *entry, stmt syntax.Stmt, end int) part {
	start := e.offset(syntax.Start(stmt))
	p := part{text: strings.TrimRight(e.text[start:end], " \t\n;"), plain: true, keep: true}
	at := func(pos syntax.Position) int { return e.offset(pos) - start }
	switch stmt := stmt.(type) {
	case *syntax.DefStmt:
		p.plain = false
	case *syntax.LoadStmt:
		p.loads = true
		p.rewrite(at(stmt.Module.TokenPos), stmt.Module.Raw, w.relative(e, stmt.ModuleName()))
	case *syntax.ExprStmt:
		p.keep = w.matters(e, stmt)
	case *syntax.ForStmt, *syntax.IfStmt, *syntax.WhileStmt:
		p.keep = e.changed || w.speaks(stmt)
	}
	w.refer(stmt, &p, at)
	return p
}

// offset returns where a position is in the text of an entry.
func (e *entry) offset(pos syntax.Position) int {
	at := 0
	for range int(pos.Line) - e.line {
		at += strings.IndexByte(e.text[at:], '\n') + 1
	}
	for range int(pos.Col) - 1 {
		_, n := utf8.DecodeRuneInString(e.text[at:])
		at += n
	}
	return at
}

// rewrite puts new in place of old.
func (p *part) rewrite(at int, old, new string) {
	if old != new {
		p.edits = append(p.edits, edit{at, len(old), new})
	}
}

// relative returns the name of a module, in quotes, for a script in w.dir.
func (w *writing) relative(e *entry, name string) string {
	if !strings.HasPrefix(name, standard) {
		from, err1 := filepath.Abs(w.dir)
		file, err2 := filepath.Abs(filepath.Join(e.dir, filepath.FromSlash(name)))
		if rel, err := filepath.Rel(from, file); err1 == nil && err2 == nil && err == nil {
			name = filepath.ToSlash(rel)
		}
	}
	return syntax.Quote(name, false)
}

// matters reports whether an expression is worth a line: it changed something,
// or says something when it is run as a script.
func (w *writing) matters(e *entry, stmt *syntax.ExprStmt) bool {
	call, ok := stmt.X.(*syntax.CallExpr)
	if !ok {
		return w.calls(stmt) && e.changed || e.lineOfFile()
	}
	if id, ok := call.Fn.(*syntax.Ident); ok && w.isPrompts(id.Name) {
		return false
	}
	return e.changed || e.lineOfFile() || w.speaks(stmt)
}

// lineOfFile reports whether the entry is a part of a script already.
func (e *entry) lineOfFile() bool { return !e.echo }

// isPrompts reports whether name is that of a verb that only the prompt has.
func (w *writing) isPrompts(name string) bool {
	return w.names.given.Has(name) && !w.names.session.names.Has(name) && !w.hiding[name]
}

func (w *writing) calls(stmt syntax.Stmt) bool {
	found := false
	syntax.Walk(stmt, func(n syntax.Node) bool {
		_, ok := n.(*syntax.CallExpr)
		found = found || ok
		return true
	})
	return found
}

// speaking lists what prints or checks something in a script.
var speaking = []string{"print", "show", "boxes", "diagram", "trace", "refresh", "assert", "check", "covered"}

// speaks reports whether a statement prints or checks something, as far as can
// be seen: a function of the person's own may.
func (w *writing) speaks(stmt syntax.Stmt) bool {
	found := false
	syntax.Walk(stmt, func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok {
			_, isFunction := w.names.all[id.Name].(*starlark.Function)
			found = found || isFunction || slices.Contains(speaking, id.Name)
		}
		return true
	})
	return found
}

// refer puts into a statement what its names are called in the script.
func (w *writing) refer(stmt syntax.Stmt, p *part, at func(syntax.Position) int) {
	bound := bindings([]syntax.Stmt{stmt})
	set := map[*syntax.Ident]bool{}
	assignment, isAssignment := stmt.(*syntax.AssignStmt)
	if isAssignment {
		syntax.Walk(assignment.LHS, func(n syntax.Node) bool {
			if id, ok := n.(*syntax.Ident); ok {
				set[id] = true
			}
			return true
		})
	}
	syntax.Walk(stmt, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			w.seed(n, p, at)
		case *syntax.Ident:
			if n.Name == lastValue && isGlobal(n) && w.last >= 0 && !slices.Contains(bound, lastValue) {
				w.keepLast()
			}
			takes := slices.Contains(bound, n.Name) && w.isTaken(n.Name) && (set[n] || !isAssignment)
			if isGlobal(n) && (takes || w.hiding[n.Name]) {
				p.edits = append(p.edits, edit{at(n.NamePos), len(n.Name), w.instead(n.Name)})
			}
		}
		return true
	})
	for _, name := range bound {
		if w.isTaken(name) {
			w.hiding[name] = true
		}
	}
}

// isTaken reports whether a script cannot use a name for its own, and for what
// it was before as well.
func (w *writing) isTaken(name string) bool {
	return w.names.session.names.Has(name) || starlark.Universe.Has(name)
}

// instead returns what the person's own name is called that hides another.
func (w *writing) instead(name string) string {
	for name += "_"; w.used[name]; name += "_" {
	}
	return name
}

// isGlobal reports whether a name stands for nothing inside of a function.
func isGlobal(id *syntax.Ident) bool {
	b, ok := id.Binding.(*resolve.Binding)
	return ok && (b.Scope == resolve.Global || b.Scope == resolve.Predeclared || b.Scope == resolve.Universal)
}

// keepLast gives the value of the expression whose value is _ that name.
func (w *writing) keepLast() {
	p := &w.parts[w.last]
	if !p.keep || len(p.edits) == 0 || p.edits[0].text != lastValue+" = " {
		p.edits = append([]edit{{0, 0, lastValue + " = "}}, p.edits...)
	}
	p.keep = true
}

// seed notes where a call could be told the seed of a cluster.
func (w *writing) seed(call *syntax.CallExpr, p *part, at func(syntax.Position) int) {
	if id, ok := call.Fn.(*syntax.Ident); !ok || id.Name != "cluster" || w.hiding["cluster"] {
		return
	}
	for _, arg := range call.Args {
		switch arg := arg.(type) {
		case *syntax.BinaryExpr:
			if id, ok := arg.X.(*syntax.Ident); ok && arg.Op == syntax.EQ && id.Name == "seed" {
				return
			}
		case *syntax.UnaryExpr:
			if arg.Op == syntax.STARSTAR {
				return
			}
		}
	}
	p.seeds = append(p.seeds, at(call.Rparen))
	if len(call.Args) == 0 {
		p.seeds[len(p.seeds)-1] *= -1 // no comma before it
	}
}

// halted writes a statement that did not come to its end.
func (w *writing) halted(e *entry, stmt syntax.Stmt, p *part) (why string) {
	before := "assert.fails("
	switch {
	case e.cut.beat > 0:
		before = fmt.Sprintf("stop_before(%d, ", e.halt.lines+1)
	case e.cut.thread > 0:
		return "was interrupted between two events"
	case e.broke != "":
		before = "expect_violation("
	}
	switch stmt := stmt.(type) {
	case *syntax.ExprStmt:
		p.wrap(before, 0, e.length(stmt.X))
	case *syntax.AssignStmt:
		at := e.offset(syntax.Start(stmt.RHS)) - e.offset(syntax.Start(stmt))
		p.wrap(before, at, e.length(stmt.RHS))
	case *syntax.LoadStmt:
		return "is a load that did not end well"
	default:
		name := fmt.Sprintf("line_%d", e.line)
		for w.used[name] {
			name += "_"
		}
		w.used[name] = true
		for i := range p.text {
			if p.text[i] == '\n' {
				p.edits = append(p.edits, edit{i + 1, 0, "    "})
			}
		}
		p.edits = append(p.edits, edit{0, 0, "def " + name + "():\n    "}, edit{len(p.text), 0, "\n\n" + before + name + ")"})
		p.plain = false
	}
	p.keep = true
	return ""
}

// wrap leaves of a part only the expression at an offset, as the body of a lambda
// that a call which begins with before calls.
func (p *part) wrap(before string, at, length int) {
	p.edits = slices.DeleteFunc(p.edits, func(d edit) bool { return d.at < at || d.at >= at+length })
	p.edits = append([]edit{{0, at, before + "lambda: "}}, p.edits...)
	p.edits = append(p.edits, edit{at + length, len(p.text) - at - length, ")"})
}

// length returns how long an expression is in the text of an entry. The parser
// leaves the last bracket out of some.
func (e *entry) length(x syntax.Expr) int {
	from, to := x.Span()
	start, end := e.offset(from), e.offset(to)
	for ; end < len(e.text); end++ {
		var p place
		if p.feed(e.text[start:end]); len(p.open) == 0 {
			break
		}
	}
	return end - start
}

// text returns the script, in which clusters that are told no seed have the one
// given, unless that is the usual one.
func (w *writing) text(in engine.Input) string {
	var text strings.Builder
	apart, loads := true, false // the part before wants an empty line after it; it is a load
	for i := range w.parts {
		p := &w.parts[i]
		if !p.keep {
			continue
		}
		body := p.edited(in)
		if text.Len() == 0 && !isDocString(body) {
			text.WriteString("\"\"\"Saved at the prompt.\"\"\"\n")
		}
		lead := strings.TrimSpace(p.lead)
		if text.Len() > 0 && (apart || !p.plain || lead != "" || loads && !p.loads) {
			text.WriteByte('\n')
		}
		if lead != "" {
			text.WriteString(lead + "\n")
		}
		text.WriteString(strings.TrimRight(body, " \t\n") + "\n")
		apart, loads = !p.plain || isDocString(body), p.loads
	}
	if text.Len() == 0 {
		return "\"\"\"Saved at the prompt, where nothing was done.\"\"\"\n"
	}
	return text.String()
}

func isDocString(text string) bool {
	return strings.HasPrefix(text, `"""`) || strings.HasPrefix(text, `'`) || strings.HasPrefix(text, `"`)
}

// edited returns the part as it is to be.
func (p *part) edited(in engine.Input) string {
	edits := slices.Clone(p.edits)
	if !isUsual(in) {
		for _, at := range p.seeds {
			comma := ", "
			if at < 0 {
				at, comma = -at, ""
			}
			edits = append(edits, edit{at, 0, fmt.Sprintf("%sseed = %s", comma, inputValue(in))})
		}
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	var text strings.Builder
	done := 0
	for _, d := range edits {
		text.WriteString(p.text[done:d.at] + d.text)
		done = d.at + d.length
	}
	text.WriteString(p.text[done:])
	return text.String()
}
