package explore

import (
	"fmt"
	"slices"
	"strings"

	"synod/engine"
	"synod/node"
)

// Words is how a script says what is not the same for every protocol.
type Words struct {
	Literal func(node.Value) string // a value
	Ask     func(Request) string    // what a client asks for, without waiting
}

// Lines returns the step as a script says it. Flights is what is on its way
// before the step. One that drives what a client asked a node for calls that p and
// the number of the node: the line that made it has to say so.
func (s *Step) Lines(flights []engine.Flight, words Words) []string {
	literal := words.Literal
	var lines []string
	if s.Dies != nil {
		lines = append(lines, fmt.Sprintf("crash(%d, at = %q)", s.Node, s.Dies))
	}
	switch s.Kind {
	case Fire:
		return append(lines, fmt.Sprintf(`pending(kind = "timer", dst = %d)[0].deliver()`, s.Node))
	case Ask:
		return append(lines, words.Ask(s.Request))
	case Crash:
		return append(lines, fmt.Sprintf("crash(%d)", s.Node))
	case Restart:
		return append(lines, fmt.Sprintf("restart(%d)", s.Node))
	case Wipe:
		return append(lines, fmt.Sprintf(`restart(%d, disk = "wipe")`, s.Node))
	case Fault, Damage:
		return append(lines, fmt.Sprintf("disk(%d%s)", s.Node, harmArguments(s.Harm)))
	case Stop:
		return append(lines, fmt.Sprintf("p%d.%s()", s.Node, s.Request.Op))
	case Partition:
		return append(lines, fmt.Sprintf("split = partition([%s], [%s])", numbers(s.Sides[0]), numbers(s.Sides[1])))
	case Heal:
		return append(lines, "split.stop()")
	}
	which, only := s.which(flights, literal)
	if s.Again {
		lines = append(lines, fmt.Sprintf("pending(%s)[0].duplicate()", which))
		only = false
	}
	switch {
	case s.Kind == Drop && only:
		return append(lines, "drop("+which+")")
	case s.Kind == Drop:
		return append(lines, fmt.Sprintf("pending(%s)[0].drop()", which))
	case only:
		return append(lines, "deliver("+which+")")
	}
	return append(lines, fmt.Sprintf("pending(%s)[0].deliver()", which))
}

// harmArguments returns what a script says of h, behind the node.
func harmArguments(h *engine.Harm) string {
	switch d, f := h.Damage, h.Faults; {
	case d != nil && d.Torn != nil:
		return fmt.Sprintf(", torn = %d", *d.Torn)
	case d != nil && d.Flip != nil:
		return fmt.Sprintf(", corrupt = %d", *d.Flip)
	case d != nil:
		return fmt.Sprintf(", rollback = %d", d.Rollback)
	case f.Lie:
		return ", lose_unsynced = True"
	case f.Full:
		return ", full = True"
	case f.FailSync > 0:
		return fmt.Sprintf(`, fail = "sync", times = %d`, f.FailSync)
	}
	return ""
}

// which returns arguments that mean the message of the step and no other that
// is on its way but its copies, in as few words as will do, and whether there
// is no copy.
func (s *Step) which(flights []engine.Flight, literal func(node.Value) string) (text string, only bool) {
	text = fmt.Sprintf("kind = %q, src = %d, dst = %d", s.Message.Kind(), s.From, s.Node)
	meant := func(f engine.Flight) bool {
		return f.Src == s.From && f.Dst == s.Node && f.Message.Kind() == s.Message.Kind()
	}
	like := s.like(flights, meant)
	var entries []string
	for i, f := range s.Message.Fields(nil) {
		if same(like) {
			break
		}
		narrow := s.like(like, func(other engine.Flight) bool {
			v, has := node.FieldOf(other.Message, f.Name)
			return has && node.Same(f.Value, v)
		})
		said := plainText(f.Value, literal)
		if said == "" || i > 0 && len(narrow) == len(like) { // the first is what the message is about
			continue
		}
		if like = narrow; said == "None" || slices.Contains(taken, f.Name) { // as a keyword None means any
			entries = append(entries, fmt.Sprintf("%q: %s", f.Name, said))
		} else {
			text += ", " + f.Name + " = " + said
		}
	}
	if len(entries) > 0 {
		text += ", fields = {" + strings.Join(entries, ", ") + "}"
	}
	if !same(like) {
		said := string(s.Message.Append(nil))
		text += ", where = " + s.where(like, said, literal)
		like = s.like(like, func(f engine.Flight) bool { return string(f.Message.Append(nil)) == said })
	}
	return text, len(like) == 1
}

// plainText returns what a script takes for the value of a field, such as "(3, 1)",
// or "" for a Value: a function tells it, as it does what clients ask for.
func plainText(v any, literal func(node.Value) string) string {
	switch v := v.(type) {
	case node.Typed:
		if v.IsZero() {
			return "None"
		}
		return literal(node.ValueOf(v))
	case node.ID:
		return fmt.Sprint(int(v))
	case int:
		return fmt.Sprint(v)
	case bool:
		return literal(node.Value(fmt.Sprint(v)))
	case string:
		return literal(node.Value(node.AppendQuoted(nil, v)))
	}
	return ""
}

// taken are names of fields that are no keywords: parameters, and what the language
// reserves.
var taken = strings.Fields("message kind src dst where fields " +
	"and as assert async await break class continue def del elif else except finally for from global if import in is lambda load nonlocal not or pass raise return try while with yield")

// where tells the message from others like it: by a value, or by all of it.
func (s *Step) where(like []engine.Flight, said string, literal func(node.Value) string) string {
	text := ""
	for _, f := range s.Message.Fields(nil) {
		v, ok := f.Value.(node.Value)
		if !ok || v.Absent() {
			continue
		}
		tells := slices.ContainsFunc(like, func(other engine.Flight) bool {
			got, _ := node.FieldOf(other.Message, f.Name)
			return !node.Same(v, got)
		})
		if text == "" || tells {
			text = fmt.Sprintf("lambda m: m.%s == %s", f.Name, literal(v))
		}
		if tells {
			break
		}
	}
	if text == "" {
		return fmt.Sprintf("lambda m: %q in str(m)", s.Node.String()+" "+said+",") // whole, since another may go on
	}
	return text
}

func (s *Step) like(flights []engine.Flight, meant func(engine.Flight) bool) []engine.Flight {
	var like []engine.Flight
	for _, f := range flights {
		if meant(f) {
			like = append(like, f)
		}
	}
	return like
}

// same reports whether all of them are copies of one message.
func same(flights []engine.Flight) bool {
	return !slices.ContainsFunc(flights, func(f engine.Flight) bool {
		return string(f.Message.Append(nil)) != string(flights[0].Message.Append(nil))
	})
}

// numbers returns "1, 2".
func numbers(ids []node.ID) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprint(int(id)))
	}
	return strings.Join(list, ", ")
}
