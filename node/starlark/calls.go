package starlark

import (
	"fmt"
	"slices"

	"go.starlark.net/syntax"
)

// readCalls looks at the text of the handlers for what they send, write and answer. A
// name that is reserved is an error before anything runs, and the fields of each kind
// become known, as far as they are written there.
func (p *Protocol) readCalls(c *compiler) (err error) {
	p.sends = map[string][]string{}
	p.unread = 0
	for _, file := range c.trees {
		p.readsRecords = p.readsRecords || mayRead(file)
		syntax.Walk(file, func(n syntax.Node) bool {
			if dot, ok := n.(*syntax.DotExpr); ok && dot.Name.Name == "send" {
				p.unread++ // until the call is read that it stands in
			}
			if call, ok := n.(*syntax.CallExpr); ok && err == nil {
				err = p.readCall(call)
			}
			return err == nil
		})
	}
	for kind, t := range p.show {
		for i := 1; i < len(t.parts); i += 2 {
			if known := p.sends[kind]; known != nil && !slices.Contains(known, t.parts[i]) && !p.spread(kind) {
				return fmt.Errorf("show: %s: a message %s has no field %s, %s", kind, kind, t.parts[i], oneOf(t.parts[i], known))
			}
		}
	}
	return err
}

// spread reports whether fields of a kind are given in a dict somewhere.
func (p *Protocol) spread(kind string) bool { return slices.Contains(p.sends[kind], "**") }

// readCall looks at one call.
func (p *Protocol) readCall(call *syntax.CallExpr) error {
	dot, ok := call.Fn.(*syntax.DotExpr)
	if !ok {
		return nil
	}
	if id, ok := dot.X.(*syntax.Ident); !ok || id.Name != "self" {
		return nil
	}
	reserved, ok := map[string]map[string]bool{"send": reservedInMessages, "write": reservedInRecords, "save": reservedInRecords, "reply": reservedInReplies}[dot.Name.Name]
	if !ok {
		return nil
	}
	kind := ""
	if dot.Name.Name == "send" {
		if kind = kindSent(call); kind != "" {
			p.unread--
		}
	}
	for _, arg := range call.Args {
		b, ok := arg.(*syntax.BinaryExpr)
		if u, spread := arg.(*syntax.UnaryExpr); spread && u.Op == syntax.STARSTAR && kind != "" {
			p.sends[kind] = append(p.sends[kind], "**")
		}
		if !ok || b.Op != syntax.EQ {
			continue
		}
		id := b.X.(*syntax.Ident)
		switch {
		case id.Name == "to" && dot.Name.Name == "send", id.Name == "kind" && dot.Name.Name != "reply" && dot.Name.Name != "save":
			continue // it is the argument of that name
		case reserved[id.Name]:
			return fmt.Errorf("%s: %s: a field cannot be called %s, want another name", id.NamePos, dot.Name.Name, id.Name)
		}
		if kind != "" && !slices.Contains(p.sends[kind], id.Name) {
			p.sends[kind] = append(p.sends[kind], id.Name)
		}
	}
	return nil
}

// kindSent returns the kind in a call of send, or "" if it is computed.
func kindSent(call *syntax.CallExpr) string {
	for i, arg := range call.Args {
		if b, ok := arg.(*syntax.BinaryExpr); ok && b.Op == syntax.EQ {
			if b.X.(*syntax.Ident).Name != "kind" {
				continue
			}
			arg = b.Y
		} else if i != 1 {
			continue
		}
		if lit, ok := arg.(*syntax.Literal); ok {
			kind, _ := lit.Value.(string)
			return kind
		}
	}
	return ""
}

// isLambda reports whether a portion is a lambda and nothing else.
func isLambda(file *syntax.File) bool {
	s, ok := file.Stmts[0].(*syntax.AssignStmt)
	if !ok {
		return false
	}
	inner, ok := s.RHS.(*syntax.ParenExpr)
	if !ok {
		return false
	}
	_, ok = inner.X.(*syntax.LambdaExpr)
	return ok
}
