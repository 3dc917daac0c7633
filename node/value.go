package node

import "encoding/json"

// Value is a proposed value in its canonical form: compact JSON text, such as
// `"X"`, `0`, `""`, `false` or `[1,"a"]`. Two values are equal exactly when
// their texts are.
//
// The empty Value is no value. No JSON text is empty, so the absence of a
// value cannot be confused with a value that a language would call false.
type Value string

// Absent reports whether v is no value at all.
func (v Value) Absent() bool { return v == "" }

// Falsy reports whether v is a value that many languages treat as false. Only
// a protocol with the rule no_vote_is_not_falsy switched off may ask.
func (v Value) Falsy() bool {
	switch v {
	case "0", "0.0", `""`, "false", "null", "[]", "{}":
		return true
	}
	return false
}

// String returns the value as a trace shows it: a string that reads as a name
// loses its quotes, everything else stays JSON. No value is "-".
func (v Value) String() string { return string(v.Append(nil)) }

// Append appends what String returns to dst.
func (v Value) Append(dst []byte) []byte {
	if v.Absent() {
		return append(dst, '-')
	}
	if bare, ok := v.bare(); ok {
		return append(dst, bare...)
	}
	return append(dst, v...)
}

// bare returns the inside of a quoted name. Names that would read as another
// JSON value keep their quotes.
func (v Value) bare() (string, bool) {
	if len(v) < 3 || v[0] != '"' {
		return "", false
	}
	in := string(v[1 : len(v)-1])
	for i, c := range []byte(in) {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return "", false
		}
	}
	switch in {
	case "true", "false", "null", "True", "False", "None":
		return "", false
	}
	return in, true
}

// Valid reports whether v is well-formed JSON.
func (v Value) Valid() bool { return json.Valid([]byte(v)) }
