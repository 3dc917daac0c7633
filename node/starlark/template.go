package starlark

import (
	"fmt"
	"strings"
)

// template is what a trace shows of a message: text with the names of fields in braces.
type template struct {
	parts []string // text, a name, text, a name, …, text
}

// parseTemplate reads "term {term}, {entries} after {prev}". Two braces are one.
func parseTemplate(text string) (*template, error) {
	t := new(template)
	part := ""
	for text != "" {
		i := strings.IndexAny(text, "{}")
		switch {
		case i < 0:
			part, text = part+text, ""
			continue
		case strings.HasPrefix(text[i+1:], text[i:i+1]):
			part, text = part+text[:i+1], text[i+2:]
			continue
		case text[i] == '}':
			return nil, fmt.Errorf("got a } without its {, want two of them for a brace")
		}
		name, rest, closed := strings.Cut(text[i+1:], "}")
		if !closed || !isName(name) {
			return nil, fmt.Errorf("got {%s, want the name of a field in braces, such as {term}", text[i+1:])
		}
		t.parts = append(t.parts, part+text[:i], name)
		part, text = "", rest
	}
	t.parts = append(t.parts, part)
	return t, nil
}

// append appends what t shows of m. A field that m lacks stays a name in braces.
func (t *template) append(dst []byte, m *Message) []byte {
	dst = append(dst, m.kind...)
	if len(t.parts) > 1 || t.parts[0] != "" {
		dst = append(dst, ' ')
	}
	for i, part := range t.parts {
		if i%2 == 0 {
			dst = append(dst, part...)
			continue
		}
		if v := m.get(part); v != nil {
			dst = appendShown(dst, v)
		} else {
			dst = append(append(append(dst, '{'), part...), '}')
		}
	}
	return dst
}
