package node

import (
	"fmt"
	"slices"
	"strings"

	"synod/node/spell"
)

// Service is what a Protocol has beside if it can list what clients may ask for.
// A request for something else can be refused with the list.
type Service interface {
	// Requests lists what begins an operation, in the order of the reference.
	Requests() []Offer
}

// Offer is one thing that a client may ask of a node.
type Offer struct {
	Op   string
	Args []string // the names of its arguments; nil for whatever a client says
	Tell []string // which arguments and fields of replies a history tells; nil for all
	As   string   // what a history calls it, when it is another op, driven by hand; "" for Op
}

// OfferOf returns the offer of op. One that p does not list takes and tells anything.
func OfferOf(p Protocol, op string) Offer {
	if s, ok := p.(Service); ok {
		for _, offer := range s.Requests() {
			if offer.Op == op {
				return offer
			}
		}
	}
	return Offer{Op: op}
}

// Told returns what a history tells of the arguments or the fields of a reply, each as
// a Value. What has no value is not there.
func (o *Offer) Told(named Named) Fields {
	var told Fields
	for _, f := range ListOf(named) {
		if o.Tell != nil && !slices.Contains(o.Tell, f.Name) {
			continue
		}
		if v := ValueOf(f.Value); !v.Absent() {
			told = append(told, Field{f.Name, v})
		}
	}
	return told
}

// Ops lists what a client may ask for by a request alone, as far as p says.
func Ops(p Protocol) []string {
	s, ok := p.(Service)
	if !ok {
		return nil
	}
	var ops []string
	for _, offer := range s.Requests() {
		if offer.As == "" {
			ops = append(ops, offer.Op)
		}
	}
	return ops
}

// CheckRequest returns an error unless p may know the op and the arguments of r,
// as a client asks by a request alone. It names what there is.
func CheckRequest(p Protocol, r *Request) error {
	ops := Ops(p)
	if ops == nil {
		return nil
	}
	if !slices.Contains(ops, r.Op) {
		return fmt.Errorf("%s takes no request %q, want one of %s%s", p.Name(), r.Op, strings.Join(ops, ", "), spell.Hint(r.Op, ops))
	}
	offer := OfferOf(p, r.Op)
	if offer.Args == nil {
		return nil
	}
	for _, f := range ListOf(r.Args) {
		if slices.Contains(offer.Args, f.Name) {
			continue
		}
		if len(offer.Args) == 0 {
			return fmt.Errorf("%s takes no arguments, got %q", r.Op, f.Name)
		}
		return fmt.Errorf("%s has no argument %q, want some of %s%s", r.Op, f.Name, strings.Join(offer.Args, ", "), spell.Hint(f.Name, offer.Args))
	}
	return nil
}
