package wire

import (
	"fmt"
	"time"

	"synod/node"
)

// effect is a node.Effect as it travels.
type effect struct {
	_       struct{} `cbor:",toarray"`
	Kind    node.EffectKind
	Timer   node.Timer
	To      node.ID
	Message []byte // as the protocol encodes it
	Min     time.Duration
	Max     time.Duration
	Value   node.Value
	Reply   *reply
	Note    *node.Note
	Claim   *node.Claim
}

// reply is a node.Reply as it travels.
type reply struct {
	_       struct{} `cbor:",toarray"`
	ID      uint64
	Final   bool
	Outcome node.Outcome
	Fields  []field
}

// effectOf turns e into its travelling form.
func (p *Port) effectOf(e *node.Effect) (effect, error) {
	w := effect{Kind: e.Kind, Timer: e.Timer, To: e.To, Min: e.Min, Max: e.Max, Value: e.Value}
	switch e.Kind {
	case node.EffectWrite, node.EffectSend:
		raw, err := p.encodeMessage(e.Message)
		w.Message = raw
		return w, err
	case node.EffectReply:
		fields, err := fieldsOf(node.ListOf(e.Reply.Result))
		w.Reply = &reply{ID: e.Reply.ID, Final: e.Reply.Final, Outcome: e.Reply.Outcome, Fields: fields}
		return w, err
	case node.EffectOutcome, node.EffectNote:
		w.Note = &e.Note
	case node.EffectClaim:
		w.Claim = e.Claim
	}
	return w, nil
}

// toEffect turns w back into the effect that it was.
func (p *Port) toEffect(w *effect) (node.Effect, error) {
	e := node.Effect{Kind: w.Kind, Timer: w.Timer, To: w.To, Min: w.Min, Max: w.Max, Value: w.Value}
	switch w.Kind {
	case node.EffectWrite, node.EffectSend:
		m, err := p.decodeMessage(w.Message)
		e.Message = m
		return e, err
	case node.EffectReply:
		r, err := toReply(w.Reply)
		e.Reply = r
		return e, err
	case node.EffectOutcome, node.EffectNote:
		if w.Note == nil {
			return e, fmt.Errorf("%w: a note without its content", ErrGarbage)
		}
		e.Note = *w.Note
	case node.EffectClaim:
		if w.Claim == nil || w.Claim.Kind > node.ClaimNeverFalls {
			return e, fmt.Errorf("%w: a claim without its content, or of no kind", ErrGarbage)
		}
		e.Claim = w.Claim
	case node.EffectSync, node.EffectSetTimer, node.EffectStopTimer, node.EffectPublish:
	default:
		return e, fmt.Errorf("%w: effect kind: got %d, want at most %d", ErrGarbage, w.Kind, node.EffectClaim)
	}
	return e, nil
}

// toReply turns w back into the reply that it was.
func toReply(w *reply) (*node.Reply, error) {
	if w == nil {
		return nil, fmt.Errorf("%w: a reply without its content", ErrGarbage)
	}
	switch w.Outcome {
	case node.OutcomeOpen, node.OutcomeOK, node.OutcomeFail, node.OutcomeInfo:
	default:
		return nil, fmt.Errorf("%w: outcome: got %q, want ok, fail, info or none", ErrGarbage, w.Outcome)
	}
	fields, err := toFields(w.Fields)
	return &node.Reply{ID: w.ID, Final: w.Final, Outcome: w.Outcome, Result: fields}, err
}
