package paxos

import (
	"fmt"
	"testing"

	"synod/node"
	"synod/node/paxos/observer"
)

// every holds one message of each kind, and a promise of both sorts.
var every = []Message{
	{What: Prepare, Ballot: ballot(3, 1)},
	{What: Promise, Ballot: ballot(3, 1)},
	{What: Promise, Ballot: ballot(4, 5), Voted: true, Other: ballot(3, 1), Value: x},
	{What: Accept, Ballot: ballot(3, 1), Value: x},
	{What: Accepted, Ballot: ballot(3, 1), Value: x},
	{What: Nack, Ballot: ballot(3, 1), Other: ballot(4, 5)},
	{What: Learn, Ballot: ballot(3, 1), Value: x},
	{What: Promised, Ballot: ballot(3, 1)},
	{What: Voted, Ballot: ballot(3, 1), Value: x},
	{What: Started, Ballot: ballot(3, 1)},
	{What: Learned, Value: x},
}

func TestMessage(t *testing.T) {
	texts := []string{
		"prepare 3.1", "promise 3.1, no vote", "promise 4.5, voted 3.1 X", "accept 3.1 X", "accepted 3.1 X",
		"nack 3.1, promised 4.5", "learn X", "promised 3.1", "voted 3.1 X", "started 3.1", "learned X",
	}
	fields := []string{
		"[{ballot 3.1}]",
		"[{ballot 3.1} {voted false} {vote_ballot 0.0} {vote_value -}]",
		"[{ballot 4.5} {voted true} {vote_ballot 3.1} {vote_value X}]",
		"[{ballot 3.1} {value X}]", "[{ballot 3.1} {value X}]",
		"[{ballot 3.1} {promised 4.5}]",
		"[{ballot 3.1} {value X}]",
		"[{ballot 3.1}]", "[{ballot 3.1} {value X}]", "[{ballot 3.1}]", "[{value X}]",
	}
	facts := []observer.Fact{
		{},
		{Kind: observer.Promised, Ballot: ballot(3, 1)},
		{Kind: observer.Promised, Ballot: ballot(4, 5)},
		{Kind: observer.Proposed, Ballot: ballot(3, 1), Value: x},
		{Kind: observer.Voted, Ballot: ballot(3, 1), Value: x},
		{}, {}, {},
		{Kind: observer.Voted, Ballot: ballot(3, 1), Value: x},
		{},
		{Kind: observer.Learned, Value: x},
	}
	for i, m := range every {
		if got := m.String(); got != texts[i] {
			t.Errorf("text: got %q, want %q", got, texts[i])
		}
		if got := fmt.Sprint(m.Fields(nil)); got != fields[i] {
			t.Errorf("%v: got fields %s, want %s", m, got, fields[i])
		}
		if got := m.Fact(); got != facts[i] {
			t.Errorf("%v: got fact %+v, want %+v", m, got, facts[i])
		}
	}
}

// The kinds are what scripts match on.
func TestKinds(t *testing.T) {
	kinds := []string{"prepare", "promise", "accept", "accepted", "nack", "learn", "promised", "voted", "started", "learned"}
	for i, want := range kinds {
		if got := (Message{What: What(i)}).Kind(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if len(shapes) != len(kinds) {
		t.Errorf("got %d kinds, want %d", len(shapes), len(kinds))
	}
}

// Field values have the types that the contract lists.
func TestFieldTypes(t *testing.T) {
	fields := newMachine(t, node.Config{Self: 1, Nodes: 3}).State()
	for _, m := range every {
		fields = m.Fields(fields)
	}
	for _, f := range fields {
		switch f.Value.(type) {
		case node.Ballot, node.Value, node.ID, []node.ID, int, bool, string:
		default:
			t.Errorf("%s: got a %T, want a type of the contract", f.Name, f.Value)
		}
	}
}

// Only messages are delivered, only records are replayed, and only by nodes
// that there are: everything else is a mistake of the caller.
func TestCallerBugsPanic(t *testing.T) {
	m := newMachine(t, node.Config{Self: 1, Nodes: 3})
	for name, f := range map[string]func(){
		"a record as a message": func() { feed(m, 2, Message{What: Started, Ballot: ballot(1, 1)}) },
		"a message as a record": func() { start(m, Message{What: Prepare, Ballot: ballot(1, 1)}) },
		"from node 4":           func() { feed(m, 4, prepareOf(1, 1)) },
		"from node 0":           func() { feed(m, 0, prepareOf(1, 1)) },
		"another's message":     func() { Protocol{}.Encode(nil, strange{}) },
		"data without encoding": func() { encode(nil, func() {}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: got no panic, want one", name)
				}
			}()
			f()
		}()
	}
}

type strange struct{ Message }

func TestNotes(t *testing.T) {
	texts := map[uint8]string{
		notePromise: "promise, voted 3.1 X", noteAccepted: "accepted", noteRefuses: "refused, promised 3.1",
		notePromises: "promise 2 of 3", noteVotes: "vote 2 of 3", noteTwice: "ignored: counted before",
		noteLate: "ignored: phase 2 of 4.5 has begun", noteOver: "ignored: ballot 4.5 is over",
		noteGivenUp: "ignored: ballot 4.5 is refused already", noteRefused: "ballot 4.5 is refused",
		noteRetries: "ballot 4.5 is refused, retries at 3.1", noteChanges: "changes 4.5 to X",
		noteLearned: "learned X", noteKnows: "knows X", noteKeeps: "keeps X, told Y",
		noteBallot: "ballot 4.5", noteAsks: "ballot 4.5 for X", noteStopped: "stopped at 4.5", noteRejected: "rejected",
		noteAgain: "accept 4.5 X again, 2 unanswered", noteNothing: "nothing to do",
		noteRemembers: "remembers promise 4.5, voted 3.1 X",
		noteQuorum:    "quorum 2/3 at 4.5: proposes X (adopted from n3, wanted Y)",
		noteChosen:    "chosen X at 4.5, 2/3 accepted", 0: "?", noteChosen + 1: "?",
	}
	for code := range noteChosen + 2 {
		n := node.Note{Code: code, Ballot: ballot(4, 5), Other: ballot(3, 1), Value: x, Wanted: y, From: 3, Count: 2, Of: 3}
		if got := string(Protocol{}.AppendNote([]byte("# "), n)); got != "# "+texts[code] {
			t.Errorf("code %d: got %q, want %q", code, got, "# "+texts[code])
		}
	}
	for timer, want := range map[node.Timer]string{timerResend: "resend", timerBackoff: "back-off", 9: "timer 9"} {
		if got := (Protocol{}).TimerName(timer); got != want {
			t.Errorf("timer %d: got %q, want %q", timer, got, want)
		}
	}
}
