package process

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/hashicorp/yamux"

	"synod/node"
	"synod/node/wire"
)

// maxLogLine bounds a line of a node's diagnostics, in bytes.
const maxLogLine = 16 << 10

// line is the connection to one node. It is used from one goroutine.
type line struct {
	session  *yamux.Session
	events   channel
	inspect  channel
	patience time.Duration
	read     chan struct{} // closed when the last of the diagnostics has been read
}

// channel is a stream of commands and outcomes.
type channel struct {
	conn    net.Conn
	port    *wire.Port
	outcome wire.Outcome // of the latest call
}

// newLine makes conn, which it owns, a line, and waits for the node to open
// its streams.
func newLine(conn net.Conn, o *Options, logf func(format string, args ...any)) (*line, error) {
	session, err := wire.NewSession(conn, wire.SessionOptions{
		WriteTimeout: o.Patience,
		Logf:         func(text string) { logf("session: %s", text) },
	})
	if err != nil {
		conn.Close()
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), o.Boot)
	defer cancel()
	var streams [wire.Streams]net.Conn
	for i := range streams {
		if streams[i], err = session.AcceptStreamWithContext(ctx); err != nil {
			session.Close()
			return nil, fmt.Errorf("stream %d of %d: %w", i+1, wire.Streams, err)
		}
	}
	l := &line{session: session, patience: o.Patience, read: make(chan struct{})}
	l.events = channel{conn: streams[0], port: wire.NewPort(streams[0])}
	l.inspect = channel{conn: streams[1], port: wire.NewPort(streams[1])}
	go l.readLogs(streams[2], logf)
	return l, nil
}

// readLogs hands on the node's diagnostics until the session ends.
func (l *line) readLogs(stream net.Conn, logf func(format string, args ...any)) {
	defer close(l.read)
	r := bufio.NewReaderSize(stream, maxLogLine)
	for {
		text, _, err := r.ReadLine() // cuts what is longer
		if err != nil {
			return
		}
		logf("%s", text)
	}
}

// call sends c and waits for its outcome, which is valid until the next call
// on the same channel. An error of the node is in the outcome; one that call
// returns is of the line, which is of no more use.
func (l *line) call(ch *channel, c *wire.Command, patience time.Duration) (*wire.Outcome, error) {
	if err := ch.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	sent := ch.port.SendCommand(c)
	if sent != nil && !errors.Is(sent, yamux.ErrSessionShutdown) {
		return nil, sent
	}
	// A node that dies of what it is told may have heard, answered and gone
	// before the write has returned, which is then an error of the session. The
	// answer has arrived all the same.
	if err := ch.port.ReadOutcome(&ch.outcome); err != nil {
		return nil, cmp.Or(sent, err)
	}
	return &ch.outcome, nil
}

// speak makes p the language of the events.
func (l *line) speak(p node.Protocol) { l.events.port.Speak(p) }

// close ends the session, and with it every call.
func (l *line) close() {
	l.session.Close()
	<-l.read
}

// isTimeout reports whether err says that somebody took too long.
func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
