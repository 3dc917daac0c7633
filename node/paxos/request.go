package paxos

import (
	"fmt"
	"math"

	"synod/node"
)

// maxRound bounds the round that a client may name, so that there are always
// higher ones left.
const maxRound = math.MaxInt32 / 2

// request takes what a client asks. A request that makes no sense changes
// nothing, so it is judged before anything is done.
func (m *machine) request(q *node.Request, out *node.Effects) {
	r := RequestOf(q)
	why := m.objection(&r)
	if _, plain := q.Args.(*Request); !plain {
		if _, err := ballotOf(q.Arg(argBallot)); err != nil {
			why = err.Error()
		}
	}
	if why != "" {
		out.Outcome(node.Note{Code: noteRejected, Refused: true})
		out.Reply(Reply{ID: r.ID, Status: StatusRejected, Why: why}.Open())
		return
	}
	switch r.Op {
	case OpPropose:
		m.run(&r, r.Value, out)
	case OpRead:
		m.run(&r, "", out)
	case OpOpen:
		m.open(&r, out)
	case OpPrepare:
		m.prepareByHand(r.To, out)
	case OpAccept:
		m.acceptByHand(r.To, out)
	case OpStart:
		m.letGo(out)
	case OpStop:
		m.stop(out)
	}
}

// run starts a proposal that runs by itself. A read is one that has no value:
// it finishes what it finds, and so proves it chosen.
func (m *machine) run(r *Request, asked node.Value, out *node.Effects) {
	m.Proposal = proposal{ID: r.ID, Asked: asked}
	m.begin(m.first(r), out)
	out.Outcome(node.Note{Code: noteBallot, Ballot: m.Proposal.Ballot})
	m.ask(out)
}

// first returns the ballot that r starts with.
func (m *machine) first(r *Request) node.Ballot {
	if r.Ballot.IsZero() {
		return m.next()
	}
	return node.Ballot{Round: r.Ballot.Round, Node: m.stamp()}
}

// open gets ready to propose by hand.
func (m *machine) open(r *Request, out *node.Effects) {
	m.Proposal = proposal{ID: r.ID, ByHand: true, Asked: r.Value, Phase: opened, Ballot: m.first(r)}
	out.Outcome(node.Note{Code: noteBallot, Ballot: m.Proposal.Ballot})
	m.reply(StatusOpened, out)
}

// prepareByHand contacts more acceptors in an open phase 1, and starts a new
// ballot if there is none: before the first, after a refusal, or once phase 2
// has begun.
func (m *machine) prepareByHand(to []node.ID, out *node.Effects) {
	switch p := &m.Proposal; {
	case p.Phase == opened:
		m.begin(p.Ballot, out)
	case p.Phase != preparing || p.Refused:
		m.begin(m.next(), out)
	}
	out.Outcome(node.Note{Code: noteBallot, Ballot: m.Proposal.Ballot})
	m.sendTo(to, out)
}

// acceptByHand asks acceptors to vote. That the ballot was refused, or its
// value chosen, is no reason not to: a late accept is legal, and a good lesson.
func (m *machine) acceptByHand(to []node.ID, out *node.Effects) {
	p := &m.Proposal
	out.Outcome(node.Note{Code: noteAsks, Ballot: p.Ballot, Value: p.Value})
	m.sendTo(to, out)
}

// letGo lets a proposal that was driven by hand run by itself from where it
// stands: those who have not answered are asked again, and a ballot that was
// refused is followed by the next.
func (m *machine) letGo(out *node.Effects) {
	p := &m.Proposal
	p.ByHand = false
	switch {
	case p.Phase == opened:
		m.begin(p.Ballot, out)
	case p.Refused:
		m.begin(m.next(), out)
	default:
		m.resend(out)
		return
	}
	out.Outcome(node.Note{Code: noteBallot, Ballot: p.Ballot})
	m.ask(out)
}

// sendTo sends the message of the present phase to each in to; nil is all.
func (m *machine) sendTo(to []node.ID, out *node.Effects) {
	msg := m.question()
	for _, id := range to {
		out.Send(id, msg)
	}
	if len(to) > 0 {
		return
	}
	for id := node.ID(1); m.knows(id); id++ {
		out.Send(id, msg)
	}
}

func (m *machine) stop(out *node.Effects) {
	m.stopTimers(out)
	out.Outcome(node.Note{Code: noteStopped, Ballot: m.Proposal.Ballot})
	m.reply(StatusStopped, out)
	m.Proposal = proposal{}
}

// objection returns what is wrong with r and what would be right, or "".
func (m *machine) objection(r *Request) string {
	switch r.Op {
	case OpPropose, OpOpen:
		if err := checkValue(r.Value); err != nil {
			return err.Error()
		}
		return either(m.busy(), m.badBallot(r.Ballot))
	case OpRead:
		return m.busy()
	case OpPrepare:
		return either(m.notByHand(r), m.badTo(r.To))
	case OpAccept:
		return either(m.notByHand(r), m.badTo(r.To), m.tooEarly())
	case OpStart:
		return either(m.notByHand(r), m.tooLate())
	case OpStop:
		return either(m.unknown(r), m.tooLate())
	}
	return fmt.Sprintf("got request %q, want propose, read, open, prepare, accept, start or stop", r.Op)
}

// either returns the first reason that is one.
func either(reasons ...string) string {
	for _, why := range reasons {
		if why != "" {
			return why
		}
	}
	return ""
}

// busy objects to a second proposal beside one that is not over.
func (m *machine) busy() string {
	p := &m.Proposal
	if !p.active() {
		return ""
	}
	what := p.Asked.String()
	if p.Asked.Absent() {
		what = "a read"
	}
	return fmt.Sprintf("%v already has a proposer: %s at %v, %s; wait for it, or stop it", m.self, what, p.Ballot, p.stage())
}

// stage returns the words for how far p is.
func (p *proposal) stage() string {
	switch {
	case p.Phase == opened:
		return "not started"
	case p.Phase == preparing && p.Refused:
		return "refused in phase 1"
	case p.Phase == preparing:
		return "phase 1"
	case p.Refused:
		return "refused in phase 2"
	}
	return "phase 2"
}

// badBallot objects to a ballot of another node and to one that is spent.
func (m *machine) badBallot(b node.Ballot) string {
	lowest := node.Ballot{Round: m.Used.Round + 1, Node: m.self}
	switch {
	case b.IsZero():
		return ""
	case b.Node != m.self && b.Node != m.stamp():
		return fmt.Sprintf("got ballot %v, want one of %v, from %v on", b, m.self, lowest)
	case b.Round < lowest.Round:
		return fmt.Sprintf("got ballot %v, want %v or higher: a ballot is used once", b, lowest)
	case b.Round > maxRound:
		return fmt.Sprintf("got ballot %v, want a round up to %d", b, maxRound)
	}
	return ""
}

// unknown objects to a proposal that is not the present one.
func (m *machine) unknown(r *Request) string {
	if m.Proposal.Phase == idle || m.Proposal.ID != r.ID {
		return fmt.Sprintf("%v knows nothing of it any more: it is over, or %v has restarted since", m.self, m.self)
	}
	return ""
}

func (m *machine) notByHand(r *Request) string {
	if why := m.unknown(r); why != "" {
		return why
	}
	if !m.Proposal.ByHand {
		return fmt.Sprintf("the proposer of %v at %v runs by itself; only one made with proposer() is driven by hand", m.Proposal.Asked, m.self)
	}
	return ""
}

// badTo objects to nodes that there are not, and to a node named twice.
func (m *machine) badTo(to []node.ID) string {
	var seen set
	for _, id := range to {
		if !m.knows(id) {
			return fmt.Sprintf("got %v, want nodes of %s", id, m.names())
		}
		if !seen.add(id) {
			return fmt.Sprintf("got %v twice, want each node once, of %s", id, m.names())
		}
	}
	return ""
}

// tooEarly objects to phase 2 of a ballot that has no value yet.
func (m *machine) tooEarly() string {
	p := &m.Proposal
	switch {
	case p.Phase >= proposing:
		return ""
	case p.Refused:
		return fmt.Sprintf("phase 1 of %v was refused with %d of %d promises; prepare(to=…) starts a higher ballot", p.Ballot, p.Count, m.q1)
	}
	return fmt.Sprintf("phase 1 of %v has %d of %d promises; prepare(to=…) more acceptors first", p.Ballot, p.Count, m.q1)
}

// tooLate objects to stopping what is decided.
func (m *machine) tooLate() string {
	if m.Proposal.Decided {
		return fmt.Sprintf("the proposal is over: %v is chosen", m.Learned)
	}
	return ""
}
