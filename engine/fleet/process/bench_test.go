package process

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hashicorp/yamux"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/paxos"
	"synod/node/wire"
)

// The benchmarks compare a step of a node that is a process with the least
// that a message to a process and back can cost over the same means: a bare
// yamux stream, over a unix socket, to a process that sends every frame back.
// The step is an accept that is refused, because the node promised more: a
// message in, a message and an outcome out, and nothing to sync.

// refused is the event of the step.
func refused() *node.Event { return accept(node.Ballot{Round: 3, Node: 1}) }

// accept delivers an accept.
func accept(b node.Ballot) *node.Event {
	return &node.Event{Kind: node.EventDeliver, From: 1, Message: paxos.Message{What: paxos.Accept, Ballot: b, Value: `"X"`}}
}

// frameSizes returns how long the command and the outcome of a step are.
func frameSizes(b *testing.B, ev *node.Event, effects []node.Effect) (command, outcome int) {
	var buf bytes.Buffer
	port := wire.NewPort(&buf)
	port.Speak(paxos.Protocol{})
	if err := port.SendCommand(&wire.Command{Op: wire.OpStep, Event: ev}); err != nil {
		b.Fatal(err)
	}
	command = buf.Len()
	if err := port.SendOutcome(&wire.Outcome{Effects: effects}); err != nil {
		b.Fatal(err)
	}
	return command, buf.Len() - command
}

// refusing returns a fleet of three nodes, of which n2 refuses an accept, and
// the effects of that.
func refusing(b *testing.B) (*Fleet, []node.Effect) {
	f := newFleet(b, Options{})
	if _, err := f.Reset(fleet.Setup{Protocol: "paxos", Configs: configs(3)}); err != nil {
		b.Fatal(err)
	}
	prepare := paxos.Message{What: paxos.Prepare, Ballot: node.Ballot{Round: 9, Node: 3}}
	if _, err := f.Step(2, &node.Event{Kind: node.EventDeliver, From: 3, Message: prepare}); err != nil {
		b.Fatal(err)
	}
	effects, err := f.Step(2, refused())
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range effects {
		if e.Kind == node.EffectSync || e.Kind == node.EffectWrite {
			b.Fatalf("got effects %v, want none that concern the disk", effects)
		}
	}
	return f, effects
}

// BenchmarkRoundTrip is one step of a node in a process of its own, in
// lockstep, with no sync.
func BenchmarkRoundTrip(b *testing.B) {
	f, _ := refusing(b)
	ev := refused()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Step(2, ev); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkYamuxEcho sends as many bytes to a process, and gets as many back.
func BenchmarkYamuxEcho(b *testing.B) {
	f, effects := refusing(b)
	command, outcome := frameSizes(b, refused(), effects)
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	stream := startEcho(b, command, outcome)
	out, in := make([]byte, command), make([]byte, outcome)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := stream.Write(out); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(stream, in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart starts five nodes and closes them again.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		f := New(Options{Env: as("node"), Make: makeProtocol})
		if _, err := f.Reset(setup(5)); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReset starts over with five nodes that run.
func BenchmarkReset(b *testing.B) {
	f := startFleet(b, 5, Options{})
	for b.Loop() {
		if _, err := f.Reset(setup(5)); err != nil {
			b.Fatal(err)
		}
	}
}

// echoVariable tells an echo the socket and the sizes of both frames.
const echoVariable = "SYNOD_TEST_ECHO"

// bare is yamux as it comes, but for its logs.
func bare() *yamux.Config {
	config := yamux.DefaultConfig()
	config.EnableKeepAlive = false
	config.LogOutput = io.Discard
	return config
}

// startEcho starts a process that answers each frame with another, and returns
// the stream to it.
func startEcho(b *testing.B, in, out int) net.Conn {
	b.Helper()
	path := filepath.Join(b.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		b.Skip(err)
	}
	defer l.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), append(as("echo"), fmt.Sprintf("%s=%d %d %s", echoVariable, in, out, path))...)
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	conn, err := l.Accept()
	if err != nil {
		b.Fatal(err)
	}
	session, err := yamux.Server(conn, bare())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		session.Close()
		cmd.Wait()
	})
	stream, err := session.Accept()
	if err != nil {
		b.Fatal(err)
	}
	return stream
}

// echo is the role of the process at the other end.
func echo() int {
	var in, out int
	var path string
	if _, err := fmt.Sscanf(os.Getenv(echoVariable), "%d %d %s", &in, &out, &path); err != nil {
		return 1
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		return 1
	}
	session, err := yamux.Client(conn, bare())
	if err != nil {
		return 1
	}
	stream, err := session.Open()
	if err != nil {
		return 1
	}
	command, outcome := make([]byte, in), make([]byte, out)
	for {
		if _, err := io.ReadFull(stream, command); err != nil {
			return 0
		}
		if _, err := stream.Write(outcome); err != nil {
			return 0
		}
	}
}
