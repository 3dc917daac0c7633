package child

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/yamux"
	"go.uber.org/goleak"

	"synod/node"
	"synod/node/host/hosttest"
	"synod/node/wire"
)

// TestMain is a node if it was started as one, and fails when a node leaves a
// goroutine behind.
func TestMain(m *testing.M) {
	RunIfNode()
	goleak.VerifyTestMain(m)
}

// waiting is the protocol of scripts with one word more: "wait" takes until
// the channel is closed.
type waiting struct {
	hosttest.Protocol
	until chan struct{}
}

// New implements node.Protocol.
func (p waiting) New(cfg node.Config) (node.Machine, error) {
	m, err := p.Protocol.New(cfg)
	return waitingMachine{m.(node.Snapshotter), p.until}, err
}

type waitingMachine struct {
	node.Snapshotter
	until chan struct{}
}

// Step implements node.Machine.
func (m waitingMachine) Step(ev *node.Event, out *node.Effects) {
	if ev.Kind == node.EventDeliver && string(ev.Message.Append(nil)) == "script wait" {
		<-m.until
	}
	m.Snapshotter.Step(ev, out)
}

// lab is a controller and a node that runs in this process.
type lab struct {
	t        *testing.T
	boot     wire.Boot
	listener net.Listener
	lifeline *io.PipeWriter // the node's standard input
	status   chan int       // its exit status, once
	stderr   bytes.Buffer   // complete once status is there
	until    chan struct{}  // what "wait" waits for
	session  *yamux.Session
	events   *wire.Port
	inspect  *wire.Port
	logs     net.Conn
}

// newLab starts a node, whose connection nobody has accepted yet.
func newLab(t *testing.T) *lab {
	t.Helper()
	t.Parallel()
	run, err := os.MkdirTemp("", "synod-") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(run) })
	l := &lab{t: t, status: make(chan int, 1), until: make(chan struct{})}
	l.boot = wire.Boot{
		Network: "unix", Address: filepath.Join(run, "s"), Secret: []byte("secret"), Node: 2,
		Dir: filepath.Join(run, "n2"), Ephemeral: true, Tidy: []string{run},
	}
	if l.listener, err = net.Listen(l.boot.Network, l.boot.Address); err != nil {
		t.Skip(err)
	}
	l.listener.(*net.UnixListener).SetUnlinkOnClose(false)
	t.Cleanup(func() { l.listener.Close() })
	return l
}

// start runs the node.
func (l *lab) start() {
	stdin, lifeline := io.Pipe()
	l.lifeline = lifeline
	l.t.Cleanup(func() { lifeline.Close() })
	maker := func(name string, _ []byte) (node.Protocol, error) {
		if name != "waiting" {
			return nil, errors.New("no such protocol")
		}
		return waiting{until: l.until}, nil
	}
	go func() { l.status <- MainWith(maker, stdin, &l.stderr) }()
	if err := wire.WriteBoot(lifeline, l.boot); err != nil {
		l.t.Fatal(err)
	}
}

// welcome starts the node, lets it in and accepts its streams.
func welcome(t *testing.T) *lab {
	t.Helper()
	l := newLab(t)
	l.start()
	conn := l.accept(wire.Welcome())
	var err error
	l.session, err = wire.NewSession(conn, wire.SessionOptions{WriteTimeout: time.Minute, Logf: func(string) {}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.session.Close() })
	var streams [wire.Streams]net.Conn
	for i := range streams {
		if streams[i], err = l.session.Accept(); err != nil {
			t.Fatal(err)
		}
	}
	l.events, l.inspect, l.logs = wire.NewPort(streams[0]), wire.NewPort(streams[1]), streams[2]
	l.events.Speak(waiting{})
	return l
}

// accept takes the node's connection, expects its Hello and answers it.
func (l *lab) accept(answer wire.Answer) net.Conn {
	l.t.Helper()
	conn, err := l.listener.Accept()
	if err != nil {
		l.t.Fatal(err)
	}
	hello, err := wire.ReadHello(conn)
	if err != nil || hello.Check(l.boot.Secret) != nil || hello.Node != l.boot.Node {
		l.t.Errorf("got hello %v, %v, want one of %v", hello, err, l.boot.Node)
	}
	if err := wire.WriteAnswer(conn, answer); err != nil {
		l.t.Fatal(err)
	}
	return conn
}

// ask sends a command and expects an outcome with this error, or none.
func (l *lab) ask(port *wire.Port, c wire.Command, wantErr string) wire.Outcome {
	l.t.Helper()
	var o wire.Outcome
	if err := errors.Join(port.SendCommand(&c), port.ReadOutcome(&o)); err != nil {
		l.t.Fatal(err)
	}
	if wantErr == "" && o.Err != "" || !strings.Contains(o.Err, wantErr) {
		l.t.Errorf("got outcome error %q, want %q", o.Err, wantErr)
	}
	return o
}

// startCommand starts a machine of the node.
func startCommand() wire.Command {
	return wire.Command{Op: wire.OpStart, Setup: wire.Setup{Protocol: "waiting", Config: node.Config{Self: 2, Nodes: 3}}}
}

// stepCommand delivers a script.
func stepCommand(script string) wire.Command {
	return wire.Command{Op: wire.OpStep, Event: &node.Event{Kind: node.EventDeliver, From: 1, Message: hosttest.New(script)}}
}

// expectExit expects the node to end with status and to have said text.
func (l *lab) expectExit(status int, text string) {
	l.t.Helper()
	select {
	case got := <-l.status:
		if got != status || !strings.Contains(l.stderr.String(), text) {
			l.t.Errorf("got exit status %d and %q, want %d and %q", got, &l.stderr, status, text)
		}
	case <-time.After(20 * time.Second):
		l.t.Fatal("the node has not ended within 20s")
	}
}

// expectPaths expects these paths to exist, or not to.
func (l *lab) expectPaths(exist bool, paths ...string) {
	l.t.Helper()
	for _, path := range paths {
		if _, err := os.Lstat(path); (err == nil) != exist {
			l.t.Errorf("%s: got %v, want it there: %v", path, err, exist)
		}
	}
}

// TestUnreachable expects a node without a controller to say so.
func TestUnreachable(t *testing.T) {
	l := newLab(t)
	l.listener.Close()
	l.start()
	l.expectExit(3, "n2: dial unix")
}

// TestRefused expects a refused node to say why, and to touch nothing.
func TestRefused(t *testing.T) {
	l := newLab(t)
	if err := os.Mkdir(l.boot.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	l.start()
	defer l.accept(wire.Refusal("node: got n2, which is connected already")).Close()
	l.expectExit(3, "n2: handshake: refused: node: got n2, which is connected already")
	l.expectPaths(true, l.boot.Dir, l.boot.Address)
}

// TestCutOff expects a node that is cut off before it is answered to dial again, as
// often as that takes.
func TestCutOff(t *testing.T) {
	l := newLab(t)
	l.start()
	for heard := range 2 * 3 {
		conn, err := l.listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		if heard%2 == 1 {
			if _, err := wire.ReadHello(conn); err != nil {
				t.Error(err)
			}
		}
		conn.Close()
	}
	l.accept(wire.Welcome()).Close()
	l.lifeline.Close()
	l.expectExit(0, "")
}

// TestCutOffByTheDead expects a node to dial no more when its controller is gone.
func TestCutOffByTheDead(t *testing.T) {
	l := newLab(t)
	l.start()
	began := time.Now()
	l.lifeline.Close()
	for {
		select {
		case got := <-l.status:
			if took := time.Since(began); got != 0 || took > knockTimeout {
				t.Errorf("got exit status %d after %v, want 0 before it has dialed for %v", got, took, knockTimeout)
			}
			return
		default:
		}
		l.listener.(*net.UnixListener).SetDeadline(time.Now().Add(knockMost))
		if conn, err := l.listener.Accept(); err == nil {
			conn.Close()
		}
	}
}

// TestConversation takes a node from its start to its bye.
func TestConversation(t *testing.T) {
	l := welcome(t)
	l.ask(l.inspect, wire.Command{Op: wire.OpState}, "machine: got none yet")
	l.ask(l.events, wire.Command{Op: wire.OpStep, Event: &node.Event{Kind: node.EventTimer}}, "machine: got none yet")
	unknown := startCommand()
	unknown.Setup.Protocol = "raft"
	l.ask(l.events, unknown, "no such protocol")

	if o := l.ask(l.events, startCommand(), ""); len(o.Effects) != 1 || o.Effects[0].Kind != node.EffectOutcome {
		t.Errorf("start: got effects %v, want one outcome", o.Effects)
	}
	o := l.ask(l.events, stepCommand("write a; sync; send n3 write b"), "")
	if len(o.Effects) != 3 || o.Effects[2].To != 3 || string(o.Effects[2].Message.Append(nil)) != "script write b" {
		t.Errorf("step: got effects %v, want a write, a sync and a send", o.Effects)
	}
	if o := l.ask(l.inspect, wire.Command{Op: wire.OpState}, ""); string(o.State) != "a" {
		t.Errorf("got state %q, want a", o.State)
	}
	l.ask(l.events, startCommand(), "got one already")
	l.expectPaths(true, filepath.Join(l.boot.Dir, "records"))
	l.ask(l.events, wire.Command{Op: wire.OpBye}, "")
	l.session.Close()
	l.listener.Close()
	l.lifeline.Close()
	l.expectExit(0, "")
	l.expectPaths(false, l.boot.Dir, l.boot.Address, filepath.Dir(l.boot.Address))
}

// TestBusy looks at a node that is in the middle of a step.
func TestBusy(t *testing.T) {
	l := welcome(t)
	l.ask(l.events, startCommand(), "")
	c := stepCommand("wait")
	if err := l.events.SendCommand(&c); err != nil {
		t.Fatal(err)
	}
	for {
		var o wire.Outcome
		if err := errors.Join(l.inspect.SendCommand(&wire.Command{Op: wire.OpState}), l.inspect.ReadOutcome(&o)); err != nil {
			t.Fatal(err)
		}
		if o.Err == "busy delivering script wait" {
			break
		}
		if o.Err != "" {
			t.Fatalf("got %q, want a state or what the node is busy with", o.Err)
		}
	}
	close(l.until)
	var o wire.Outcome
	if err := l.events.ReadOutcome(&o); err != nil || o.Err != "" {
		t.Fatalf("got %q, %v, want the end of the step", o.Err, err)
	}
	l.ask(l.inspect, wire.Command{Op: wire.OpState}, "")
}

// TestControllerGoneDuringStep ends a node that is in the middle of a step.
func TestControllerGoneDuringStep(t *testing.T) {
	l := welcome(t)
	l.ask(l.events, startCommand(), "")
	c := stepCommand("wait")
	if err := l.events.SendCommand(&c); err != nil {
		t.Fatal(err)
	}
	l.lifeline.Close()
	l.expectExit(0, "")
	l.expectPaths(false, l.boot.Dir)
	close(l.until) // for the sake of this process, which goes on
}

// TestKeptDirectory leaves the node's directory, and only that, if it is to stay.
func TestKeptDirectory(t *testing.T) {
	l := newLab(t)
	l.boot.Ephemeral, l.boot.Dir = false, filepath.Join(t.TempDir(), "n2")
	if err := os.Mkdir(l.boot.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	l.start()
	defer l.accept(wire.Welcome()).Close()
	l.lifeline.Close()
	l.expectExit(0, "")
	l.expectPaths(true, l.boot.Dir)
	l.expectPaths(false, l.boot.Address, filepath.Dir(l.boot.Address))
}

// TestOthersGoToo expects a node that outlives its controller to remove what a node
// that is down has left, since nobody else is there to do it; but not what is to be
// kept, and nothing beside the run.
func TestOthersGoToo(t *testing.T) {
	for name, ephemeral := range map[string]bool{"ephemeral": true, "kept": false} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			l.boot.Ephemeral = ephemeral
			run := filepath.Dir(l.boot.Dir)
			other, beside := filepath.Join(run, "n1"), t.TempDir()
			for _, dir := range []string{l.boot.Dir, filepath.Join(other, "deeper")} {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			l.start()
			defer l.accept(wire.Welcome()).Close()
			l.lifeline.Close()
			l.expectExit(0, "")
			l.expectPaths(!ephemeral, other, l.boot.Dir, run)
			l.expectPaths(true, beside)
		})
	}
}

// TestSessionEnds expects a node to end when it is cut off by a controller
// that lives, and to leave everything as it is.
func TestSessionEnds(t *testing.T) {
	l := welcome(t)
	l.ask(l.events, startCommand(), "")
	l.session.Close()
	l.expectExit(3, "n2: ")
	l.expectPaths(true, l.boot.Dir, l.boot.Address)
}

// TestNonsense expects a node to end when it is told something that no
// controller says, on either stream.
func TestNonsense(t *testing.T) {
	tests := map[string]struct {
		stream func(l *lab) *wire.Port
		op     wire.Op
		want   string
	}{
		"bye on inspection": {func(l *lab) *wire.Port { return l.inspect }, wire.OpBye, "n2: inspection: operation: got 2"},
		"garbage on events": {func(l *lab) *wire.Port { return l.events }, 77, "n2: events: command: frame is garbage"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := welcome(t)
			// The node may be gone before the write returns, which is then an
			// error; that it heard shows in what it says.
			_ = test.stream(l).SendCommand(&wire.Command{Op: test.op})
			l.expectExit(3, test.want)
		})
	}
}

// TestMisplacedQuestion answers a question about the state on the wrong stream
// with an error, and goes on.
func TestMisplacedQuestion(t *testing.T) {
	l := welcome(t)
	l.ask(l.events, wire.Command{Op: wire.OpState}, "operation: got 3 on the stream of events")
	l.ask(l.events, startCommand(), "")
}

// TestAnswerTooLarge sends the reason in place of what does not fit.
func TestAnswerTooLarge(t *testing.T) {
	var buf bytes.Buffer
	port := wire.NewPort(&buf)
	if err := answer(port, wire.Outcome{State: make([]byte, wire.MaxFrame+1)}, nil); err != nil {
		t.Fatal(err)
	}
	var o wire.Outcome
	if err := port.ReadOutcome(&o); err != nil || !strings.Contains(o.Err, wire.ErrOversized.Error()) {
		t.Errorf("got %q, %v, want %v", o.Err, err, wire.ErrOversized)
	}
}

// TestLogs sends lines, one each, and never waits: what is too much is counted.
func TestLogs(t *testing.T) {
	l := newLogs()
	for i := range logDepth + 5 {
		l.printf("line %d\nof two", i)
	}
	r, w := io.Pipe()
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() { l.copyTo(w, done); close(ended) }()
	buf := make([]byte, 100)
	n, err := r.Read(buf)
	if want := "logs: 5 lines lost\nline 0 | of two\n"; err != nil || string(buf[:n]) != want {
		t.Errorf("got %q, %v, want %q", buf[:n], err, want)
	}
	n, err = r.Read(buf)
	if want := "line 1 | of two\n"; err != nil || string(buf[:n]) != want {
		t.Errorf("got %q, %v, want %q", buf[:n], err, want)
	}
	r.Close()
	<-ended
	close(done)
	l.copyTo(io.Discard, done) // returns at once, or after what is left
}

// TestSlowStepIsLogged expects a line about a step that takes too long.
func TestSlowStepIsLogged(t *testing.T) {
	l := welcome(t)
	l.ask(l.events, startCommand(), "")
	time.AfterFunc(slow+50*time.Millisecond, func() { close(l.until) })
	l.ask(l.events, stepCommand("wait"), "")
	buf := make([]byte, 100)
	n, err := l.logs.Read(buf)
	if want := "host: delivering script wait took 1."; err != nil || !strings.HasPrefix(string(buf[:n]), want) {
		t.Errorf("got %q, %v, want %q", buf[:n], err, want)
	}
}
