package node

import "encoding/json"

// Value is a value in its canonical form: compact text, such as `"X"`, `0`, `""`,
// `false` or `[1,"a"]`. Two values are equal exactly when their texts are.
//
// What JSON has is written as compact JSON. A protocol may need more, and what JSON
// lacks has a text too; [BuildValue] says which:
//
//	(1,"a")   {1:"a"}   set([1,2])   1.0   request(1,7,"add","c1",{"by":2})
//
// The empty Value is no value. No text is empty, so the absence of a value cannot be
// confused with a value that a language would call false.
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
// loses its quotes, everything else stays as it is. No value is "-".
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

// Valid reports whether v is well-formed: JSON, or the text of a value that JSON lacks.
func (v Value) Valid() bool {
	if json.Valid([]byte(v)) {
		return true
	}
	_, err := BuildValue(v, ordering{})
	return err == nil
}
