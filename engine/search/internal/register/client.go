package register

import "synod/engine/search"

// stage is how far a client is; it is the client's whole state.
type stage byte

const (
	putting stage = iota // waits for PutOk
	getting              // waits for GetOk
	stopped
)

func putServer(slot int) int { return slot % Servers }
func getServer(slot int) int { return (slot + 1) % Servers }
func letterOf(slot int) byte { return 'A' + byte(slot-Servers) }

func putOf(slot int) message {
	return message{src: byte(slot), kind: put, request: byte(slot), letter: letterOf(slot)}
}

func getOf(slot int) message {
	return message{src: byte(slot), kind: get, request: byte(2 * slot)}
}

// react is the client at slot. What the watcher observes is the letter that a
// call returned, 0 for a Put, and a second byte if the client went on to call
// again.
func react(slot int, at stage, m message) []search.Outcome {
	switch {
	case at == putting && m.kind == putOk && m.request == byte(slot):
		return []search.Outcome{{
			Local:    []byte{byte(getting)},
			Send:     []search.Message{getOf(slot).to(getServer(slot))},
			Observed: []byte{0, 1},
		}}
	case at == getting && m.kind == getOk && m.request == byte(2*slot):
		return []search.Outcome{{Local: []byte{byte(stopped)}, Observed: []byte{m.letter}}}
	}
	return nil
}
