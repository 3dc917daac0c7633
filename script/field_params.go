package script

import (
	"slices"

	"synod/node"
)

// fieldParams returns parameters with one for each field of the kinds of messages in
// place of the one that takes all fields.
func fieldParams(params []Param, shapes []node.Shape) []Param {
	i := slices.IndexFunc(params, func(p Param) bool { return p.Name == "field" && p.Rest == "**" })
	if i < 0 {
		return params
	}
	all := slices.Clone(params[:i])
	for _, s := range shapes {
		for _, f := range s.Fields {
			if !slices.ContainsFunc(all, func(p Param) bool { return p.Name == f.Name }) {
				all = append(all, Param{Name: f.Name, Default: "None", Type: fieldType(f.Value), Keyword: true, Doc: fieldDoc(f.Name)})
			}
		}
	}
	return append(all, params[i+1:]...)
}

// fieldType returns what a parameter takes for a field with such a value.
func fieldType(v any) Type {
	switch v := v.(type) {
	case nil:
		return anything
	case node.Typed:
		return kindOf(v).like
	case node.ID:
		return aNode
	case []node.ID:
		return nodeOrAll
	case int:
		return anInt
	case bool:
		return aBool
	case string:
		return aString
	}
	return aValue
}

// fieldDoc says what a field of a name is.
func fieldDoc(name string) string {
	for _, d := range messageFields {
		if d.name == name {
			return sentence(d.doc)
		}
	}
	return "A field of the messages that are meant."
}
