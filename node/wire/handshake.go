package wire

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"synod/node"
)

// Version counts the changes to what is said over the wire. Both ends are one
// binary, so there is one version and no negotiation.
const Version = 2

// Magic opens a handshake, so that a stranger's connection is known for one.
const Magic = "synod"

// Hello is a node's side of the handshake.
type Hello struct {
	_       struct{} `cbor:",toarray"`
	Magic   string
	Version uint32
	Secret  []byte
	Node    node.ID
}

// NewHello returns the Hello of a node that was told secret.
func NewHello(secret []byte, id node.ID) Hello {
	return Hello{Magic: Magic, Version: Version, Secret: secret, Node: id}
}

// Check returns an error unless h speaks this version and knows secret. How
// long it takes tells nothing about a secret of the right length.
func (h Hello) Check(secret []byte) error {
	switch {
	case h.Magic != Magic:
		return fmt.Errorf("magic: got %q, want %q", h.Magic, Magic)
	case h.Version != Version:
		return fmt.Errorf("version: got %d, want %d", h.Version, Version)
	case subtle.ConstantTimeCompare(h.Secret, secret) != 1:
		return errors.New("secret: got a wrong one")
	}
	return nil
}

// Answer is the controller's side of the handshake.
type Answer struct {
	_       struct{} `cbor:",toarray"`
	Magic   string
	Refused string // why the node may not come in; empty means welcome
}

// Welcome is the Answer that lets a node in.
func Welcome() Answer { return Answer{Magic: Magic} }

// Refusal is the Answer that keeps a node out.
func Refusal(reason string) Answer { return Answer{Magic: Magic, Refused: reason} }

// Check returns an error unless a welcomes the node.
func (a Answer) Check() error {
	switch {
	case a.Magic != Magic:
		return fmt.Errorf("magic: got %q, want %q", a.Magic, Magic)
	case a.Refused != "":
		return fmt.Errorf("refused: %s", a.Refused)
	}
	return nil
}

// WriteHello writes h as one frame.
func WriteHello(w io.Writer, h Hello) error { return writeHandshake(w, "hello", h) }

// ReadHello reads what WriteHello wrote, and not a byte more.
func ReadHello(r io.Reader) (h Hello, err error) { return h, readHandshake(r, "hello", &h) }

// WriteAnswer writes a as one frame.
func WriteAnswer(w io.Writer, a Answer) error { return writeHandshake(w, "answer", a) }

// ReadAnswer reads what WriteAnswer wrote, and not a byte more.
func ReadAnswer(r io.Reader) (a Answer, err error) { return a, readHandshake(r, "answer", &a) }

func writeHandshake(w io.Writer, what string, v any) error {
	if err := writeFrame(w, v, maxHello); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func readHandshake(r io.Reader, what string, v any) error {
	body, err := readFrame(r, nil, maxHello)
	if err == nil {
		err = decode(body, v)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
