package process

import (
	"bytes"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/hashicorp/yamux"

	"synod/node/wire"
)

// hasty is a stream whose session is over before a write returns. What the node
// answered before it went is there to be read.
type hasty struct {
	net.Conn
	answer bytes.Buffer
}

func (h *hasty) Write([]byte) (int, error)     { return 0, yamux.ErrSessionShutdown }
func (h *hasty) Read(b []byte) (int, error)    { return h.answer.Read(b) }
func (h *hasty) SetDeadline(_ time.Time) error { return nil }

// TestAnswerOfANodeThatWentAtOnce takes the last answer of a node that was gone
// before its command had been sent for good, and says so when there is none.
func TestAnswerOfANodeThatWentAtOnce(t *testing.T) {
	h := &hasty{}
	if err := wire.NewPort(&h.answer).SendOutcome(&wire.Outcome{Died: "after_sync"}); err != nil {
		t.Fatal(err)
	}
	l, ch := &line{}, &channel{conn: h, port: wire.NewPort(h)}
	o, err := l.call(ch, &wire.Command{Op: wire.OpState}, time.Second)
	if err != nil || o.Died != "after_sync" {
		t.Errorf("got %v, %v, want that it died", o, err)
	}
	if _, err := l.call(ch, &wire.Command{Op: wire.OpState}, time.Second); !errors.Is(err, yamux.ErrSessionShutdown) {
		t.Errorf("got the error %v when nothing was answered, want %v", err, yamux.ErrSessionShutdown)
	}
}
