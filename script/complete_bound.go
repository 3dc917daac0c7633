package script

import (
	"slices"
	"strings"

	"go.starlark.net/syntax"
)

// Names that are bound in the lines that are being typed have no value yet: the
// variables of a loop, and what a statement assigns. TAB looks at what they will be.

// binds is where names are bound: by for NAMES in, or at the start of a statement by
// NAMES =.
var binds = newPattern(`\bfor\s+([\pL_(][\pL\pN_, ()]*?)\s+in\b|(?:^|[\n;:])[ \t]*([\pL_][\pL\pN_, ]*?)\s*=`)

// bound returns what a name is that a text binds, or else the text behind the cursor, as
// in [m. for m in pending()].
func (c *conversation) bound(name, text string) (subject, bool) {
	if name == "" {
		return subject{}, false
	}
	if found, ok := c.boundIn(name, text, ""); ok || c.behind == "" {
		return found, ok
	}
	behind := c.behind
	c.behind = "" // what the loop goes through is looked up in front of it
	defer func() { c.behind = behind }()
	return c.boundIn(name, text+name, behind)
}

// boundIn returns what a name is according to the last place that binds it in a text, or
// in what is behind the text.
func (c *conversation) boundIn(name, text, behind string) (subject, bool) {
	whole := text + behind
	all := binds.regexp().FindAllStringSubmatchIndex(whole, -1)
	for i := len(all) - 1; i >= 0; i-- {
		at, loop := all[i], all[i][2] >= 0
		if behind != "" && (!loop || at[0] < len(text)) {
			continue
		}
		names := at[2:4]
		if !loop {
			names = at[4:6]
		}
		path, ok := pathTo(name, whole[names[0]:names[1]])
		if !ok || !stands(whole[:names[0]], loop) || strings.HasPrefix(whole[at[1]:], "=") {
			continue
		}
		length := expressionLength(whole[at[1]:], loop)
		if at[1]+length >= len(strings.TrimRight(text, " \t")) && behind == "" {
			continue // it is being typed
		}
		found := c.subject(whole[:at[1]+length])
		if loop {
			found = found.each()
		}
		for _, i := range path {
			found = found.at(i)
		}
		return found, true
	}
	return subject{}, false
}

// pathTo returns where a name is among those that are bound together: [1 0] for b in
// a, (b, c). It returns false for those without the name.
func pathTo(name, names string) (path []int, ok bool) {
	x, err := promptDialect.ParseExpr("", names, 0)
	if err != nil {
		return nil, false
	}
	var find func(x syntax.Expr) bool
	find = func(x syntax.Expr) bool {
		switch x := x.(type) {
		case *syntax.Ident:
			return x.Name == name
		case *syntax.ParenExpr:
			return find(x.X)
		case *syntax.TupleExpr:
			for i, one := range x.List {
				path = append(path, i)
				if find(one) {
					return true
				}
				path = path[:len(path)-1]
			}
		}
		return false
	}
	return path, find(x)
}

// stands reports whether names may be bound behind a text: not in a string or a comment,
// and outside of brackets unless that is by a loop.
func stands(text string, loop bool) bool {
	var p place
	p.feed(text)
	return p.quote == "" && !p.comment && (loop || len(p.open) == 0)
}

// expressionLength returns how long the expression is that a text starts with: what a
// loop goes through, or what is assigned.
func expressionLength(text string, loop bool) int {
	ends, words := "\n;", []string(nil)
	if loop {
		ends, words = "\n:", []string{"if", "for"}
	}
	var p place
	for p.at < len(text) {
		rest := text[p.at:]
		if len(p.open) == 0 && p.quote == "" && !p.comment {
			if strings.IndexByte(ends+",)]}#", rest[0]) >= 0 {
				break
			}
			if p.at > 0 && !isWordByte(text[p.at-1]) && slices.Contains(words, leadingWord(rest)) {
				break
			}
		}
		p.at += p.step(rest)
	}
	return len(strings.TrimRight(text[:p.at], " \t"))
}
