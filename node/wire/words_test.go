package wire

import (
	"errors"

	"github.com/fxamacker/cbor/v2"

	"synod/node"
)

// words is a protocol whose messages are one text each: what a Port needs of a
// protocol, and no more.
type words struct{ node.Protocol }

// word is a message of words.
type word string

func (w word) Kind() string { return "word" }
func (w word) Fields(dst []node.Field) []node.Field {
	return append(dst, node.Field{Name: "text", Value: string(w)})
}
func (w word) Append(dst []byte) []byte { return append(dst, w...) }

// Encode implements node.Protocol.
func (words) Encode(dst []byte, m node.Message) []byte {
	b, err := cbor.Marshal(string(m.(word)))
	if err != nil {
		panic(err)
	}
	return append(dst, b...)
}

// Decode implements node.Protocol.
func (words) Decode(b []byte) (node.Message, error) {
	var s string
	if len(b) == 0 || b[0]>>5 != 3 {
		return nil, errors.New("want a text")
	}
	if err := cbor.Unmarshal(b, &s); err != nil {
		return nil, err
	}
	return word(s), nil
}
