#!/usr/bin/env bash
# github.com/hashicorp/yamux v0.1.2: the end of a stream.
#
# One would guess: io.EOF from a stream says that the peer closed it, after all it
# had to say. A lost connection is an error, as on a TCP connection, and one who
# closes his own side after the question can still read the whole answer.
#
# What happens: if the connection is reset in the middle of an answer, the reader
# gets io.EOF, so io.ReadAll returns half and no error. After Close of one's own
# side, StreamCloseTimeout (5 minutes by default) runs however much still arrives;
# then the reader gets io.EOF as well. The side that writes is told of a reset.
#
# Where it matters: a crash of a node in a lab looks like a clean end. Messages need
# a length or an end mark, and a long answer needs the question's side left open.
set -euo pipefail

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd "$temp"
export GOFLAGS=-mod=mod GOWORK=off

# quietly COMMAND... shows what a command said only when it fails.
quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }

cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/hashicorp/yamux"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// connect returns the two ends of a connection on this machine.
func connect() (asking, answering *net.TCPConn) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	defer listener.Close()
	a, err := net.Dial("tcp", listener.Addr().String())
	must(err)
	b, err := listener.Accept()
	must(err)
	return a.(*net.TCPConn), b.(*net.TCPConn)
}

// ask opens a stream, asks, and returns both of its ends.
func ask(a, b net.Conn, timeout time.Duration) (asking, answering *yamux.Stream) {
	config := yamux.DefaultConfig()
	config.LogOutput = io.Discard
	config.StreamCloseTimeout = timeout
	client, err := yamux.Client(a, config)
	must(err)
	server, err := yamux.Server(b, config)
	must(err)
	asking, err = client.OpenStream()
	must(err)
	_, err = asking.Write([]byte("?"))
	must(err)
	answering, err = server.AcceptStream()
	must(err)
	_, err = io.ReadFull(answering, make([]byte, 1))
	must(err)
	return asking, answering
}

// readAll reads the half that was sent, has cut called, and reads the rest.
func readAll(from io.Reader, cut func()) string {
	half := make([]byte, 4)
	_, err := io.ReadFull(from, half)
	must(err)
	cut()
	rest, err := io.ReadAll(from)
	return fmt.Sprintf("%s%s, error: %s", half, rest, last(err))
}

// last returns the end of an error, which names no port.
func last(err error) string {
	if err == nil {
		return "none"
	}
	parts := strings.Split(err.Error(), ": ")
	return parts[len(parts)-1]
}

func main() {
	a, b := connect()
	b.Write([]byte("half"))
	fmt.Println("TCP, connection reset: ", readAll(a, func() { b.SetLinger(0); b.Close() }))

	a, b = connect()
	asking, answering := ask(a, b, 5*time.Minute)
	answering.Write([]byte("half"))
	fmt.Println("yamux, connection reset: ", readAll(asking, func() { b.SetLinger(0); b.Close() }))

	a, b = connect()
	asking, answering = ask(a, b, time.Second)
	answering.Write([]byte("half"))
	asking.Close()
	told := make(chan error)
	go func() { // it answers on, a byte at a time, well within the timeout
		var err error
		for err == nil {
			time.Sleep(50 * time.Millisecond)
			_, err = answering.Write([]byte("."))
		}
		told <- err
	}()
	answer := readAll(asking, func() {})
	fmt.Println("yamux, closed before the answer: ", strings.ReplaceAll(answer, ".", ""))
	fmt.Println("its writer is told: ", last(<-told))
}
GO
quietly go mod init finding
quietly go get github.com/hashicorp/yamux@v0.1.2
quietly go build -o seen .

want='TCP, connection reset:  half, error: connection reset by peer
yamux, connection reset:  half, error: none
yamux, closed before the answer:  half, error: none
its writer is told:  connection reset'

saw=$(./seen)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: a stream that was cut no longer ends like one that was closed' >&2
	exit 1
fi
