package starlark

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
)

// capture writes down functions with all that they use.
type capture struct {
	sources    Sources
	functions  []function
	known      map[*starlark.Function]int
	shared     []value
	containers map[starlark.Value]int // which of shared; -1 while it is written down
	globals    map[*starlark.Module]starlark.StringDict
}

func newCapture(s Sources) *capture {
	return &capture{sources: s, known: map[*starlark.Function]int{}, containers: map[starlark.Value]int{}, globals: map[*starlark.Module]starlark.StringDict{}}
}

// maxFunctions bounds how many functions a protocol uses.
const maxFunctions = 10_000

// function returns which function fn is, written down if it was not before.
func (c *capture) function(fn *starlark.Function) (int, error) {
	if i, ok := c.known[fn]; ok {
		return i, nil
	}
	if len(c.functions) == maxFunctions {
		return 0, fmt.Errorf("the handlers use more than %d functions", maxFunctions)
	}
	p, err := c.sources.portionOf(fn)
	if err != nil {
		return 0, err
	}
	i := len(c.functions)
	c.known[fn] = i
	c.functions = append(c.functions, function{File: p.file, Line: p.line, Col: p.col, Text: []byte(p.text), Lambda: p.lambda, Options: optionBits(&p.options)})
	defaults, err := c.defaults(fn)
	if err != nil {
		return 0, err
	}
	names, err := c.names(fn, p)
	c.functions[i].Defaults, c.functions[i].Names = defaults, names
	return i, err
}

// defaults writes down the default values of the parameters of fn.
func (c *capture) defaults(fn *starlark.Function) ([]binding, error) {
	var list []binding
	for i := range fn.NumParams() {
		if v := fn.ParamDefault(i); v != nil {
			name, _ := fn.Param(i)
			w, err := c.value(v, user{fn, fmt.Sprintf("the default value of %s", name)}, 0)
			if err != nil {
				return nil, err
			}
			list = append(list, binding{Name: name, Value: w})
		}
	}
	return list, nil
}

// names writes down what fn uses and does not bind itself.
func (c *capture) names(fn *starlark.Function, p *portion) ([]binding, error) {
	used, own, err := usedNames(p)
	if err != nil {
		return nil, err
	}
	if own {
		if v := c.lookUp(fn, fn.Name()); v != fn {
			return nil, fmt.Errorf("%s: %s calls itself by a name that means something else by now", fn.Position(), fn.Name())
		}
	}
	var list []binding
	for _, u := range used {
		v := c.lookUp(fn, u.Name)
		if v == nil {
			return nil, fmt.Errorf("%s: %s uses %s, which has no value yet: give it one before protocol(…)", u.NamePos, fn.Name(), u.Name)
		}
		if isUniversal(u.Name, v) {
			continue
		}
		w, err := c.value(v, user{fn, u.Name}, 0)
		if err != nil {
			return nil, err
		}
		list = append(list, binding{Name: u.Name, Value: w})
	}
	return list, nil
}

// usedNames returns the first use of each name that a function does not bind, sorted
// by name, and whether it uses its own.
func usedNames(p *portion) (used []*syntax.Ident, own bool, err error) {
	file, err := p.parse()
	if err != nil {
		return nil, false, err
	}
	cut := cutDefaults(file)
	if err := resolve.File(file, func(string) bool { return true }, func(string) bool { return false }); err != nil {
		return nil, false, err
	}
	seen := map[string]bool{}
	for _, name := range cut {
		seen[defaultName(name)] = true
	}
	var self *syntax.Ident
	if def, ok := file.Stmts[0].(*syntax.DefStmt); ok {
		self = def.Name
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		id, ok := n.(*syntax.Ident)
		if !ok {
			return true
		}
		b, ok := id.Binding.(*resolve.Binding)
		switch {
		case !ok:
		case b.Scope == resolve.Global && self != nil && id != self && id.Name == self.Name:
			own = true
		case b.Scope == resolve.Predeclared && !seen[id.Name]:
			seen[id.Name] = true
			used = append(used, id)
		}
		return true
	})
	slices.SortFunc(used, func(a, b *syntax.Ident) int { return strings.Compare(a.Name, b.Name) })
	return used, own, nil
}

// lookUp returns what a name means inside fn, or nil.
func (c *capture) lookUp(fn *starlark.Function, name string) starlark.Value {
	for i := range fn.NumFreeVars() {
		if b, v := fn.FreeVar(i); b.Name == name {
			return v
		}
	}
	module := fn.Module()
	globals, ok := c.globals[module]
	if !ok {
		globals = module.Globals()
		c.globals[module] = globals
	}
	if v := globals[name]; v != nil {
		return v
	}
	if v := module.Predeclared()[name]; v != nil {
		return v
	}
	return starlark.Universe[name]
}

// isUniversal reports whether v is what every handler knows by that name.
func isUniversal(name string, v starlark.Value) bool {
	if v == starlark.Universe[name] {
		return true
	}
	known, ok := builtinOf(v)
	return ok && known == name
}

// builtinOf returns the name of a function that handlers have: one of the language,
// or one that stands in its place.
func builtinOf(v starlark.Value) (string, bool) {
	b, ok := v.(*starlark.Builtin)
	if !ok || b.Receiver() != nil {
		return "", false
	}
	_, known := library[b.Name()]
	return b.Name(), known
}

// user is who uses a value, for an error.
type user struct {
	fn   *starlark.Function
	name string // of the value
}

// cannot returns the error of a value that a handler cannot use.
func (u *user) cannot(v starlark.Value) error {
	what := u.name
	switch v := v.(type) {
	case *starlark.Builtin:
		what = "the verb " + u.name
		if v.Name() != u.name {
			what += " (" + v.Name() + ")"
		}
	case *starlarkstruct.Module:
		what = "the module " + u.name
	default:
		what += ", which is a " + v.Type()
	}
	return fmt.Errorf("%s: a protocol's handler cannot use %s, as %s does: it runs inside a node, where there is nothing of the lab", u.fn.Position(), what, u.fn.Name())
}

// Bounds of the values that functions use.
const (
	maxDepth  = 32      // how deep they are nested
	maxShared = 100_000 // how many lists, dicts and sets there are
)

// value writes down a value that a function uses.
func (c *capture) value(v starlark.Value, u user, depth int) (value, error) {
	if depth > maxDepth {
		return value{}, fmt.Errorf("%s: %s uses %s, which is nested more than %d deep", u.fn.Position(), u.fn.Name(), u.name, maxDepth)
	}
	switch v := v.(type) {
	case starlark.NoneType:
		return value{Kind: kindNone}, nil
	case starlark.Bool:
		if v {
			return value{Kind: kindTrue}, nil
		}
		return value{Kind: kindFalse}, nil
	case starlark.Int:
		return value{Kind: kindInt, Text: []byte(v.String())}, nil
	case starlark.Float:
		return value{Kind: kindFloat, Text: strconv.AppendUint(nil, math.Float64bits(float64(v)), 16)}, nil
	case starlark.String:
		return value{Kind: kindString, Text: []byte(v)}, nil
	case starlark.Bytes:
		return value{Kind: kindBytes, Text: []byte(v)}, nil
	case *starlark.Function:
		i, err := c.function(v)
		return value{Kind: kindFunction, Ref: i}, err
	case starlark.Tuple:
		items, err := c.items(v, u, depth)
		return value{Kind: kindTuple, Items: items}, err
	case *starlark.List, *starlark.Dict, *starlark.Set:
		return c.container(v, u, depth)
	case *starlarkstruct.Struct:
		return c.structure(v, u, depth)
	}
	if name, ok := builtinOf(v); ok {
		return value{Kind: kindBuiltin, Text: []byte(name)}, nil
	}
	if v.Type() == "range" {
		return c.rangeOf(v)
	}
	return value{}, u.cannot(v)
}

func (c *capture) items(v starlark.Iterable, u user, depth int) ([]value, error) {
	var items []value
	for e := range starlark.Elements(v) {
		w, err := c.value(e, u, depth+1)
		if err != nil {
			return nil, err
		}
		items = append(items, w)
	}
	return items, nil
}

// container writes down a list, a dict or a set, once.
func (c *capture) container(v starlark.Value, u user, depth int) (value, error) {
	i, ok := c.containers[v]
	if ok && i < 0 {
		return value{}, fmt.Errorf("%s: %s uses %s, which holds itself", u.fn.Position(), u.fn.Name(), u.name)
	}
	if ok {
		return value{Kind: kindShared, Ref: i}, nil
	}
	c.containers[v] = -1
	w, err := c.content(v, u, depth)
	if err != nil {
		return value{}, err
	}
	if len(c.shared) == maxShared {
		return value{}, fmt.Errorf("%s: the handlers use more than %d lists, dicts and sets", u.fn.Position(), maxShared)
	}
	i = len(c.shared)
	c.containers[v] = i
	c.shared = append(c.shared, w)
	return value{Kind: kindShared, Ref: i}, nil
}

func (c *capture) content(v starlark.Value, u user, depth int) (value, error) {
	switch v := v.(type) {
	case *starlark.Dict:
		var items []value
		for _, item := range v.Items() {
			pair, err := c.items(item, u, depth)
			if err != nil {
				return value{}, err
			}
			items = append(items, pair...)
		}
		return value{Kind: kindDict, Items: items}, nil
	case *starlark.Set:
		items, err := c.items(v, u, depth)
		return value{Kind: kindSet, Items: items}, err
	}
	items, err := c.items(v.(*starlark.List), u, depth)
	return value{Kind: kindList, Items: items}, err
}

// structure writes down a struct.
func (c *capture) structure(v *starlarkstruct.Struct, u user, depth int) (value, error) {
	if v.Constructor() != starlarkstruct.Default {
		return value{}, u.cannot(v)
	}
	var items []value
	for _, name := range v.AttrNames() {
		field, _ := v.Attr(name)
		w, err := c.value(field, u, depth+1)
		if err != nil {
			return value{}, err
		}
		items = append(items, value{Kind: kindString, Text: []byte(name)}, w)
	}
	return value{Kind: kindStruct, Items: items}, nil
}

// rangeOf writes down a range as the arguments that make it, which its text shows.
func (c *capture) rangeOf(v starlark.Value) (value, error) {
	text := strings.TrimSuffix(strings.TrimPrefix(v.String(), "range("), ")")
	var items []value
	for _, n := range strings.Split(text, ", ") {
		items = append(items, value{Kind: kindInt, Text: []byte(n)})
	}
	return value{Kind: kindRange, Items: items}, nil
}

// optionBits returns a dialect as bits.
func optionBits(o *syntax.FileOptions) uint8 {
	var bits uint8
	for i, on := range []bool{o.Set, o.While, o.TopLevelControl, o.GlobalReassign, o.LoadBindsGlobally, o.Recursion} {
		if on {
			bits |= 1 << i
		}
	}
	return bits
}

// optionsOf returns the dialect of bits.
func optionsOf(bits uint8) syntax.FileOptions {
	on := func(i int) bool { return bits&(1<<i) != 0 }
	return syntax.FileOptions{Set: on(0), While: on(1), TopLevelControl: on(2), GlobalReassign: on(3), LoadBindsGlobally: on(4), Recursion: on(5)}
}
