package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
	"synod/node/protocols"
	"synod/node/spell"
	machine "synod/node/starlark"
)

// protocolArg reads a protocol: one that the script defined, or the name of one that
// is built in.
type protocolArg struct {
	protocol node.Protocol
	scripted bool
}

// Unpack implements starlark.Unpacker.
func (a *protocolArg) Unpack(v starlark.Value) (err error) {
	switch v := v.(type) {
	case *Protocol:
		a.protocol, a.scripted = v.protocol, true
		return nil
	case starlark.String:
		names := protocols.Names()
		if a.protocol, err = protocols.Lookup(string(v)); err == nil {
			return nil
		}
		more := spell.Hint(string(v), names)
		if more == "" {
			more = ", or what protocol() returns"
		}
		return fmt.Errorf("got %s, want %s%s", describe(v), quotedList(names), more)
	}
	return fmt.Errorf("got %s, want %s, or what protocol() returns", describe(v), quotedList(protocols.Names()))
}

// parameters takes the parameters of the protocol that the script defined from the
// arguments of cluster(…), and returns what they are set to. For a protocol that is
// built in there are none: cluster(…) declares its parameters.
func (c *call) parameters() (node.Settings, error) {
	p := c.protocolGiven()
	if p == nil {
		return nil, nil
	}
	if most := c.ownPlaces(); len(c.args) > most {
		return nil, fmt.Errorf("got %s, want at most %d: the parameters of a protocol are given by name", spell.Count(len(c.args), "argument"), most)
	}
	settings := node.Settings{}
	rest := []starlark.Tuple{}
	for _, kw := range c.kwargs {
		name := string(kw[0].(starlark.String))
		if own := c.verb.paramNamed(name); own != nil && own.Of == "" && own.Rest == "" {
			rest = append(rest, kw)
			continue
		}
		v, err := p.setting(name, kw[1])
		if err != nil {
			return nil, err
		}
		settings[name] = v
	}
	c.own = rest
	return settings, nil
}

// protocolGiven returns the protocol among the arguments that the script defined, or nil.
func (c *call) protocolGiven() *Protocol {
	var given starlark.Value
	if i := slices.IndexFunc(c.verb.Params, func(p Param) bool { return p.Name == "protocol" }); i < len(c.args) {
		given = c.args[i]
	}
	for _, kw := range c.kwargs {
		if kw[0] == starlark.String("protocol") {
			given = kw[1]
		}
	}
	p, _ := given.(*Protocol)
	return p
}

// ownPlaces returns how many of the verb's own parameters come before those of a
// protocol that is built in.
func (c *call) ownPlaces() int {
	return slices.IndexFunc(c.verb.Params, func(p Param) bool { return p.Of != "" })
}

// setting returns what a parameter of the protocol is set to.
func (p *Protocol) setting(name string, v starlark.Value) (node.Value, error) {
	declared := p.protocol.Parameters()
	i := slices.IndexFunc(declared, func(d node.Parameter) bool { return d.Name == name })
	if i < 0 {
		return "", fmt.Errorf("the protocol %s has no parameter %s, %s", p.protocol.Name(), name, wanted(name, declared, func(d node.Parameter) string { return d.Name }))
	}
	got, err := settingOf(&declared[i], v)
	if err != nil {
		return "", fmt.Errorf("for parameter %s: %w", name, err)
	}
	return got, nil
}

// settingOf returns a value as what a parameter is set to. What it takes beyond its
// type the protocol says, when it makes its machines.
func settingOf(d *node.Parameter, v starlark.Value) (node.Value, error) {
	switch d.Type {
	case node.DurationParameter:
		t, err := toDuration(v)
		return node.SpanValue(t, t), err
	case node.SpanParameter:
		var l latency
		if err := l.Unpack(v); err != nil {
			return "", err
		}
		if l.Shape != engine.Uniform {
			return "", fmt.Errorf(`got %s, want a duration, or a pair such as ("1ms", "20ms")`, v)
		}
		return node.SpanValue(l.Min, l.Max), nil
	case node.BoolParameter:
		if _, ok := v.(starlark.Bool); !ok {
			return "", fmt.Errorf("got %s, want True or False", describe(v))
		}
	case node.CountParameter:
		if n, err := starlark.AsInt32(v); err != nil || n < 1 {
			return "", fmt.Errorf("got %s, want a whole number of at least 1", describe(v))
		}
	case node.FloatParameter:
		f, ok := starlark.AsFloat(v)
		if !ok {
			return "", fmt.Errorf("got %s, want a number", describe(v))
		}
		v = starlark.Float(f)
	}
	return machine.ValueOf(v)
}

// knownRules refuses a rule that the protocol does not have.
func knownRules(p node.Protocol, rules map[string]bool) error {
	for _, name := range sortedKeys(rules) {
		if !slices.ContainsFunc(p.Rules(), func(r node.Rule) bool { return r.Name == name }) {
			return fmt.Errorf("for parameter rules: the protocol %s has no rule %s, %s", p.Name(), name, wanted(name, p.Rules(), func(r node.Rule) string { return r.Name }))
		}
	}
	return nil
}

// wanted says which names there are in place of one that there is not.
func wanted[T any](name string, all []T, nameOf func(T) string) string {
	names := make([]string, len(all))
	for i := range all {
		names[i] = nameOf(all[i])
	}
	if len(names) == 0 {
		return "and declares none"
	}
	return "want some of: " + strings.Join(names, ", ") + spell.Hint(name, names)
}

// params returns the parameters of cluster(…) for the protocol: its own in place of
// those of one that is built in.
func (p *Protocol) params(of []Param) (params []Param) {
	for _, param := range of {
		if param.Of == "" {
			params = append(params, param)
		}
	}
	for _, d := range p.protocol.Parameters() {
		own := Param{Name: d.Name, Default: settingText(&d, d.Default), Type: settingTypes[d.Type], Choices: d.Words, Doc: sentence(d.Doc)}
		if own.Type == aSpan || own.Type == aDuration {
			own.Unit = virtualTime
		}
		params = append(params, own)
	}
	return params
}

// ruleNames returns the names of the protocol's rules.
func (p *Protocol) ruleNames() (names []string) {
	for _, r := range p.protocol.Rules() {
		names = append(names, r.Name)
	}
	return names
}
