package starlark

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"synod/node"
)

// program is a protocol as it travels: all that its functions are made of and all
// that they use, and nothing else.
type program struct {
	_          struct{} `cbor:",toarray"`
	Version    int
	Name, Doc  string
	State      []sentence
	Start      *int // a function; nil for none
	Requests   []handler
	Messages   []handler
	Timers     []handler
	Parameters []parameter
	Rules      []sentence
	Invariants []handler
	Show       []sentence
	Functions  []function
	Shared     []value // lists, dicts and sets that functions use
}

// programVersion is the version of the encoding.
const programVersion = 1

// handler is a function under its name.
type handler struct {
	_        struct{} `cbor:",toarray"`
	Name     string
	Function int
}

// binding is a value under its name.
type binding struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Value value
}

// parameter is a parameter with its default.
type parameter struct {
	_       struct{} `cbor:",toarray"`
	Name    string
	Default node.Value
	Doc     string
}

// sentence is a text under its name.
type sentence struct {
	_    struct{} `cbor:",toarray"`
	Name string
	Text string
}

// function is what a function is made of.
type function struct {
	_         struct{} `cbor:",toarray"`
	File      string
	Line, Col int32
	Text      []byte
	Lambda    bool
	Options   uint8
	Names     []binding // what it uses and does not bind itself, by name
	Defaults  []binding // of its parameters
}

// value is a value that functions use.
type value struct {
	_     struct{} `cbor:",toarray"`
	Kind  kind
	Text  []byte  // of a number or a string; the name of a builtin
	Items []value // of a list, a tuple or a set; keys and values of a dict, names and values of a struct
	Ref   int     // which function, or which of the shared values
}

// kind says what a value is.
type kind uint8

const (
	kindNone kind = iota
	kindFalse
	kindTrue
	kindInt
	kindFloat
	kindString
	kindBytes
	kindList
	kindTuple
	kindDict
	kindSet
	kindStruct
	kindFunction
	kindBuiltin
	kindRange
	kindShared
)

var (
	encMode = must(cbor.EncOptions{Sort: cbor.SortBytewiseLexical, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden}.EncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		MaxNestedLevels:   256,
	}.DecMode())
)

// must returns v; the options above are constant.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// encode returns the encoding of p.
func (p *program) encode() []byte { return must(encMode.Marshal(p)) }

// errNoProgram is the error of bytes that no protocol was written as.
var errNoProgram = errors.New("program: got bytes that no protocol was written as")

// decodeProgram reads what encode wrote and refuses everything else.
func decodeProgram(b []byte) (*program, error) {
	p := new(program)
	if err := decMode.Unmarshal(b, p); err != nil {
		return nil, fmt.Errorf("%w: %v", errNoProgram, err)
	}
	if p.Version != programVersion {
		return nil, fmt.Errorf("program: got version %d, want %d", p.Version, programVersion)
	}
	if !bytes.Equal(p.encode(), b) {
		return nil, errNoProgram
	}
	return p, nil
}
