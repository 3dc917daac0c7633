package starlark

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.starlark.net/starlark"

	"synod/node/spell"
)

// Definition is what protocol(…) was given. Nil dicts are empty.
type Definition struct {
	Name, Doc  string
	State      *starlark.Dict    // each field with its first value
	Start      starlark.Callable // fn(self, disk); nil for none
	Requests   *starlark.Dict    // fn(self, r) by op
	Messages   *starlark.Dict    // fn(self, m) by kind
	Timers     *starlark.Dict    // fn(self) by name
	Parameters *starlark.Dict    // (default, sentence) by name, or the default alone
	Rules      *starlark.Dict    // a sentence by name
	Invariants *starlark.Dict    // fn(nodes) by name
	Show       *starlark.Dict    // a text with the names of fields in braces, by kind
	Taken      []string          // names that no parameter may have, since the lab has them
}

// maxTimers bounds the timers of a protocol: a search holds them as the bits of a word.
const maxTimers = 64

// Define makes the protocol of d. It writes down the handlers with all that they use,
// so that what the script does to its values later changes nothing. The error says what
// is wrong with which part of d, and what would be right.
func Define(d Definition, sources Sources) (*Protocol, error) {
	w := &definer{capture: newCapture(sources), taken: d.Taken}
	w.out = program{Version: programVersion, Name: d.Name, Doc: d.Doc}
	if !isName(d.Name) {
		return nil, fmt.Errorf("name: got %q, want a name such as \"counter\"", d.Name)
	}
	if err := w.parts(&d); err != nil {
		return nil, err
	}
	w.out.Functions, w.out.Shared = w.capture.functions, w.capture.shared
	return Load(w.out.encode())
}

// definer writes a program.
type definer struct {
	capture *capture
	taken   []string
	out     program
}

func (w *definer) parts(d *Definition) (err error) {
	w.out.Rules, err = sentences("rules", d.Rules, nil)
	if err == nil {
		w.out.Parameters, err = w.parameters(d.Parameters)
	}
	if err == nil {
		w.out.State, err = w.state(d.State)
	}
	if err == nil && d.Start != nil {
		w.out.Start, err = w.start(d.Start)
	}
	if err == nil {
		w.out.Requests, err = w.handlers("requests", d.Requests, "self, r")
	}
	if err == nil {
		w.out.Messages, err = w.handlers("messages", d.Messages, "self, m")
	}
	if err == nil {
		w.out.Timers, err = w.handlers("timers", d.Timers, "self")
	}
	if err == nil && len(w.out.Timers) > maxTimers {
		err = fmt.Errorf("timers: got %d, want at most %d", len(w.out.Timers), maxTimers)
	}
	if err == nil {
		w.out.Invariants, err = w.handlers("invariants", d.Invariants, "nodes")
	}
	if err == nil {
		w.out.Show, err = sentences("show", d.Show, handlerNames(w.out.Messages))
	}
	return err
}

func handlerNames(list []handler) []string {
	names := make([]string, len(list))
	for i, h := range list {
		names[i] = h.Name
	}
	return names
}

// named goes through a dict whose keys are names.
func named(part string, d *starlark.Dict, do func(name string, v starlark.Value) error) error {
	if d == nil {
		return nil
	}
	for _, item := range d.Items() {
		name, ok := starlark.AsString(item[0])
		if !ok || !isWord(name) {
			return fmt.Errorf("%s: got %s, want a name such as \"x\"", part, item[0])
		}
		if err := do(name, item[1]); err != nil {
			return fmt.Errorf("%s: %s: %w", part, name, err)
		}
	}
	return nil
}

// sentences reads texts by name. The names may have to be among some.
func sentences(part string, d *starlark.Dict, known []string) (list []sentence, err error) {
	err = named(part, d, func(name string, v starlark.Value) error {
		text, ok := starlark.AsString(v)
		if !ok {
			return fmt.Errorf("got a %s, want a sentence", v.Type())
		}
		if known != nil && !slices.Contains(known, name) {
			return fmt.Errorf("it is no message, %s", oneOf(name, known))
		}
		list = append(list, sentence{Name: name, Text: text})
		return nil
	})
	return list, err
}

// free refuses a name that self or the lab has taken.
func (w *definer) free(name string) error {
	switch {
	case !isName(name):
		return errors.New("Starlark has taken the name, want another one")
	case reservedInState[name], selfNames[name] != 0:
		return fmt.Errorf("self.%s is something else, want another name", name)
	}
	for _, p := range w.out.Parameters {
		if p.Name == name {
			return errors.New("a parameter has the name, want another one")
		}
	}
	return nil
}

func (w *definer) parameters(d *starlark.Dict) ([]parameter, error) {
	err := named("parameters", d, func(name string, v starlark.Value) error {
		if err := w.free(name); err != nil {
			return err
		}
		if slices.Contains(w.taken, name) {
			return errors.New("cluster(…) has a parameter of that name, want another one")
		}
		p := parameter{Name: name}
		if pair, ok := v.(starlark.Tuple); ok && len(pair) == 2 {
			if _, isSpan := spanOf(v); !isSpan {
				if p.Doc, ok = starlark.AsString(pair[1]); !ok {
					return fmt.Errorf("got a %s behind the default, want a sentence", pair[1].Type())
				}
				v = pair[0]
			}
		}
		text, err := ValueOf(v)
		if err != nil {
			return err
		}
		if _, _, err := typeOf(v); err != nil {
			return err
		}
		p.Default = text
		w.out.Parameters = append(w.out.Parameters, p)
		return nil
	})
	return w.out.Parameters, err
}

func (w *definer) state(d *starlark.Dict) (list []sentence, err error) {
	err = named("state", d, func(name string, v starlark.Value) error {
		if err := w.free(name); err != nil {
			return err
		}
		text, err := ValueOf(v)
		list = append(list, sentence{Name: name, Text: string(text)})
		return err
	})
	return list, err
}

func (w *definer) start(fn starlark.Callable) (*int, error) {
	i, err := w.handler(fn, "self, disk")
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	return &i, nil
}

// handlers writes down functions by name.
func (w *definer) handlers(part string, d *starlark.Dict, params string) (list []handler, err error) {
	err = named(part, d, func(name string, v starlark.Value) error {
		i, err := w.handler(v, params)
		list = append(list, handler{Name: name, Function: i})
		return err
	})
	return list, err
}

// handler writes down a function that is called with params.
func (w *definer) handler(v starlark.Value, params string) (int, error) {
	fn, ok := v.(*starlark.Function)
	if !ok {
		if v.Type() == "builtin_function_or_method" {
			return 0, fmt.Errorf("got %s, which is no function of the script, want one that takes (%s)", v.(starlark.Callable).Name(), params)
		}
		return 0, fmt.Errorf("got a %s, want a function that takes (%s)", v.Type(), params)
	}
	if !takes(fn, params) {
		return 0, fmt.Errorf("%s: got %s, which does not take (%s)", fn.Position(), signature(fn), params)
	}
	return w.capture.function(fn)
}

// takes reports whether fn can be called with as many arguments as there are params.
func takes(fn *starlark.Function, params string) bool {
	n := countParams(params)
	most := fn.NumParams() - fn.NumKwonlyParams()
	if fn.HasVarargs() {
		most--
	}
	if fn.HasKwargs() {
		most--
	}
	least := 0
	for i := range most {
		if fn.ParamDefault(i) == nil {
			least++
		}
	}
	for i := most; i < most+fn.NumKwonlyParams(); i++ {
		if fn.ParamDefault(i) == nil {
			return false
		}
	}
	return least <= n && (n <= most || fn.HasVarargs())
}

func countParams(params string) int {
	n := 1
	for _, c := range params {
		if c == ',' {
			n++
		}
	}
	return n
}

// signature returns "on_add(self, r)".
func signature(fn *starlark.Function) string {
	text := fn.Name() + "("
	for i := range fn.NumParams() {
		if i > 0 {
			text += ", "
		}
		name, _ := fn.Param(i)
		text += name
	}
	return text + ")"
}

// CheckRules returns an error that names a rule which p does not have.
func (p *Protocol) checkRules(rules map[string]bool) error {
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		if _, ok := p.ruleIndex[name]; !ok {
			names := make([]string, len(p.rules))
			for i, r := range p.rules {
				names[i] = r.Name
			}
			if len(names) == 0 {
				return fmt.Errorf("rules: got %q, and %s has no rules", name, p.name)
			}
			return fmt.Errorf("rules: got %q, %s%s", name, "want one of: "+joined(names), spell.Hint(name, names))
		}
	}
	return nil
}
