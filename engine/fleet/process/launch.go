package process

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/wire"
)

// maxLaunching bounds how many nodes start at the same time.
const maxLaunching = 32

// open makes the place, the door and the forker, once.
func (f *Fleet) open() error {
	if f.door != nil {
		return nil
	}
	if err := f.options.fill(); err != nil {
		return err
	}
	place, err := newPlace(f.options.DataDir)
	if err != nil {
		return err
	}
	listener, err := place.listen()
	if err != nil {
		return errors.Join(err, place.remove())
	}
	f.place, f.forker = place, newForker()
	f.door = newDoor(listener, f.options.Logf)
	return nil
}

// together calls do for each i below n, many at the same time, and returns the
// first error in the order of i.
func together(n int, do func(i int) error) error {
	errs := make([]error, n)
	slots := make(chan struct{}, maxLaunching)
	var group sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			errs[i] = do(i)
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// launch starts the process of a node and returns when it is connected. It has
// no machine yet.
func (f *Fleet) launch(id node.ID) (*member, error) {
	conn := f.door.expect(id)
	m, err := f.connect(id, conn)
	if err != nil {
		f.door.forget(id)
		return nil, &fleet.Error{Node: id, Doing: "starting", Err: err}
	}
	return m, nil
}

// connect starts the process of a node, which is to send its connection.
func (f *Fleet) connect(id node.ID, arrives <-chan net.Conn) (*member, error) {
	p, err := startProc(f.forker, &f.options, f.boot(id), func(why error) {
		f.lose(&fleet.Error{Node: id, Doing: "running", Err: why, Lost: true})
	})
	if err != nil {
		return nil, err
	}
	conn, err := await(p, arrives, f.options.Boot)
	if err != nil {
		return nil, errors.Join(f.options.unmet(err), p.kill())
	}
	l, err := newLine(conn, &f.options, func(format string, args ...any) {
		f.options.Logf("%v: %s", id, fmt.Sprintf(format, args...))
	})
	if err != nil {
		return nil, errors.Join(p.cause(err), p.kill())
	}
	return &member{id: id, proc: p, line: l}, nil
}

// boot returns what a node is told at its start.
func (f *Fleet) boot(id node.ID) wire.Boot {
	address := f.door.listener.Addr()
	return wire.Boot{
		Network:   address.Network(),
		Address:   address.String(),
		Secret:    f.door.secret,
		Node:      id,
		Dir:       f.place.node(id),
		Ephemeral: !f.place.keep,
		Tidy:      f.place.tidy(),
	}
}

// await waits for the connection of a process, for its end, or for limit.
func await(p *proc, arrives <-chan net.Conn, limit time.Duration) (net.Conn, error) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case conn := <-arrives:
		return conn, nil
	case <-p.exited:
		return nil, p.why
	case <-timer.C:
		return nil, fmt.Errorf("no connection within %v", limit)
	}
}
