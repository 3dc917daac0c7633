package script

import (
	"fmt"
	"hash/fnv"
	"slices"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
	"synod/node/protocols"
	machine "synod/node/starlark"
)

// Protocol is a protocol that a script defined, as a script sees it. It is data: what
// its handlers use was frozen when it was made.
type Protocol struct {
	protocol node.Protocol // made from its program, as it is where the nodes run
	doc      string
	at       syntax.Position           // of the call that defined it; zero where no script did
	names    map[string]starlark.Tuple // of what it has, by the name of the property
}

var _ starlark.HasAttrs = (*Protocol)(nil)

// String returns `protocol("counter")`.
func (p *Protocol) String() string { return fmt.Sprintf("protocol(%q)", p.protocol.Name()) }

// Type returns "protocol".
func (p *Protocol) Type() string { return "protocol" }

// Freeze does nothing: it cannot change.
func (p *Protocol) Freeze() {}

// Truth is always true.
func (p *Protocol) Truth() starlark.Bool { return true }

// Hash makes a protocol a key. It is equal only to itself.
func (p *Protocol) Hash() (uint32, error) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.protocol.Name()))
	return h.Sum32(), nil
}

// Attr returns a property.
func (p *Protocol) Attr(name string) (starlark.Value, error) {
	return attr(p, "protocol", protocolProperties, name)
}

// AttrNames returns the names of the properties, sorted.
func (p *Protocol) AttrNames() []string { return attrNames("protocol", protocolProperties) }

var protocolProperties = []property[*Protocol]{
	{"name", "what it is called", func(p *Protocol) (starlark.Value, error) {
		return starlark.String(p.protocol.Name()), nil
	}},
	{"doc", "what it does, as it says itself", func(p *Protocol) (starlark.Value, error) {
		return starlark.String(p.doc), nil
	}},
	namesOfAll("state", "the names of the fields of a node's state"),
	namesOfAll("requests", "what clients may ask for"),
	namesOfAll("messages", "the kinds of its messages"),
	namesOfAll("timers", "the names of its timers"),
	namesOfAll("parameters", "the names of what cluster() takes for it besides"),
	namesOfAll("rules", "the names of its rules"),
	namesOfAll("invariants", "the names of its invariants"),
}

// namesOfAll returns a property that is a list of names.
func namesOfAll(name, doc string) property[*Protocol] {
	return property[*Protocol]{name, doc, func(p *Protocol) (starlark.Value, error) { return p.names[name], nil }}
}

// protocolVerb is protocol(name, state, start, requests, …).
func protocolVerb(c *call) (starlark.Value, error) {
	d := machine.Definition{}
	dicts := [...]*starlark.Dict{{}, {}, {}, {}, {}, {}, {}, {}}
	state, requests, messages, timers := dicts[0], dicts[1], dicts[2], dicts[3]
	parameters, rules, invariants, show := dicts[4], dicts[5], dicts[6], dicts[7]
	err := c.unpack(&d.Name, &state, &d.Start, &requests, &messages, &timers, &parameters, &rules, &invariants, &d.Doc, &show)
	if err != nil {
		return nil, err
	}
	if slices.Contains(protocols.Names(), d.Name) {
		return nil, fmt.Errorf("name: got %q, which is a protocol that the lab has, want another name", d.Name)
	}
	d.State, d.Requests, d.Messages, d.Timers = state, requests, messages, timers
	d.Parameters, d.Rules, d.Invariants, d.Show = parameters, rules, invariants, show
	d.Taken = parametersOf("cluster")
	defined, err := machine.Define(d, c.session.sourceNamed)
	if err != nil {
		return nil, err
	}
	p := &Protocol{doc: d.Doc, names: map[string]starlark.Tuple{
		"state": keysOf(state), "requests": keysOf(requests), "messages": keysOf(messages), "timers": keysOf(timers),
		"parameters": keysOf(parameters), "rules": keysOf(rules), "invariants": keysOf(invariants),
	}}
	if c.thread.CallStackDepth() > 1 {
		p.at = c.thread.CallFrame(1).Pos
	}
	// What the nodes run is made from what travels to them, and so is this: whatever
	// the two could differ in shows at once, wherever the nodes are.
	if p.protocol, err = protocols.Make(defined.Name(), defined.Program()); err != nil {
		return nil, err
	}
	c.session.protocols = append(c.session.protocols, p)
	return p, nil
}

// parametersOf returns the parameters that a verb has whatever the protocol.
func parametersOf(verb string) (names []string) {
	for _, v := range Verbs() {
		if v.On != "" || v.Name != verb {
			continue
		}
		for _, p := range v.Params {
			if p.Of == "" && p.Rest == "" {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// sourceNamed returns the text of a file of the session, or of all that was typed.
func (s *Session) sourceNamed(name string) (machine.Source, bool) {
	text, known := s.sources[name]
	return machine.Source{Text: text, Options: Dialect}, known
}

// keysOf returns the keys of a dict, in their order.
func keysOf(d *starlark.Dict) starlark.Tuple {
	keys := starlark.Tuple(d.Keys())
	keys.Freeze()
	return keys
}
