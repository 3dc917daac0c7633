package paxos

import "synod/node"

// told takes the word of a proposer that v is chosen at b, "Paxos Made
// Simple", section 2.3. Whoever proposed here meanwhile has its answer: no
// ballot of its own could come to another one.
func (m *machine) told(b node.Ballot, v node.Value, out *node.Effects) {
	switch {
	case m.Learned.Absent():
		m.learn(v, out)
		out.Outcome(node.Note{Code: noteLearned, Value: v})
	case m.Learned == v:
		out.Outcome(node.Note{Code: noteKnows, Value: v})
	default: // only if a rule is off
		out.Outcome(node.Note{Code: noteKeeps, Value: m.Learned, Wanted: v})
	}
	if m.Proposal.active() {
		m.stopTimers(out)
		m.decide(b, m.Learned, out)
	}
}

// learn makes v known here, for ever, if nothing is. The record comes before
// the file: a file without a record would be a value that a restart forgets.
func (m *machine) learn(v node.Value, out *node.Effects) {
	if !m.Learned.Absent() {
		return
	}
	m.Learned = v
	out.Write(Message{What: Learned, Value: v})
	out.Sync()
	out.Publish(v)
}
