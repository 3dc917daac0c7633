package history

import (
	"slices"
	"strings"

	"synod/node"
)

// items is a list of values as a state: states are equal exactly when they are ==.
// Each value ends with a line break, which no value has in it.
type items string

func (l items) push(v node.Value) items { return l + items(v) + "\n" }

// pop returns the first value and the others.
func (l items) pop() (node.Value, items) {
	first, rest, _ := strings.Cut(string(l), "\n")
	return node.Value(first), items(rest)
}

func (l items) count() int { return strings.Count(string(l), "\n") }

// at returns the value at a place, and nothing behind the last.
func (l items) at(place int) node.Value {
	for ; place > 0 && l != ""; place-- {
		_, l = l.pop()
	}
	v, _ := l.pop()
	return v
}

// has reports whether v is among the values.
func (l items) has(v node.Value) bool {
	return strings.HasPrefix(string(l), string(v)+"\n") || strings.Contains(string(l), "\n"+string(v)+"\n")
}

// with returns the values with v, in the order of their texts: those of a set.
func (l items) with(v node.Value) items {
	values := append(strings.Split(strings.TrimSuffix(string(l), "\n"), "\n"), string(v))
	if l == "" {
		values = []string{string(v)}
	}
	slices.Sort(values)
	return items(strings.Join(values, "\n") + "\n")
}

// without returns the values without v, which comes once.
func (l items) without(v node.Value) items {
	if rest, first := strings.CutPrefix(string(l), string(v)+"\n"); first {
		return items(rest)
	}
	return items(strings.Replace(string(l), "\n"+string(v)+"\n", "\n", 1))
}

// list returns the values as one value, a list.
func (l items) list() node.Value {
	return node.Value("[" + strings.ReplaceAll(strings.TrimSuffix(string(l), "\n"), "\n", ",") + "]")
}

// String returns the list as a person reads it.
func (l items) String() string { return string(l.list()) }

// is reports whether v is a list of these values, in this order. None is the empty
// list.
func (l items) is(v node.Value) bool {
	list, ok := elements(v)
	return ok && l == itemsOf(list)
}

func itemsOf(values []node.Value) items {
	var l items
	for _, v := range values {
		l = l.push(v)
	}
	return l
}

// elements returns the elements of a value that is a list, a tuple or a set, and
// whether it is one. None is the empty list.
func elements(v node.Value) (list []node.Value, ok bool) {
	inside := string(present(v))
	for _, brackets := range [][2]string{{"[", "]"}, {"(", ")"}, {"set([", "])"}} {
		if strings.HasPrefix(inside, brackets[0]) {
			inside, ok = inside[len(brackets[0]):len(inside)-len(brackets[1])], true
			break
		}
	}
	for inside != "" && ok {
		end := elementEnd(inside)
		list = append(list, node.Value(inside[:end]))
		inside = strings.TrimPrefix(inside[end:], ",") // a tuple of one ends with a comma
	}
	return list, ok || inside == ""
}

// elementEnd returns where the first of many values ends, which have commas between
// them.
func elementEnd(values string) int {
	depth, quoted := 0, false
	for i := 0; i < len(values); i++ {
		switch c := values[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case strings.IndexByte("([{", c) >= 0:
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			depth--
		case c == ',' && depth == 0:
			return i
		}
	}
	return len(values)
}

// The two results of an operation that says whether it did something.
const (
	yes = node.Value("true")
	no  = node.Value("false")
)

// says reports whether a result goes with what is so: True or False, or nothing said.
func says(r node.Value, so bool) bool { return r.Absent() || (r == yes) == so }

// isFlag reports whether a result is True, False or nothing.
func isFlag(r node.Value) bool { return r.Absent() || r == yes || r == no }

// withoutOpen returns a filter of calls that leaves out open ones of these operations,
// which say nothing.
func withoutOpen(ops ...string) func([]Call) []Call {
	return func(calls []Call) []Call {
		return slices.DeleteFunc(slices.Clone(calls), func(c Call) bool { return c.Open && slices.Contains(ops, c.Op) })
	}
}
