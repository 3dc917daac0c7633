package paxos

import (
	"strconv"

	"synod/node"
)

// The remarks, each with the text that it becomes.
const (
	_             uint8 = iota
	notePromise         // promise, no vote · promise, voted 3.1 X
	noteAccepted        // accepted
	noteRefuses         // refused, promised 4.5
	notePromises        // promise 2 of 3
	noteVotes           // vote 2 of 3
	noteTwice           // ignored: counted before
	noteLate            // ignored: phase 2 of 3.1 has begun
	noteOver            // ignored: ballot 3.1 is over
	noteGivenUp         // ignored: ballot 3.1 is refused already
	noteRefused         // ballot 3.1 is refused
	noteRetries         // ballot 3.1 is refused, retries in 2ms to 8ms · …, retries at 4.1
	noteChanges         // changes 3.1 to Y
	noteLearned         // learned X
	noteKnows           // knows X
	noteKeeps           // keeps X, told Y
	noteBallot          // ballot 3.1
	noteAsks            // ballot 3.1 for X
	noteStopped         // stopped at 3.1
	noteRejected        // rejected
	noteAgain           // prepare 3.1 again, 2 unanswered
	noteNothing         // nothing to do
	noteRemembers       // remembers promise 4.5, voted 3.1 X · remembers nothing
	noteQuorum          // quorum 3/5 at 4.5: proposes X (adopted from n3, wanted Y) · …: no vote
	noteChosen          // chosen X at 3.1, 3/5 accepted
)

// appendNote appends the text of n. The text of a code that is not one of
// the protocol's is a question mark.
func appendNote(dst []byte, n *node.Note) []byte {
	switch n.Code {
	case notePromise:
		return appendVote(append(dst, "promise, "...), !n.Value.Absent(), n.Other, n.Value)
	case noteAccepted:
		return append(dst, "accepted"...)
	case noteRefuses:
		return n.Other.Append(append(dst, "refused, promised "...))
	case noteRefused:
		return append(n.Ballot.Append(append(dst, "ballot "...)), " is refused"...)
	case noteRetries:
		return appendRetries(dst, n)
	case noteChanges:
		return n.Value.Append(append(n.Ballot.Append(append(dst, "changes "...)), " to "...))
	case noteBallot:
		return n.Ballot.Append(append(dst, "ballot "...))
	case noteAsks:
		return n.Value.Append(append(n.Ballot.Append(append(dst, "ballot "...)), " for "...))
	case noteStopped:
		return n.Ballot.Append(append(dst, "stopped at "...))
	case noteRejected:
		return append(dst, "rejected"...)
	case noteAgain:
		return appendAgain(dst, n)
	case noteNothing:
		return append(dst, "nothing to do"...)
	case noteRemembers:
		return appendRemembers(dst, n)
	case noteQuorum:
		return appendQuorum(dst, n)
	}
	return appendCounted(dst, n)
}

// appendCounted appends the remarks on promises, votes and what is learned.
func appendCounted(dst []byte, n *node.Note) []byte {
	switch n.Code {
	case notePromises:
		return appendRatio(append(dst, "promise "...), n, " of ")
	case noteVotes:
		return appendRatio(append(dst, "vote "...), n, " of ")
	case noteTwice:
		return append(dst, "ignored: counted before"...)
	case noteLate:
		return append(n.Ballot.Append(append(dst, "ignored: phase 2 of "...)), " has begun"...)
	case noteOver:
		return append(n.Ballot.Append(append(dst, "ignored: ballot "...)), " is over"...)
	case noteGivenUp:
		return append(n.Ballot.Append(append(dst, "ignored: ballot "...)), " is refused already"...)
	case noteLearned:
		return n.Value.Append(append(dst, "learned "...))
	case noteKnows:
		return n.Value.Append(append(dst, "knows "...))
	case noteKeeps:
		return n.Wanted.Append(append(n.Value.Append(append(dst, "keeps "...)), ", told "...))
	case noteChosen:
		dst = n.Ballot.Append(append(n.Value.Append(append(dst, "chosen "...)), " at "...))
		return append(appendRatio(append(dst, ", "...), n, "/"), " accepted"...)
	}
	return append(dst, '?')
}

func appendRatio(dst []byte, n *node.Note, between string) []byte {
	dst = strconv.AppendInt(dst, int64(n.Count), 10)
	return strconv.AppendInt(append(dst, between...), int64(n.Of), 10)
}

func appendQuorum(dst []byte, n *node.Note) []byte {
	dst = appendRatio(append(dst, "quorum "...), n, "/")
	dst = append(n.Ballot.Append(append(dst, " at "...)), ": "...)
	if n.Value.Absent() {
		return append(dst, "no vote"...)
	}
	dst = n.Value.Append(append(dst, "proposes "...))
	if n.From == 0 {
		return dst
	}
	dst = n.From.Append(append(dst, " (adopted from "...))
	if !n.Wanted.Absent() && n.Wanted != n.Value {
		dst = n.Wanted.Append(append(dst, ", wanted "...))
	}
	return append(dst, ')')
}

func appendRetries(dst []byte, n *node.Note) []byte {
	dst = append(n.Ballot.Append(append(dst, "ballot "...)), " is refused, retries "...)
	if !n.Other.IsZero() {
		return n.Other.Append(append(dst, "at "...))
	}
	dst = append(append(dst, "in "...), n.Min.String()...)
	if n.Max != n.Min {
		dst = append(append(dst, " to "...), n.Max.String()...)
	}
	return dst
}

func appendAgain(dst []byte, n *node.Note) []byte {
	msg := Message{What: Prepare, Ballot: n.Ballot}
	if !n.Value.Absent() {
		msg = Message{What: Accept, Ballot: n.Ballot, Value: n.Value}
	}
	dst = append(msg.Append(dst), " again, "...)
	return append(strconv.AppendInt(dst, int64(n.Count), 10), " unanswered"...)
}

func appendRemembers(dst []byte, n *node.Note) []byte {
	dst = append(dst, "remembers "...)
	switch {
	case n.Count == 0:
		return append(dst, "nothing"...)
	case n.Ballot.IsZero():
		dst = append(dst, "no promise"...)
	default:
		dst = n.Ballot.Append(append(dst, "promise "...))
	}
	return appendVote(append(dst, ", "...), !n.Value.Absent(), n.Other, n.Value)
}
