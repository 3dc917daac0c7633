package process

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"synod/node"
	"synod/node/wire"
)

// What a stranger can cost: this long, and this many at once, which has to leave
// room for nodes among the files that a process may have open. A node says its hello
// as soon as it is connected, so of too many the one that came first is a stranger,
// once it had the time to say so; or else a node that dials again.
const (
	shakeTimeout = 5 * time.Second
	maxShaking   = 128
	leastShaking = 10 * time.Millisecond
	roomStep     = time.Millisecond // how often the door looks for room
	maxNamed     = 16               // refusals in the log; more are counted
)

// door lets nodes in: those that are being started, each once. Everybody else
// is refused, named in the log, and does not disturb anyone.
type door struct {
	listener net.Listener
	secret   []byte
	logf     func(format string, args ...any)
	group    sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	guests  map[node.ID]*guest
	pending []caller // in a handshake, in the order in which they came
	refused int      // how many connections were
}

// caller is a connection in a handshake.
type caller struct {
	conn net.Conn
	came time.Time
}

// guest is a node that the door knows of.
type guest struct {
	conn chan net.Conn // where its connection goes; has room for it
	in   bool          // whether it has connected, once and for all
}

// newDoor returns a door at listener, which it owns.
func newDoor(listener net.Listener, logf func(string, ...any)) *door {
	d := &door{
		listener: listener,
		secret:   []byte(rand.Text()),
		logf:     logf,
		guests:   map[node.ID]*guest{},
	}
	d.group.Go(d.accept)
	return d
}

// expect returns where the connection of a node will be. The door lets it in
// under that name, once, until forget.
func (d *door) expect(id node.ID) <-chan net.Conn {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := &guest{conn: make(chan net.Conn, 1)}
	d.guests[id] = g
	return g.conn
}

// forget closes the door to a node, and the connection that nobody took.
func (d *door) forget(id node.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.guests[id]
	delete(d.guests, id)
	if g == nil {
		return
	}
	select {
	case conn := <-g.conn:
		conn.Close()
	default:
	}
}

// accept takes connections until the door is closed.
func (d *door) accept() {
	for {
		conn, err := d.listener.Accept()
		if err != nil {
			d.mu.Lock()
			closed := d.closed
			d.mu.Unlock()
			if closed {
				return
			}
			d.logf("door: %v", err)
			time.Sleep(10 * time.Millisecond) // such as too many open files
			continue
		}
		if d.begin(conn) {
			d.group.Go(func() { d.shake(conn) })
		}
	}
}

// shake hears out whoever has connected, and lets in or refuses.
func (d *door) shake(conn net.Conn) {
	conn.SetDeadline(time.Now().Add(shakeTimeout))
	hello, err := wire.ReadHello(conn)
	if err == nil {
		err = hello.Check(d.secret)
	}
	if err == nil {
		err = d.admit(hello.Node, conn)
	}
	if err != nil {
		d.note(err)
		wire.WriteAnswer(conn, wire.Refusal(err.Error()))
		d.end(conn)
		conn.Close()
		return
	}
	d.pass(hello.Node, conn, wire.WriteAnswer(conn, wire.Welcome()))
}

// note says in the log why a connection is refused, unless that is a flood.
func (d *door) note(why error) {
	d.mu.Lock()
	d.refused++
	n := d.refused
	d.mu.Unlock()
	switch {
	case n <= maxNamed:
		d.logf("door: refused a connection: %v", why)
	case n == maxNamed+1:
		d.logf("door: refused more than %d connections; the others are not named", maxNamed)
	}
}

// begin notes a handshake, so that close can end it, and ends the oldest of too
// many. It reports whether there is to be one.
func (d *door) begin(conn net.Conn) bool {
	for !d.hasRoom() {
		time.Sleep(roomStep)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		conn.Close()
		return false
	}
	d.pending = append(d.pending, caller{conn, time.Now()})
	return true
}

// hasRoom reports whether another handshake may begin. It makes room for it if one
// has had its time.
func (d *door) hasRoom() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || len(d.pending) < maxShaking {
		return true
	}
	if time.Since(d.pending[0].came) < leastShaking {
		return false
	}
	d.pending[0].conn.Close()
	d.pending = d.pending[1:]
	return true
}

// end notes that a handshake is over.
func (d *door) end(conn net.Conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.strike(conn)
}

// strike takes a connection from those in a handshake. It reports whether it was
// one of them.
func (d *door) strike(conn net.Conn) bool {
	i := slices.IndexFunc(d.pending, func(c caller) bool { return c.conn == conn })
	if i >= 0 {
		d.pending = slices.Delete(d.pending, i, i+1)
	}
	return i >= 0
}

// errCrowded is a handshake that ended because too many others began.
var errCrowded = errors.New("too many connections at once")

// admit takes a node's place, or says why it has none. No crowd ends a connection
// that is admitted, and one that a crowd has ended takes no place.
func (d *door) admit(id node.ID, conn net.Conn) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.strike(conn) {
		return errCrowded
	}
	g := d.guests[id]
	switch {
	case g == nil:
		return fmt.Errorf("node: got %v, want one that is being started", id)
	case g.in:
		return fmt.Errorf("node: got %v, which is connected already", id)
	}
	g.in = true
	return nil
}

// pass hands the connection of an admitted node to whoever expects it, if it
// is good and they still do.
func (d *door) pass(id node.ID, conn net.Conn, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.guests[id]
	if err != nil || d.closed || g == nil {
		conn.Close()
		return
	}
	conn.SetDeadline(time.Time{})
	g.conn <- conn
}

// close ends the door and every handshake. Nodes that are in stay.
func (d *door) close() {
	d.mu.Lock()
	d.closed = true
	for _, c := range d.pending {
		c.conn.Close()
	}
	d.mu.Unlock()
	d.listener.Close()
	d.group.Wait()
}
