package script

import (
	"maps"
	"slices"
)

// placed returns a table of the lab with what a protocol brings of its own: each entry
// stands behind the one that own names, which must be there.
func placed[T any](own map[string][]T, name func(T) string, table []T) []T {
	for behind := range own {
		if !slices.ContainsFunc(table, func(entry T) bool { return name(entry) == behind }) {
			panic("no table has " + behind)
		}
	}
	var all []T
	for _, entry := range table {
		all = append(append(all, entry), own[name(entry)]...)
	}
	return all
}

// extended returns a table of the lab with what a protocol brings of its own.
func extended[V any](own, table map[string]V) map[string]V {
	all := maps.Clone(table)
	maps.Copy(all, own)
	return all
}
