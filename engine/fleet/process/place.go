package process

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"synod/node"
)

// maxSocketPath is how long the path of a socket may be, in bytes: sockaddr_un
// has room for 104 on the strictest systems, a final zero included.
const maxSocketPath = 103

// place is where a fleet lives: the directories of its nodes, and a private
// one for the run. It makes them, and removes those that are not to be kept.
type place struct {
	data string // holds n1, n2 and so on
	keep bool   // whether data stays
	run  string // private; holds the socket, and the nodes unless keep
	tidy []string
}

// newPlace makes a place. A dir that is "" means a temporary one.
func newPlace(dir string) (*place, error) {
	p := &place{keep: dir != ""}
	if p.keep {
		if err := p.useData(dir); err != nil {
			return nil, err
		}
	}
	run, err := os.MkdirTemp("", "synod-") // with mode 0700
	if err != nil {
		return nil, err
	}
	p.run, p.tidy = run, []string{run}
	if !p.keep {
		p.data = run
	}
	p.enlist()
	return p, nil
}

// useData makes dir the place of the nodes. It makes dir if there is none, and
// refuses one with the nodes of an earlier run, which are not to be lost.
func (p *place) useData(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(abs, 0o777); err != nil {
		return err
	}
	entries, err := os.ReadDir(abs)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if isNode(e.Name()) && !isEmpty(filepath.Join(abs, e.Name())) {
			return fmt.Errorf("data directory %s: got %s from an earlier run, want none; remove it or name another directory", dir, e.Name())
		}
	}
	p.data = abs
	return nil
}

// isNode reports whether name is that of a node, such as n2.
func isNode(name string) bool {
	digits, ok := strings.CutPrefix(name, "n")
	_, err := strconv.ParseUint(digits, 10, 31)
	return ok && err == nil
}

// isEmpty reports whether path is a directory with nothing in it.
func isEmpty(path string) bool {
	entries, err := os.ReadDir(path)
	return err == nil && len(entries) == 0
}

// node returns the directory of a node.
func (p *place) node(id node.ID) string { return filepath.Join(p.data, id.String()) }

// forget removes the directory of a node that is no longer part of the cluster.
func (p *place) forget(id node.ID) error { return os.RemoveAll(p.node(id)) }

// listen opens the socket: in the directory of the run, or in a shorter one if
// its path would be too long, or on the loopback interface if this system has
// no such sockets.
func (p *place) listen() (net.Listener, error) {
	path := filepath.Join(p.run, "s")
	if len(path) > maxSocketPath {
		short, err := os.MkdirTemp(shortTemp, "synod-")
		if err != nil {
			return p.listenTCP(err)
		}
		p.tidy = append(p.tidy, short)
		path = filepath.Join(short, "s")
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return p.listenTCP(err)
	}
	p.tidy = append([]string{path}, p.tidy...)
	return l, nil
}

// listenTCP opens a socket on the loopback interface. Anyone on this machine
// can connect to it; the secret keeps them out.
func (p *place) listenTCP(cause error) (net.Listener, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(cause, err)
	}
	return l, nil
}

// remove removes the run's directories and, unless they are to be kept, the
// nodes'.
func (p *place) remove() error {
	defer p.discharge()
	var errs []error
	if !p.keep {
		errs = append(errs, os.RemoveAll(p.data))
	}
	for _, path := range p.tidy {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
