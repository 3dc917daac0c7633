package wire

import (
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/hashicorp/yamux"
)

// Streams is how many streams a session has. The node opens them, in this
// order: events, inspection, logs.
const Streams = 3

// SessionOptions is what NewSession needs besides a connection.
type SessionOptions struct {
	Node         bool              // whether this is the node's end, not the controller's
	WriteTimeout time.Duration     // how long a write may wait for the other end
	Logf         func(line string) // takes the session's own diagnostics; must not block
}

// NewSession multiplexes conn, which it owns from now on. Nothing but the end
// of conn ends a session: a node may be stopped for as long as anyone likes, so
// there are no keep-alives, and opening a stream waits for nobody.
func NewSession(conn net.Conn, o SessionOptions) (*yamux.Session, error) {
	config := yamux.DefaultConfig()
	config.EnableKeepAlive = false
	config.StreamOpenTimeout = 0
	config.ConnectionWriteTimeout = o.WriteTimeout
	config.LogOutput = nil
	config.Logger = logger(o.Logf)
	if o.Node {
		return yamux.Client(&joined{Conn: conn}, config)
	}
	return yamux.Server(&joined{Conn: conn}, config)
}

// logger hands what yamux would print to a function, line by line.
type logger func(line string)

var _ yamux.Logger = logger(nil)

// Print implements yamux.Logger.
func (l logger) Print(v ...any) { l(fmt.Sprint(v...)) }

// Printf implements yamux.Logger.
func (l logger) Printf(format string, v ...any) { l(fmt.Sprintf(format, v...)) }

// Println implements yamux.Logger.
func (l logger) Println(v ...any) { l(strings.TrimSuffix(fmt.Sprintln(v...), "\n")) }
