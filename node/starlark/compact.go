package starlark

import (
	"go.starlark.net/syntax"

	"synod/node"
)

var _ node.Compactor = (*Protocol)(nil)

// Compact returns what of some records a node that starts gets to see: the latest save,
// unless a handler asks for all records, and nothing where nobody looks at the disk.
func (p *Protocol) Compact(_ node.Config, records []node.Message) []node.Message {
	switch {
	case p.start == nil:
		return nil
	case p.readsRecords:
		return records
	}
	for i := len(records) - 1; i >= 0; i-- {
		if records[i].Kind() == saveKind {
			return records[i : i+1]
		}
	}
	return nil
}

// mayRead reports whether a text may ask for disk.records: by that name, or by one that
// is not plain to see.
func mayRead(file *syntax.File) (may bool) {
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.DotExpr:
			may = may || n.Name.Name == "records"
		case *syntax.Ident:
			may = may || n.Name == "getattr"
		}
		return !may
	})
	return may
}
