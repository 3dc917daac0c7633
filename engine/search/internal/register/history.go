package register

import (
	"fmt"
	"slices"
	"strings"
)

// history is what the clients did. A client first puts its letter, then gets.
type history []calls

// calls are those of one client, in order.
type calls []call

// call is a Put or a Get. One that has not returned is its client's last.
type call struct {
	returned bool
	letter   byte   // Get: what it returned
	after    []byte // by client: how many of its calls had returned when this one was invoked
}

func newHistory(clients int) history {
	h := make(history, clients)
	for i := range h {
		h.invoked(i)
	}
	return h
}

// invoked appends a call of client.
func (h history) invoked(client int) {
	c := call{after: make([]byte, len(h))}
	for other := range h {
		if other != client {
			c.after[other] = byte(h[other].done())
		}
	}
	h[client] = append(h[client], c)
}

// returned ends the last call of client.
func (h history) returned(client int, letter byte) {
	c := &h[client][len(h[client])-1]
	c.returned, c.letter = true, letter
}

// done returns how many calls have returned.
func (c calls) done() int {
	n := len(c)
	if n > 0 && !c[n-1].returned {
		n--
	}
	return n
}

func (h history) encode() []byte {
	var b []byte
	for _, calls := range h {
		b = append(b, byte(len(calls)))
		for _, c := range calls {
			b = append(append(b, flag(c.returned), c.letter), c.after...)
		}
	}
	return b
}

func decodeHistory(clients int, b []byte) (history, error) {
	h := make(history, clients)
	for i := range h {
		if len(b) == 0 || len(b) < 1+int(b[0])*(2+clients) {
			return nil, fmt.Errorf("history: got too few bytes for %d clients", clients)
		}
		n := int(b[0])
		b = b[1:]
		for range n {
			h[i] = append(h[i], call{b[0] != 0, b[1], slices.Clone(b[2 : 2+clients])})
			b = b[2+clients:]
		}
	}
	return h, nil
}

// linearizable reports whether the calls can have happened one at a time, each
// between its invocation and its return. A call that has not returned may have
// happened or not.
func (h history) linearizable() bool {
	return h.from(make([]byte, len(h)), 0)
}

// from reports whether what remains can have happened, when the first
// happened[i] calls of client i have, and the register holds letter.
func (h history) from(happened []byte, letter byte) bool {
	if h.over(happened) {
		return true
	}
	for i := range h {
		at := int(happened[i])
		if at == len(h[i]) || !reached(happened, h[i][at].after) {
			continue
		}
		next := letter
		if at == 0 {
			next = letterOf(Servers + i)
		} else if c := h[i][at]; c.returned && c.letter != letter {
			continue
		}
		happened[i]++
		ok := h.from(happened, next)
		happened[i]--
		if ok {
			return true
		}
	}
	return false
}

// over reports whether every call that returned has happened.
func (h history) over(happened []byte) bool {
	for i := range h {
		if int(happened[i]) < h[i].done() {
			return false
		}
	}
	return true
}

// reached reports whether at least after have happened.
func reached(happened, after []byte) bool {
	for i := range after {
		if happened[i] < after[i] {
			return false
		}
	}
	return true
}

// String returns the history as "A: Put A, Get B; B: Put B ...", where dots
// stand for a call that has not returned.
func (h history) String() string {
	clients := make([]string, len(h))
	for i, calls := range h {
		letter := letterOf(Servers + i)
		texts := make([]string, len(calls))
		for j, c := range calls {
			texts[j] = fmt.Sprintf("Put %c", letter)
			if j > 0 {
				texts[j] = "Get"
			}
			if !c.returned {
				texts[j] += " ..."
			} else if j > 0 {
				texts[j] += fmt.Sprintf(" %c", c.letter)
			}
		}
		clients[i] = fmt.Sprintf("%c: %s", letter, strings.Join(texts, ", "))
	}
	return strings.Join(clients, "; ")
}
