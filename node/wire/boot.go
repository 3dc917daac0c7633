package wire

import (
	"fmt"
	"io"

	"synod/node"
)

// Boot is what a controller writes to the standard input of a node that it
// starts, and the only way for a node to learn the secret: arguments and
// environment can be read by others.
type Boot struct {
	_         struct{} `cbor:",toarray"`
	Network   string   // of the controller: "unix" or "tcp"
	Address   string
	Secret    []byte // shown in the handshake
	Node      node.ID
	Dir       string   // the node's own directory, which holds its disk
	Ephemeral bool     // whether Dir goes when the node ends
	Tidy      []string // the directories of the run, to be removed once the controller is gone
}

// WriteBoot writes b as one frame.
func WriteBoot(w io.Writer, b Boot) error {
	if err := writeFrame(w, b, maxBoot); err != nil {
		return fmt.Errorf("boot record: %w", err)
	}
	return nil
}

// ReadBoot reads what WriteBoot wrote, and not a byte more.
func ReadBoot(r io.Reader) (Boot, error) {
	var b Boot
	body, err := readFrame(r, nil, maxBoot)
	if err == nil {
		err = decode(body, &b)
	}
	if err != nil {
		return Boot{}, fmt.Errorf("boot record: %w", err)
	}
	return b, nil
}
