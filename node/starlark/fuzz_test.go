package starlark

import (
	"bytes"
	"testing"

	"synod/node"
)

// FuzzDecode: what is read is what would be written.
func FuzzDecode(f *testing.F) {
	p := example(f, "paxos")
	f.Add(p.Encode(nil, &Message{index: 0, kind: "prepare", fields: []field{{"ballot", Starlark("(1,1)")}, {"x", Starlark(`{1:"a",(1,"b"):set([1])}`)}}}))
	f.Add(p.Encode(nil, &Message{record: true, index: -1, kind: "save", fields: []field{{"r", Starlark(`request(1,7,"add","c1",{"by":2})`)}}}))
	f.Add([]byte("mprepare\na=1\na=1\n"))
	f.Add([]byte("mprepare\nsrc=1\n"))
	f.Add([]byte("mpre\na=1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := p.Decode(b)
		if err == nil && !bytes.Equal(p.Encode(nil, m), b) {
			t.Fatalf("%q: got %q", b, p.Encode(nil, m))
		}
		if err == nil {
			m.Append(nil)
			m.Fields(nil)
		}
	})
}

// FuzzRestore: a machine that is restored has the state that it was restored from.
func FuzzRestore(f *testing.F) {
	p := example(f, "ring")
	cfg := node.Config{Self: 1, Nodes: 3}
	f.Add([]byte("true\n2\nrequest(1,7,\"add\",\"c1\",{})\n[7]\n[]\n"))
	f.Add([]byte("true\n2\nnull\n[7]\n[7]\n"))
	f.Add([]byte("true\n2.50\nnull\n[7,6]\n[]\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := p.Restore(cfg, b)
		if err == nil && !bytes.Equal(m.AppendState(nil), b) {
			t.Fatalf("%q: got %q", b, m.AppendState(nil))
		}
		if err == nil {
			m.State()
		}
	})
}

// FuzzLoad: a program that is taken is its own, and its protocol can run.
func FuzzLoad(f *testing.F) {
	for name := range asks {
		f.Add(example(f, name).Program())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Load(b)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Program(), b) {
			t.Fatalf("got another program")
		}
		m, err := p.New(node.Config{Self: 1, Nodes: 3})
		if err != nil {
			return
		}
		var effects node.Effects
		m.Step(&node.Event{Kind: node.EventStart}, &effects)
	})
}
