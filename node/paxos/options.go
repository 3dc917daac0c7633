package paxos

import (
	"fmt"
	"time"

	"synod/node"
)

// The names of the parameters.
const (
	backoffName    = "backoff"
	q1Name         = "q1"
	q2Name         = "q2"
	retransmitName = "retransmit"
	unsafeName     = "unsafe"
)

// DefaultRetransmit is longer than a round trip at the lab's default latency, so
// that nothing is sent again in a calm network.
const DefaultRetransmit = 50 * time.Millisecond

// DefaultBackoff is drawn from 0 to 10 ms, doubling: longer than the two round
// trips that an undisturbed ballot takes at the lab's default latency.
var DefaultBackoff = Backoff{Max: 10 * time.Millisecond, Grow: true}

// Parameters lists what can be set. The list is shared, and not to be changed.
func (Protocol) Parameters() []node.Parameter { return parameters }

var parameters = []node.Parameter{
	{Name: backoffName, Type: node.SpanParameter, Words: []string{"random", "none"}, Default: `"random"`,
		Want: `"random", "none", a fixed duration such as "5ms", or a range such as ("1ms", "20ms")`,
		Doc:  "how long a refused proposer waits before its next ballot; synod doc duel has a livelock"},
	{Name: q1Name, Type: node.CountParameter, Want: "how many nodes a quorum has, at least 1",
		Doc: "how many promises end phase 1; a majority of the nodes unless given"},
	{Name: q2Name, Type: node.CountParameter, Want: "how many nodes a quorum has, at least 1",
		Doc: "how many votes at one ballot choose its value; a majority of the nodes unless given"},
	{Name: unsafeName, Type: node.BoolParameter, Default: "false",
		Doc: "whether quorums of the two phases may have no node in common"},
	{Name: retransmitName, Type: node.DurationParameter, Default: node.SpanValue(DefaultRetransmit, DefaultRetransmit),
		Doc: "how long a proposer waits for answers before it asks again; 0s is for ever"},
}

// Options are the parameters as Go has them. The zero Options are a majority for
// both quorums, no back-off and no retransmission.
type Options struct {
	Q1, Q2     int           // quorum sizes of phase 1 and 2; 0 means a majority
	Backoff    Backoff       // how long a refused proposer waits
	Retransmit time.Duration // how long an unanswered proposer waits; 0 means for ever
	Unsafe     bool          // allow quorums that do not overlap
}

// Defaults returns what the parameters are unless a script says otherwise.
func Defaults() Options { return Options{Backoff: DefaultBackoff, Retransmit: DefaultRetransmit} }

// Backoff is how long a refused proposer waits before its next ballot: a time
// drawn evenly from Min to Max. With Grow it doubles for each refusal in a
// row, at most six times. The zero Backoff retries at once.
type Backoff struct {
	Min, Max time.Duration
	Grow     bool
}

// value returns b as a setting. A range grows, and a fixed time does not.
func (b Backoff) value() node.Value {
	switch b {
	case Backoff{}:
		return `"none"`
	case DefaultBackoff:
		return `"random"`
	}
	return node.SpanValue(b.Min, b.Max)
}

// Settings returns o as a cluster takes it.
func (o Options) Settings() node.Settings {
	s := node.Settings{
		backoffName:    o.Backoff.value(),
		retransmitName: node.SpanValue(o.Retransmit, o.Retransmit),
	}
	if o.Q1 != 0 {
		s[q1Name] = node.CountValue(o.Q1)
	}
	if o.Q2 != 0 {
		s[q2Name] = node.CountValue(o.Q2)
	}
	if o.Unsafe {
		s[unsafeName] = "true"
	}
	return s
}

// OptionsOf returns what settings say, with the defaults filled in.
func OptionsOf(s node.Settings) (o Options, err error) {
	if err := s.Check(Protocol{}); err != nil {
		return o, err
	}
	if o.Q1, err = s.Count(q1Name, 0); err != nil {
		return o, err
	}
	if o.Q2, err = s.Count(q2Name, 0); err != nil {
		return o, err
	}
	if o.Unsafe, err = s.Bool(unsafeName, false); err != nil {
		return o, err
	}
	if o.Retransmit, _, err = s.Span(retransmitName, DefaultRetransmit); err != nil {
		return o, err
	}
	o.Backoff, err = backoffOf(s)
	return o, err
}

// backoffOf returns the back-off that is set.
func backoffOf(s node.Settings) (Backoff, error) {
	switch v := s[backoffName]; v {
	case "", `"random"`:
		return DefaultBackoff, nil
	case `"none"`:
		return Backoff{}, nil
	}
	least, most, err := s.Span(backoffName, 0)
	return Backoff{Min: least, Max: most, Grow: least != most}, err
}

// check returns an error that says what is wrong with o in a cluster of so many
// nodes. Every quorum of phase 1 has to meet every quorum of phase 2: Howard,
// Malkhi and Spiegelman, "Flexible Paxos", section 3.
func (o *Options) check(nodes int) error {
	for i, q := range []int{o.Q1, o.Q2} {
		if q < 0 || q > nodes {
			return fmt.Errorf("got q%d=%d, want 1 to %d", i+1, q, nodes)
		}
	}
	switch b := o.Backoff; {
	case b.Min < 0 || b.Max < b.Min || b.Max > maxWait:
		return fmt.Errorf("back-off: got %v to %v, want a range within 0s to %v", b.Min, b.Max, maxWait)
	case o.Retransmit < 0 || o.Retransmit > maxWait:
		return fmt.Errorf("retransmit: got %v, want 0s to %v", o.Retransmit, maxWait)
	}
	if q1, q2 := o.Quorums(nodes); q1+q2 <= nodes && !o.Unsafe {
		return fmt.Errorf("quorums q1=%d and q2=%d of %d nodes need not overlap: want q1+q2 of at least %d, or unsafe=True",
			q1, q2, nodes, nodes+1)
	}
	return nil
}

// Quorums returns the quorum sizes of both phases in a cluster of so many nodes.
func (o Options) Quorums(nodes int) (q1, q2 int) {
	q1, q2 = o.Q1, o.Q2
	if q1 == 0 {
		q1 = node.Majority(nodes)
	}
	if q2 == 0 {
		q2 = node.Majority(nodes)
	}
	return q1, q2
}
