package script

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"synod/node"
	machine "synod/node/starlark"
)

// errDocumented ends a script that runs only to tell which protocols it defines.
var errDocumented = errors.New("a script is documented up to where it makes a cluster")

// DocFile returns what there is to know about the protocols that a script defines, in
// plain text. The script runs up to the first verb that would make or move a cluster.
// An error of the script is explained in the text that comes with it.
func DocFile(ctx context.Context, path, display string) (text string, err error) {
	s := New(ctx, Options{Trace: TraceOff})
	defer s.Close()
	s.documenting = true
	if err := s.RunFile(path, display); err != nil && !errors.Is(err, errDocumented) {
		return s.Explain(err), err
	}
	if len(s.protocols) == 0 {
		return "", fmt.Errorf("%s defines no protocol before it makes a cluster; want protocol(…) at the top of the file", display)
	}
	var parts []string
	for _, p := range s.protocols {
		parts = append(parts, s.docOf(p))
	}
	return strings.Join(parts, "\n"), nil
}

// documented returns an error for a verb that a script which is documented does not
// come to.
func (c *call) documented() error {
	if c.session.documenting && c.verb.nature() == acts {
		return errDocumented
	}
	return nil
}

// docOf returns what there is to know about a protocol.
func (s *Session) docOf(p *Protocol) string {
	m := p.protocol.(*machine.Protocol)
	doc := m.Doc()
	if doc == "" {
		doc = s.fileDoc(p.at.Filename())
	}
	d := protocolDoc{protocol: m}
	fmt.Fprintf(&d.text, "%s\n", m.Name())
	if doc != "" {
		d.text.WriteString(indented(doc))
	}
	d.state()
	d.handlers("requests", "requests", nil)
	d.handlers("messages", "messages", m.MessageFields)
	d.handlers("timers", "timers", nil)
	d.parameters()
	d.rules()
	d.handlers("invariants", "invariants", nil)
	return d.text.String()
}

// fileDoc returns the doc string of a file of the session.
func (s *Session) fileDoc(name string) string {
	file, err := promptDialect.Parse(name, s.sources[name], 0)
	if err != nil {
		return ""
	}
	return writtenDoc(file.Stmts)
}

// protocolDoc is the doc of a protocol that is being written.
type protocolDoc struct {
	protocol *machine.Protocol
	text     strings.Builder
}

// docLine is a word, what there is to say of it, and the same of its parts.
type docLine struct {
	word, doc string
	parts     []docLine
}

// section writes lines under a heading, with what is said of them in a column.
func (d *protocolDoc) section(heading string, lines []docLine) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(&d.text, "\n    %s\n", heading)
	width := 0
	for _, l := range lines {
		if len(l.word) <= maxParamColumn {
			width = max(width, len(l.word))
		}
		for _, part := range l.parts {
			width = max(width, min(len(part.word)+2, maxParamColumn))
		}
	}
	for _, l := range lines {
		d.text.WriteString(hangingLine("      ", l.word, width, l.doc))
		for _, part := range l.parts {
			d.text.WriteString(hangingLine("        ", part.word, width-2, part.doc))
		}
	}
}

// state writes the fields of the state, with what they begin with.
func (d *protocolDoc) state() {
	m, err := d.protocol.New(node.Config{Self: 1, Nodes: 1})
	if err != nil {
		return // a parameter may need more nodes
	}
	var lines []docLine
	for _, f := range m.(node.Snapshotter).State() {
		lines = append(lines, docLine{word: f.Name + " = " + fromField(f.Value).String()})
	}
	d.section("state", lines)
}

// handlers writes what the functions of a part of the protocol say of themselves, and of
// what they take.
func (d *protocolDoc) handlers(heading, part string, fields func(string) []string) {
	var lines []docLine
	for _, h := range d.protocol.Handlers(part) {
		parts := takeApart(h.Doc)
		l := docLine{word: h.Name, doc: firstParagraph(parts.prose)}
		var names []string
		if fields != nil {
			names = fields(h.Name)
			l.word += "(" + strings.Join(names, ", ") + ")"
		}
		for _, name := range sortedKeys(parts.args) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		for _, name := range names {
			if said, ok := parts.args[name]; ok {
				l.parts = append(l.parts, docLine{word: name, doc: sentence(said.Doc)})
			}
		}
		lines = append(lines, l)
	}
	d.section(heading, lines)
}

// firstParagraph returns the text up to the first empty line.
func firstParagraph(lines []string) string {
	if i := slices.Index(lines, ""); i >= 0 {
		lines = lines[:i]
	}
	return strings.Join(lines, " ")
}

// parameters writes what cluster(…) takes for the protocol.
func (d *protocolDoc) parameters() {
	var lines []docLine
	for _, p := range d.protocol.Parameters() {
		text := settingText(&p, p.Default)
		lines = append(lines, docLine{word: p.Name + "=" + text, doc: strings.TrimSpace(sentence(p.Doc) + " (" + p.Want + ")")})
	}
	d.section("parameters", lines)
}

// rules writes the rules.
func (d *protocolDoc) rules() {
	var lines []docLine
	for _, r := range d.protocol.Rules() {
		lines = append(lines, docLine{word: r.Name, doc: sentence(r.Doc)})
	}
	d.section("rules", lines)
}
