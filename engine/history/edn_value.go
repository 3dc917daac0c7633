package history

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"synod/node"
	"synod/node/cells"
)

// edn returns a value as EDN, which has all that values have but tuples: they are
// vectors, as lists are.
func edn(v node.Value) string {
	if v.Absent() {
		return "nil"
	}
	text, err := node.BuildAny(v, ednBuilder{})
	if err != nil {
		panic(fmt.Sprintf("a value that is none: %v", err))
	}
	return text
}

// ednBuilder builds the EDN of a value.
type ednBuilder struct{}

var _ node.Builder[string] = ednBuilder{}

func (ednBuilder) Null() string                { return "nil" }
func (ednBuilder) Bool(b bool) string          { return strconv.FormatBool(b) }
func (ednBuilder) String(s string) string      { return ednString(s) }
func (ednBuilder) List(items []string) string  { return "[" + strings.Join(items, " ") + "]" }
func (ednBuilder) Tuple(items []string) string { return "[" + strings.Join(items, " ") + "]" }
func (ednBuilder) Set(items []string) string   { return "#{" + strings.Join(items, " ") + "}" }
func (ednBuilder) Dict(items []string) string  { return "{" + strings.Join(items, " ") + "}" }

// Int marks a whole number that is too large for 64 bits.
func (ednBuilder) Int(digits string) string {
	if _, err := strconv.ParseInt(digits, 10, 64); err != nil {
		return digits + "N"
	}
	return digits
}

func (ednBuilder) Float(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "##Inf"
	case math.IsInf(f, -1):
		return "##-Inf"
	}
	return string(node.AppendFloat(nil, f))
}

func (ednBuilder) Request(at node.ID, id uint64, op, client string, args string) string {
	return fmt.Sprintf("{:node %s, :id %d, :op %s, :client %s, :args %s}", ednString(at.String()), id, ednString(op), ednString(client), args)
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
