package process

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"unicode/utf8"

	"synod/node"
	"synod/node/rundir"
)

// maxSocketPath is how long the path of a socket may be, in bytes: sockaddr_un
// has room for 104 on the strictest systems, a final zero included.
const maxSocketPath = 103

// place is where a fleet lives: the directories of its nodes, and a private
// one for the run. It makes them, and removes those that are not to be kept.
type place struct {
	data   string        // holds n1, n2 and so on
	keep   bool          // whether data stays
	run    *rundir.Dir   // holds the nodes unless keep
	socket string        // the path of the socket, in run or in a directory with a shorter path; "" when it can be in none
	all    []*rundir.Dir // what is to be removed
}

// newPlace makes a place. A dir that is "" means a temporary one.
func newPlace(dir string) (*place, error) {
	p := &place{keep: dir != ""}
	if p.keep {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return nil, err
		}
		p.data = abs
	}
	if err := readable(dir, p.data, os.TempDir()); err != nil {
		return nil, err
	}
	if p.keep {
		if err := p.useData(dir); err != nil {
			return nil, err
		}
	}
	var err error
	if p.run, err = p.makeDir(os.TempDir()); err != nil {
		return nil, fmt.Errorf("temporary directory %s: %w; want one in which directories can be made (TMPDIR names it)", os.TempDir(), err)
	}
	if !p.keep {
		p.data = p.run.Path
	}
	p.chooseSocket()
	p.enlist()
	return p, nil
}

// readable refuses paths that a node cannot be told. A directory for data has the name
// that its user gave it, and a path from the root.
func readable(data, path, temp string) error {
	switch {
	case !utf8.ValidString(data):
		return fmt.Errorf("data directory %q: got a path that is not UTF-8, want another one", data)
	case !utf8.ValidString(path):
		return fmt.Errorf("data directory %q: got a path that is not UTF-8, want another one", path)
	case !utf8.ValidString(temp):
		return fmt.Errorf("temporary directory %q: got a path that is not UTF-8, want another one (TMPDIR names it)", temp)
	}
	return nil
}

// makeDir makes a private directory in parent, which goes with the run.
func (p *place) makeDir(parent string) (*rundir.Dir, error) {
	d, err := rundir.Make(parent)
	if err == nil {
		p.all = append(p.all, d)
	}
	return d, err
}

// chooseSocket chooses the path of the socket: in the directory of the run, or in
// a shorter one if its path would be too long.
func (p *place) chooseSocket() {
	p.socket = filepath.Join(p.run.Path, rundir.SocketFile)
	if len(p.socket) <= maxSocketPath {
		return
	}
	p.socket = ""
	if short, err := p.makeDir(shortTemp); err == nil {
		p.socket = filepath.Join(short.Path, rundir.SocketFile)
	}
}

// tidy lists the directories that go with the run.
func (p *place) tidy() (paths []string) {
	for _, d := range p.all {
		paths = append(paths, d.Path)
	}
	return paths
}

// useData makes p.data, which its user calls dir, the place of the nodes. It makes the
// directory if there is none, and refuses one with the nodes of an earlier run, which
// are not to be lost.
func (p *place) useData(dir string) error {
	if err := os.MkdirAll(p.data, 0o777); err != nil {
		return err
	}
	entries, err := os.ReadDir(p.data)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if rundir.IsNode(e.Name()) && !isEmpty(filepath.Join(p.data, e.Name())) {
			return fmt.Errorf("data directory %s: got %s from an earlier run, want none; remove it or name another directory", dir, e.Name())
		}
	}
	return nil
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

// listen opens the socket, or one on the loopback interface if this system has no
// such sockets, or no room for the path.
func (p *place) listen() (net.Listener, error) {
	if p.socket == "" {
		return p.listenTCP(nil)
	}
	l, err := net.Listen("unix", p.socket)
	if err != nil {
		return p.listenTCP(err)
	}
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

// remove removes the run's directories, and the nodes' unless they are to be kept.
func (p *place) remove() error {
	defer p.discharge()
	var errs []error
	for _, d := range p.all {
		errs = append(errs, d.Remove())
	}
	return errors.Join(errs...)
}
