// Package register is a System of known size: clients that write and read a
// register, which three servers keep by single-decree Paxos.
//
// It is there to test and to measure the search. The number of its states is
// known from elsewhere, so a search that finds more or fewer is wrong:
//
//	clients     unique   generated  depth
//	      1        265         482     14
//	      2     16,668      32,971     21
//	      3  1,194,428   2,420,477     28
//	      4  2,372,188   4,807,983     28
//	      5  4,711,569   9,551,302     28
//	      6  9,357,525  18,972,647     28
//
// Slots 0, 1 and 2 are the servers, the others are the clients. Nothing
// crashes, there are no timers, and the network loses nothing. The watcher is
// the history of what the clients did, and says whether it is linearizable.
package register

import (
	"fmt"

	"synod/engine/search"
)

// Servers is how many servers there are.
const Servers = 3

// MaxClients is how many clients there can be.
const MaxClients = 16

// System is the register with its clients.
type System struct {
	Clients int

	// Careless makes servers propose their own value whatever the others
	// report, so that the history is not always linearizable.
	Careless bool
}

var (
	_ search.System = System{}
	_ search.Hinter = System{}
	_ search.Namer  = System{}
)

// Slots returns the number of servers and clients.
func (s System) Slots() int { return Servers + s.Clients }

// Start returns the state in which every client has sent its Put.
func (s System) Start() search.State {
	var state search.State
	for range Servers {
		state.Locals = append(state.Locals, (&server{}).encode())
	}
	for i := range s.Clients {
		slot := Servers + i
		state.Locals = append(state.Locals, []byte{byte(putting)})
		state.Messages = append(state.Messages, putOf(slot).to(putServer(slot)))
	}
	state.Watcher = newHistory(s.Clients).encode()
	return state
}

// React delivers body.
func (s System) React(slot int, local, body []byte) ([]search.Outcome, error) {
	m, err := decodeMessage(body)
	if err != nil {
		return nil, err
	}
	if slot >= Servers {
		return react(slot, stage(local[0]), m), nil
	}
	v, err := decodeServer(local)
	if err != nil {
		return nil, err
	}
	v.careless = s.Careless
	send, handled := v.handle(byte(slot), m)
	if !handled {
		return nil, nil
	}
	return []search.Outcome{{Local: v.encode(), Send: send}}, nil
}

// Moves returns nothing: whatever happens is a delivery.
func (System) Moves(int, []byte) ([]search.Outcome, error) { return nil, nil }

// Watch writes down what a client returned from and what it invoked.
func (s System) Watch(watcher []byte, slot int, observed []byte) ([]byte, search.Violation, error) {
	h, err := decodeHistory(s.Clients, watcher)
	if err != nil {
		return nil, search.Violation{}, err
	}
	client := slot - Servers
	h.returned(client, observed[0])
	if len(observed) > 1 {
		h.invoked(client)
	}
	if !h.linearizable() {
		return h.encode(), search.Violation{Property: "linearizable", Sentence: h.String()}, nil
	}
	return h.encode(), search.Violation{}, nil
}

// SlotName returns a name such as "server 0" or "client A".
func (System) SlotName(slot int) string {
	if slot < Servers {
		return fmt.Sprintf("server %d", slot)
	}
	return fmt.Sprintf("client %c", letterOf(slot))
}

// LocalName returns the bytes of local.
func (System) LocalName(_ int, local []byte) string { return fmt.Sprintf("%x", local) }

// MessageName returns the kind of body and its sender.
func (s System) MessageName(_ int, body []byte) string {
	m, err := decodeMessage(body)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s of %s", m.kind, s.SlotName(int(m.src)))
}
