package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"synod/node"
	"synod/node/cells"
)

// EDN returns the history as Jepsen writes one, a map a line: an invocation,
// and an ok, fail or info for its return. Times are nanoseconds.
//
// A process of Jepsen's that met an info does nothing more, so that a client
// goes on as another process then. A cas that returned False is a fail there.
// The value of an operation under a key is [key value]. Arguments and fields of
// replies that Jepsen has no place for stand in maps beside it, :args and :fields.
func (h History) EDN() string {
	var text strings.Builder
	processes := h.processes()
	begun := make([]bool, len(h))
	for index, e := range h.ends() {
		o := &h[e.of]
		kind, value := ":invoke", o.asked()
		over := begun[e.of]
		if over {
			kind, value = o.completion()
		}
		begun[e.of] = true
		fmt.Fprintf(&text, "{:type %s, :f :%s, :value %s, :process %d, :time %d, :index %d",
			kind, o.Op, value, processes[e.of], e.moment.Time.Nanoseconds(), index)
		if o.Node != 0 {
			fmt.Fprintf(&text, ", :node %s", ednString(o.Node.String()))
		}
		text.WriteString(ednMap(":args", o.others()))
		if over {
			text.WriteString(ednMap(":fields", o.Fields))
		}
		if over && o.Why != "" {
			fmt.Fprintf(&text, ", :error %s", ednString(o.Why))
		}
		text.WriteString("}\n")
	}
	return text.String()
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

// edn returns a value as EDN.
func edn(v node.Value) string {
	if v.Absent() {
		return "nil"
	}
	d := json.NewDecoder(bytes.NewReader([]byte(v)))
	d.UseNumber()
	var text strings.Builder
	ednNext(&text, d)
	return text.String()
}

// ednNext writes the next value of d. It goes from token to token, because a
// map would lose the order of an object's keys.
func ednNext(text *strings.Builder, d *json.Decoder) {
	token, err := d.Token()
	if err != nil {
		panic(fmt.Sprintf("a value that is no JSON: %v", err))
	}
	switch t := token.(type) {
	case nil:
		text.WriteString("nil")
	case bool:
		fmt.Fprint(text, t)
	case json.Number:
		text.WriteString(ednNumber(t))
	case string:
		text.WriteString(ednString(t))
	case json.Delim:
		text.WriteRune(rune(t))
		for n := 0; d.More(); n++ {
			if n > 0 {
				text.WriteByte(' ')
			}
			ednNext(text, d)
		}
		end, _ := d.Token()
		text.WriteString(fmt.Sprint(end))
	}
}

// ednNumber marks a whole number that is too large for 64 bits.
func ednNumber(n json.Number) string {
	if strings.ContainsAny(n.String(), ".eE") {
		return n.String()
	}
	if _, err := strconv.ParseInt(n.String(), 10, 64); err != nil {
		return n.String() + "N"
	}
	return n.String()
}

// ednString quotes a string. EDN knows few escapes, and \u for the rest.
func ednString(s string) string {
	var text strings.Builder
	text.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			text.WriteByte('\\')
			text.WriteRune(c)
		case cells.Hidden(c):
			text.Write(cells.AppendHidden(nil, c)) // EDN has the escapes of JSON
		default:
			text.WriteRune(c)
		}
	}
	text.WriteByte('"')
	return text.String()
}
