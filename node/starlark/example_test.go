package starlark_test

import (
	"fmt"

	star "go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
	"synod/node/starlark"
)

// A protocol is defined by functions of a script, and made again of its program where
// its nodes run.
func Example() {
	const text = `
def on_add(self, r):
    self.count += r.by
    self.send(self.peers, "gossip", count = self.count)
    self.reply(r, count = self.count)

def on_gossip(self, m):
    self.count = max(self.count, m.count)
    return "now %d" % self.count

state = {"count": 0}
requests = {"add": on_add}
messages = {"gossip": on_gossip}
`
	globals, err := star.ExecFileOptions(&syntax.FileOptions{}, &star.Thread{}, "counter.star", text, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	dict := func(name string) *star.Dict { return globals[name].(*star.Dict) }
	defined, err := starlark.Define(starlark.Definition{
		Name: "counter", State: dict("state"), Requests: dict("requests"), Messages: dict("messages"),
	}, func(name string) (starlark.Source, bool) {
		return starlark.Source{Text: text}, name == "counter.star"
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := starlark.Load(defined.Program()) // in another process
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := p.New(node.Config{Self: 1, Nodes: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	var out node.Effects
	err = node.Take(m, &node.Event{Kind: node.EventRequest, Request: &node.Request{ID: 7, Op: "add", Args: node.Fields{{Name: "by", Value: 2}}}}, &out)
	for i := range out {
		switch e := &out[i]; e.Kind {
		case node.EffectSend:
			fmt.Printf("to %v: %s\n", e.To, e.Message.Append(nil))
		case node.EffectReply:
			fmt.Printf("%s: %v\n", e.Reply.Outcome, e.Reply.Field("count"))
		}
	}
	fmt.Println(err)
	// Output:
	// to n2: gossip count=2
	// ok: 2
	// <nil>
}
