package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine/explore"
	"synod/node"
	"synod/node/paxos"
	paxosroom "synod/script/paxos"
)

// proposals reads a list of pairs: a node, and what a client may propose to it.
func (c *call) proposals(v starlark.Value) ([]explore.Request, error) {
	return c.requestList("propose", `[(1, "A"), (2, "B")]`, v, func(e starlark.Value) (r explore.Request, err error) {
		pair, ok := e.(starlark.Tuple)
		if !ok || len(pair) != 2 {
			return r, fmt.Errorf(`got %s, want a pair of a node and a value such as (1, "A"), or (1, None) for a read`, describe(e))
		}
		if r.Node, err = c.cluster.nodeID(pair[0]); err != nil {
			return r, err
		}
		if r.Op = paxos.OpRead; pair[1] != starlark.None {
			v, err := toValue(pair[1])
			if err != nil {
				return r, err
			}
			r.Op, r.Args = paxos.OpPropose, node.Fields{{Name: "value", Value: v}}
		}
		return r, nil
	})
}

// requests reads a list of what clients may ask for: a node, an op, its arguments, and
// who asks.
func (c *call) requests(v starlark.Value) ([]explore.Request, error) {
	return c.requestList("requests", `[(1, "read"), (2, "write", {"value": 1})]`, v, func(e starlark.Value) (r explore.Request, err error) {
		parts, ok := e.(starlark.Tuple)
		if !ok || len(parts) < 2 || len(parts) > 4 {
			return r, fmt.Errorf(`got %s, want a node, what it is asked for, its arguments and the client, such as (1, "read") or (2, "write", {"value": 1}, "alice")`, describe(e))
		}
		if r.Node, err = c.cluster.nodeID(parts[0]); err != nil {
			return r, err
		}
		if r.Op, ok = starlark.AsString(parts[1]); !ok {
			return r, fmt.Errorf("got %s, want what is asked for, a string", describe(parts[1]))
		}
		a := asking{args: new(starlark.Dict)}
		if len(parts) > 2 {
			if a.args, ok = parts[2].(*starlark.Dict); !ok {
				return r, fmt.Errorf(`got %s, want a dict of the arguments of %s, such as {"value": 1}`, describe(parts[2]), r.Op)
			}
		}
		if len(parts) > 3 {
			if r.Client, ok = starlark.AsString(parts[3]); !ok || r.Client == "" {
				return r, fmt.Errorf("got %s, want the name of a client", describe(parts[3]))
			}
		}
		r.Args, err = a.fields()
		return r, err
	})
}

// requestList reads what a parameter says that clients may ask for.
func (c *call) requestList(param, such string, v starlark.Value, read func(starlark.Value) (explore.Request, error)) (all []explore.Request, err error) {
	if v == nil || v == starlark.None {
		return nil, nil
	}
	list, ok := v.(starlark.Iterable)
	if !ok {
		return nil, fmt.Errorf(`for parameter %s: got %s, want a list such as %s`, param, v.Type(), such)
	}
	for e := range starlark.Elements(list) {
		r, err := read(e)
		if err == nil {
			err = node.CheckRequest(c.cluster.world.Options().Protocol, r.Open())
		}
		if err != nil {
			return nil, fmt.Errorf("for parameter %s: %w", param, err)
		}
		all = append(all, r)
	}
	return all, nil
}

// wordsOf returns how a script says what the clients of a protocol do.
func wordsOf(p node.Protocol) explore.Words {
	if isPaxos(p) {
		return paxosroom.Words(literalOf)
	}
	return explore.Words{Literal: literalOf, Ask: openAsk}
}

// isPaxos reports whether p is the protocol that comes with the lab by that name.
func isPaxos(p node.Protocol) bool { return p.Name() == ofPaxosOnly && node.ProgramOf(p) == nil }

// openAsk writes down what a client of any protocol asks for.
func openAsk(r explore.Request) string {
	text, dict := fmt.Sprintf("request(%d, %s", r.Node, starlark.String(r.Op)), ""
	for _, f := range r.Args {
		value := literalOf(node.ValueOf(f.Value))
		if mayBeKeyword(f.Name) {
			text += fmt.Sprintf(", %s = %s", f.Name, value)
			continue
		}
		if dict != "" {
			dict += ", "
		}
		dict += fmt.Sprintf("%s: %s", starlark.String(f.Name), value)
	}
	if dict != "" {
		text += ", args = {" + dict + "}"
	}
	if r.Client != "" {
		text += fmt.Sprintf(", client = %s", starlark.String(r.Client))
	}
	if r.ID != 0 {
		text += fmt.Sprintf(", id = %d", r.ID)
	}
	return text + ")"
}

// reserved are names of arguments that are no keywords of request(…): its own, and what
// the language reserves.
var reserved = strings.Fields("node op client args timeout id " +
	"and as assert async await break class continue def del elif else except finally for from global if import in is lambda load nonlocal not or pass raise return try while with yield None True False")

// plainName is a name as a script may write it.
var plainName = newPattern(`^[A-Za-z_]\w*$`)

func mayBeKeyword(name string) bool {
	return plainName.MatchString(name) && !slices.Contains(reserved, name)
}

// byHand returns the steps that were found as a person would write them, or nil.
func (x *Exploration) byHand() []string {
	if p := x.cluster.world.Options().Protocol; isPaxos(p) {
		return paxosroom.ByHand(x.result.Steps, x.result.Flights, wordsOf(p))
	}
	return nil
}
