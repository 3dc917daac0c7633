package node

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"synod/node/cells"
)

// The JSON that other programs read. Values are written there as they are, with
// one exception: a reader such as JavaScript holds every number as a double, so
// that 9007199254740993 and 9007199254740992 would become equal. A whole number
// that is not safe there is an object with its digits,
//
//	{"$int":"9007199254740993"}
//
// and a proposed dict that has exactly one key, "$int" or "$dict", is written
// inside another one, {"$dict":{"$int":"…"}}. So every value has one form, no
// two have the same, and each can be read back.
const (
	bigInt    = "$int"
	plainDict = "$dict"
)

// safe is the largest whole number that a double tells from its neighbours.
const safe = 1<<53 - 1

// JSON returns v as other programs read it, and nil for no value.
func (v Value) JSON() json.RawMessage {
	switch {
	case v.Absent():
		return nil
	case !v.unsafe():
		return json.RawMessage(v)
	}
	d := json.NewDecoder(bytes.NewReader([]byte(v)))
	d.UseNumber()
	return appendSafe(nil, d)
}

// unsafe reports whether v may hold what JSON writes in another way. It may
// say so of a value that holds none of it.
func (v Value) unsafe() bool {
	digits := 0
	for i := range len(v) {
		switch c := v[i]; {
		case c == '$':
			return true
		case c < '0' || c > '9':
			digits = 0
			continue
		}
		if digits++; digits == len("9007199254740992") {
			return true
		}
	}
	return false
}

// appendSafe appends the next value of d. It goes from token to token, because a
// map would lose the order of an object's keys.
func appendSafe(dst []byte, d *json.Decoder) []byte {
	token, err := d.Token()
	if err != nil {
		panic(fmt.Sprintf("a value that is no JSON: %v", err))
	}
	switch t := token.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, t)
	case json.Number:
		return appendNumber(dst, t.String())
	case string:
		return AppendQuoted(dst, t)
	case json.Delim:
		if t == '{' {
			return appendSafeDict(dst, d)
		}
	}
	dst = append(dst, '[')
	for n := 0; d.More(); n++ {
		if n > 0 {
			dst = append(dst, ',')
		}
		dst = appendSafe(dst, d)
	}
	_, _ = d.Token() // the bracket at the end
	return append(dst, ']')
}

func appendSafeDict(dst []byte, d *json.Decoder) []byte {
	from, n, last := len(dst), 0, ""
	dst = append(dst, '{')
	for ; d.More(); n++ {
		if n > 0 {
			dst = append(dst, ',')
		}
		key, _ := d.Token()
		last = key.(string)
		dst = appendSafe(append(AppendQuoted(dst, last), ':'), d)
	}
	_, _ = d.Token() // the brace at the end
	dst = append(dst, '}')
	if n == 1 && (last == bigInt || last == plainDict) {
		inner := bytes.Clone(dst[from:])
		dst = append(append(dst[:from], `{"`+plainDict+`":`...), inner...)
		dst = append(dst, '}')
	}
	return dst
}

// appendNumber appends a number, or its digits in an object.
func appendNumber(dst []byte, digits string) []byte {
	whole := true
	for i := range len(digits) {
		if c := digits[i]; c != '-' && (c < '0' || c > '9') {
			whole = false // a fraction is a double already
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if !whole || err == nil && -safe <= n && n <= safe {
		return append(dst, digits...)
	}
	return append(append(append(dst, `{"`+bigInt+`":"`...), digits...), `"}`...)
}

// Count is a whole number of the lab, such as a seed, in the same JSON.
type Count uint64

// MarshalJSON writes the number, or an object with its digits.
func (n Count) MarshalJSON() ([]byte, error) {
	return appendNumber(nil, strconv.FormatUint(uint64(n), 10)), nil
}

// MarshalJSON returns v as one line of JSON for other programs: <, > and & as they
// are, and what a terminal would obey as escapes.
func MarshalJSON(v any) ([]byte, error) {
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	b := bytes.TrimSuffix(line.Bytes(), []byte("\n"))
	if cells.PlainBytes(b) || bytes.IndexFunc(b, cells.Hidden) < 0 {
		return b, nil
	}
	shown := make([]byte, 0, len(b)+16)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if cells.Hidden(r) { // it stands inside a string
			shown = cells.AppendHidden(shown, r)
		} else {
			shown = append(shown, b[:size]...)
		}
		b = b[size:]
	}
	return shown, nil
}
