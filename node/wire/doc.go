// Package wire is what a controller and its nodes say to each other, and how:
// frames over a connection, a handshake, commands and their outcomes.
//
// A frame is a length of four bytes, big-endian, and that many bytes of CBOR.
// It is written with one Write and never longer than [MaxFrame]. Reading is
// strict: a frame that ends early, is longer than its bound, or holds anything
// but the canonical shape of what is due is refused with an error that wraps
// [ErrTruncated], [ErrOversized] or [ErrGarbage]. Memory is taken as bytes
// arrive, so a false length costs nothing. A message travels inside as a byte
// string, in the protocol's own encoding.
//
// # A conversation
//
//	controller                          node
//	Boot on its standard input    ->
//	                              <-    Hello, over a fresh connection
//	Answer                        ->
//	                              <-    three streams of one session, in the
//	                                    order of [Streams]
//	Command, on a stream          ->
//	                              <-    Outcome, on the same stream
//
// Commands on one stream are answered one at a time. A [Port] is one end of
// such a stream:
//
//	port := wire.NewPort(stream)
//	port.Speak(protocol)
//	err := port.SendCommand(&wire.Command{Op: wire.OpStep, Event: ev})
//	err = port.ReadOutcome(&outcome)
//
// # Three rules for the caller
//
//  1. A Port belongs to one goroutine.
//  2. What ReadOutcome filled in is valid until the next read. The Event of a
//     Command is the caller's to keep.
//  3. After an error from a read the stream is of no more use: where the next
//     frame begins is unknown.
package wire
