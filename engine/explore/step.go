package explore

import (
	"fmt"
	"strconv"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
)

// Step is one step of a search, in the words of the world.
type Step struct {
	Node    node.ID // who takes it
	Kind    Kind
	Timer   node.Timer
	Called  string // the name of the timer; "" for its number
	Request Request
	From    node.ID      // deliver, drop
	Message node.Message // deliver, drop
	Again   bool         // deliver: a copy stays in flight
	Dies    *node.Point  // where in it the node dies; nil for nowhere
	Choices []int        // how the choices of the step fall, in order; nil for none
	Sides   [][]node.ID  // partition
	Harm    *engine.Harm // fault, damage
}

// Do lets the world take the step: what the search did to machines is done to
// the nodes, in whatever fleet they live. As in the search, invariants are asked
// when it is done.
func (s *Step) Do(w *engine.World) error {
	if err := w.Choosing(s.Choices, func() error { return s.do(w) }); err != nil {
		return err
	}
	return w.CheckInvariants()
}

func (s *Step) do(w *engine.World) error {
	if s.Dies != nil {
		trap := &engine.Trap{Node: s.Node, Point: *s.Dies, Any: true}
		if err := w.Arm(trap); err != nil {
			return err
		}
		defer w.Disarm(trap)
	}
	switch s.Kind {
	case Fire:
		return s.fire(w)
	case Ask:
		return s.ask(w)
	case Crash:
		_, err := w.Crash(s.Node)
		return err
	case Restart:
		return w.Restart(s.Node, fleet.Keep)
	case Wipe:
		return w.Restart(s.Node, fleet.Wipe)
	case Fault:
		_, err := w.Disk(s.Node, s.Harm.Faults, 0)
		return err
	case Damage:
		return w.Damage(s.Node, *s.Harm.Damage)
	case Stop:
		return s.stop(w)
	case Drop:
		return s.drop(w)
	case Partition:
		return s.partition(w)
	case Heal:
		return s.heal(w)
	}
	return s.deliver(w)
}

func (s *Step) deliver(w *engine.World) error {
	p := s.find(w)
	if p == nil {
		return fmt.Errorf("there is no such message: %s", s)
	}
	if s.Again {
		if _, err := w.Duplicate(p); err != nil {
			return err
		}
	}
	return w.Deliver(p)
}

func (s *Step) drop(w *engine.World) error {
	p := s.find(w)
	if p == nil {
		return fmt.Errorf("there is no such message: %s", s)
	}
	return w.Drop(p)
}

// find returns the message that the step delivers or loses, or nil. Copies are alike, so
// the first one will do.
func (s *Step) find(w *engine.World) *engine.Pending {
	encode := w.Options().Protocol.Encode
	want := string(encode(nil, s.Message))
	for _, p := range w.Pending() {
		if p.Message != nil && p.Src == s.From && p.Dst == s.Node && string(encode(nil, p.Message)) == want {
			return p
		}
	}
	return nil
}

func (s *Step) fire(w *engine.World) error {
	for _, p := range w.Pending() {
		if p.Message == nil && p.Dst == s.Node && p.Timer == s.Timer {
			return w.Deliver(p)
		}
	}
	return fmt.Errorf("%v has no such timer: %s", s.Node, s)
}

func (s *Step) ask(w *engine.World) error {
	return w.As(s.Request.Client, func() error {
		_, err := w.Request(s.Node, s.Request.Open())
		return err
	})
}

// stop lets the client who asked the node last ask it for what the step says.
func (s *Step) stop(w *engine.World) error {
	o := w.OperationAt(s.Node)
	if o == nil {
		return fmt.Errorf("%v has nothing to %s", s.Node, s.Request.Op)
	}
	return w.Drive(o, s.Request.Open())
}

// String returns what a person would call the step, such as
// "n1 -> n2  prepare 1.1" or "n2  crash".
func (s *Step) String() string {
	text := s.Node.String()
	switch s.Kind {
	case Deliver:
		text = fmt.Sprintf("%v -> %v  %s", s.From, s.Node, s.Message.Append(nil))
	case Fire:
		text += "  timer " + s.Called
		if s.Called == "" {
			text += strconv.Itoa(int(s.Timer))
		}
	case Ask:
		text += "  " + s.Request.String()
	case Crash:
		text += "  crash"
	case Restart:
		text += "  restart"
	case Wipe:
		text += "  restart on an empty disk"
	case Drop:
		text = fmt.Sprintf("%v -> %v  %s, lost", s.From, s.Node, s.Message.Append(nil))
	case Partition:
		return "partition " + sidesText(s.Sides)
	case Heal:
		return "heal"
	case Stop:
		text += "  stop"
	case Fault, Damage:
		text += "  " + s.Harm.Text()
	}
	if len(s.Choices) > 0 {
		text += fmt.Sprintf(", choosing %d", s.Choices)
	}
	if s.Again {
		text += ", and a copy stays in flight"
	}
	if s.Dies != nil {
		text += ", crash " + s.Dies.String()
	}
	return text
}
