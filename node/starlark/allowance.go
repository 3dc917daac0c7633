package starlark

import (
	"fmt"

	"go.starlark.net/starlark"

	"synod/node"
	nodedisk "synod/node/disk"
)

// Bounds of what one step may do. They hold wherever a node runs, and leave room in a
// frame between a node's process and the lab.
const (
	maxEffects = 16_000   // messages, records and whatever else a handler asks for
	maxSize    = 15 << 20 // bytes of all of them
)

const (
	effectHead = 64  // bytes of an effect besides what it holds, at most
	smallSize  = 256 // bytes of a message that is not worth an exact count
)

// allowance counts what a step has done so far.
type allowance struct {
	effects int
	size    int
	latest  node.Message // the message counted last: one that goes to many nodes is measured once
	bytes   int          // its size
	scratch []byte
}

func (a *allowance) reset(effects int) {
	a.effects, a.size, a.latest = effects, 0, nil
}

// spend counts the effects that a function of self has added, and refuses too many of
// them.
func (a *allowance) spend(out node.Effects, before int) error {
	for i := a.effects; i < len(out); i++ {
		a.size += effectHead + a.sizeOf(&out[i])
	}
	a.effects = len(out)
	if n := a.effects - before; n > maxEffects {
		return fmt.Errorf("a handler may do %d things at once, such as sends and writes, and this is one more: is there a loop that does not end?", maxEffects)
	}
	if a.size > maxSize {
		return fmt.Errorf("a handler may send, write, tell and claim %d bytes at once, and this is more", maxSize)
	}
	return nil
}

func (a *allowance) sizeOf(e *node.Effect) int {
	switch e.Kind {
	case node.EffectSend, node.EffectWrite:
		if e.Message != a.latest {
			a.latest = e.Message
			a.bytes = a.sizeOfMessage(e.Message.(*Message))
		}
		return a.bytes
	case node.EffectPublish:
		return len(e.Value)
	case node.EffectNote:
		return len(e.Note.Value)
	case node.EffectClaim:
		return len(e.Claim.Name) + len(e.Claim.Key) + len(e.Claim.Value)
	case node.EffectReply:
		return sizeOfReply(e.Reply)
	}
	return 0
}

// sizeOfMessage returns how many bytes a message is, or smallSize for a small one.
func (a *allowance) sizeOfMessage(m *Message) int {
	most := len(m.kind) + 2
	for i := range m.fields {
		most += len(m.fields[i].name) + 2 + atMost(m.fields[i].value)
	}
	if most <= smallSize {
		return smallSize
	}
	a.scratch = m.encode(a.scratch[:0])
	return len(a.scratch)
}

// atMost returns how many bytes the text of a value without parts has at most. Others
// are for an exact count.
func atMost(v starlark.Value) int {
	switch v := v.(type) {
	case starlark.NoneType, starlark.Bool:
		return 5
	case starlark.Int:
		if _, small := v.Int64(); small {
			return 20
		}
	case starlark.Float:
		return 32
	case starlark.String:
		return 6*len(v) + 2
	case starlark.Tuple:
		most := 3
		for _, e := range v {
			most += atMost(e) + 1
		}
		return most
	}
	return smallSize
}

func sizeOfReply(r *node.Reply) int {
	said, _ := r.Result.(node.Fields) // as self says it
	size := 0
	for _, f := range said {
		size += len(f.Name)
		switch v := f.Value.(type) {
		case node.Value:
			size += len(v)
		case string:
			size += len(v)
		default:
			size += atMost(nil)
		}
	}
	return size
}

// checkRecord refuses a record for which no disk has room.
func (a *allowance) checkRecord(m *Message) error {
	if n := a.sizeOfMessage(m); n > nodedisk.MaxRecord {
		return fmt.Errorf("a record may have %d bytes, and this one has %d", nodedisk.MaxRecord, n)
	}
	return nil
}
