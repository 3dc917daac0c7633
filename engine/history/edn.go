package history

import (
	"fmt"
	"slices"
	"strings"

	"synod/node"
)

// EDN returns the history as Jepsen writes one, a map a line: an invocation,
// and an ok, fail or info for its return. Times are nanoseconds.
//
// A process of Jepsen's that met an info does nothing more, so that a client
// goes on as another process then. A cas that returned False is a fail there.
// The value of an operation under a key is [key value]. Arguments and fields of
// replies that Jepsen has no place for stand in maps beside it, :args and :fields, and
// so does an answer that came too late for its client, :late.
//
// Faults are operations of the process :nemesis, of two lines each where they begin
// and where they end.
func (h History) EDN(faults []Fault) string {
	var text strings.Builder
	processes := h.processes()
	begun := make([]bool, len(h)+len(faults))
	index := 0
	for _, e := range h.ends(faults) {
		over := begun[e.of]
		begun[e.of] = true
		if e.class == strikes {
			text.WriteString(faults[e.of-len(h)].nemesisLines(over, index))
			index += 2
			continue
		}
		text.WriteString(h[e.of].ednLine(over, processes[e.of], e.moment, index))
		index++
	}
	return text.String()
}

// ednLine returns the line for the invocation of o, or for its return when it is
// over.
func (o *Operation) ednLine(over bool, process int, at Moment, index int) string {
	kind, value := ":invoke", o.asked()
	if over {
		kind, value = o.completion()
	}
	line := fmt.Sprintf("{:type %s, :f :%s, :value %s, :process %d, :time %d, :index %d",
		kind, o.Op, value, process, at.Time.Nanoseconds(), index)
	if o.Node != 0 {
		line += ", :node " + ednString(o.Node.String())
	}
	line += ednMap(":args", o.others())
	if over {
		line += ednMap(":fields", o.Fields)
	}
	if over && o.Why != "" {
		line += ", :error " + ednString(o.Why)
	}
	if over && o.Late.Outcome != "" {
		line += ", :late " + o.Late.edn()
	}
	return line + "}\n"
}

// edn returns a late answer as a map, with the type that its line would have had.
func (l *Late) edn() string {
	kind := map[Outcome]string{OK: "ok", Fail: "fail", Unknown: "info"}[l.Outcome]
	text := fmt.Sprintf("{:type :%s, :time %d%s", kind, l.At.Time.Nanoseconds(), ednMap(":fields", l.Fields))
	if l.Why != "" {
		text += ", :error " + ednString(l.Why)
	}
	return text + "}"
}

// completion returns the type and the value of the line for the return of o.
func (o *Operation) completion() (kind, value string) {
	switch {
	case o.Outcome == Unknown:
		return ":info", o.asked()
	case o.Outcome == Fail, o.Op == "cas" && o.Result == kept:
		return ":fail", o.asked()
	case o.Op == "cas", o.Result.Absent() && o.asks():
		return ":ok", o.asked()
	}
	return ":ok", o.underKey(edn(o.Result))
}

// asked returns the value of the line for the invocation of o.
func (o *Operation) asked() string {
	if older, newer, err := o.swap(); o.swaps() && err == nil {
		return o.underKey("[" + edn(older) + " " + edn(newer) + "]")
	}
	return o.underKey(edn(o.Value))
}

// swaps reports whether o is a cas whose two values are arguments by name.
func (o *Operation) swaps() bool { return o.Op == "cas" && o.Value.Absent() }

// others returns the arguments that are not in the value of a line.
func (o *Operation) others() []node.Field {
	return slices.DeleteFunc(slices.Clone(o.Args), func(f node.Field) bool {
		return f.Name == keyArg || o.swaps() && slices.Contains([]string{"from", "to", "old", "new"}, f.Name)
	})
}

// underKey returns the value of a line, with the key of o if it has one.
func (o *Operation) underKey(value string) string {
	if !o.has(keyArg) {
		return value
	}
	return "[" + edn(o.Arg(keyArg)) + " " + value + "]"
}

// ednMap returns named values as a map that is the value of key, and "" for none.
func ednMap(key string, fields []node.Field) string {
	var words []string
	for _, f := range fields {
		words = append(words, ":"+f.Name+" "+edn(f.Value.(node.Value)))
	}
	if words == nil {
		return ""
	}
	return ", " + key + " {" + strings.Join(words, ", ") + "}"
}

// processes returns the number of the process of each operation.
func (h History) processes() []int {
	numbers := make([]int, len(h))
	at := map[string]int{} // by client
	next := 0
	for i := range h {
		number, known := at[h[i].Client]
		if !known {
			number, next = next, next+1
			at[h[i].Client] = number
		}
		numbers[i] = number
		if h[i].Outcome == Unknown {
			delete(at, h[i].Client)
		}
	}
	return numbers
}
