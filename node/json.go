package node

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"synod/node/cells"
)

// The JSON that other programs read. Values that JSON has are written as they are,
// with one exception: a reader such as JavaScript holds every number as a double, so
// that 9007199254740993 and 9007199254740992 would become equal, and 1 and 1.0. A
// whole number that is not safe there, and a fraction that would be taken for a whole
// number or that JSON lacks, are an object with their text. What else JSON lacks is an
// object as well:
//
//	{"$int":"9007199254740993"}    {"$float":"1.0"}    {"$float":"inf"}
//	{"$tuple":[1,"a"]}             {"$set":[1,"a"]}    {"$map":[[1,"a"],[2,"b"]]}
//	{"$request":{"node":1,"id":7,"op":"add","client":"c1","args":{"by":2}}}
//
// $map is a dict of which some key is no string. A dict that has exactly one key, and
// that one is among the above or "$dict", is written inside another one,
// {"$dict":{"$int":"…"}}. So every value has one form, no two have the same, and each
// can be read back.
const (
	bigInt    = "$int"
	fraction  = "$float"
	tupleOf   = "$tuple"
	setOf     = "$set"
	mapOf     = "$map"
	requestOf = "$request"
	plainDict = "$dict"
)

// taken reports whether a dict with this one key would be taken for something else.
func taken(key string) bool {
	switch key {
	case bigInt, fraction, tupleOf, setOf, mapOf, requestOf, plainDict:
		return true
	}
	return false
}

// safe is the largest whole number that a double tells from its neighbours.
const safe = 1<<53 - 1

// JSON returns v as other programs read it, and nil for no value.
func (v Value) JSON() json.RawMessage {
	switch {
	case v.Absent():
		return nil
	case !v.unsafe():
		return json.RawMessage(v)
	case !json.Valid([]byte(v)):
		return must(BuildValue(v, jsonBuilder{})).text
	}
	d := json.NewDecoder(bytes.NewReader([]byte(v)))
	d.UseNumber()
	return appendSafe(nil, d)
}

// unsafe reports whether v may hold what JSON writes in another way. It may
// say so of a value that holds none of it.
func (v Value) unsafe() bool {
	if v[0] == 'i' || v[0] == '-' && len(v) > 1 && v[1] == 'i' {
		return true // infinite
	}
	digits := 0
	for i := range len(v) {
		switch c := v[i]; {
		case c == '$', c == '(', c == '.', c == 'e' && digits > 0, c == 'f' && i > 0 && v[i-1] == 'n':
			return true
		case c == '{' && i+1 < len(v) && v[i+1] != '"' && v[i+1] != '}':
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
	if n == 1 && taken(last) {
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
			whole = false
		}
	}
	if !whole {
		return appendFraction(dst, digits)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err == nil && -safe <= n && n <= safe {
		return append(dst, digits...)
	}
	return append(append(append(dst, `{"`+bigInt+`":"`...), digits...), `"}`...)
}

// appendFraction appends a fraction, which is a double already, or its text in an object
// if it would be taken for a whole number.
func appendFraction(dst []byte, text string) []byte {
	f, err := strconv.ParseFloat(text, 64)
	if err == nil && (f != math.Trunc(f) || math.Abs(f) > safe) && !math.IsInf(f, 0) {
		return append(dst, text...)
	}
	return append(append(append(dst, `{"`+fraction+`":"`...), text...), `"}`...)
}

// jsonValue is the JSON of a value, and of a string what it says.
type jsonValue struct {
	text   []byte
	string *string
}

// jsonBuilder builds the JSON of a value that is no JSON itself.
type jsonBuilder struct{}

var _ Builder[jsonValue] = jsonBuilder{}

func (jsonBuilder) Null() jsonValue       { return jsonValue{text: []byte("null")} }
func (jsonBuilder) Bool(b bool) jsonValue { return jsonValue{text: strconv.AppendBool(nil, b)} }
func (jsonBuilder) Int(digits string) jsonValue {
	return jsonValue{text: appendNumber(nil, digits)}
}
func (jsonBuilder) Float(f float64) jsonValue {
	return jsonValue{text: appendFraction(nil, string(AppendFloat(nil, f)))}
}
func (jsonBuilder) String(s string) jsonValue {
	return jsonValue{text: AppendQuoted(nil, s), string: &s}
}
func (jsonBuilder) List(items []jsonValue) jsonValue  { return jsonValue{text: jsonList(items)} }
func (jsonBuilder) Tuple(items []jsonValue) jsonValue { return inObject(tupleOf, jsonList(items)) }
func (jsonBuilder) Set(items []jsonValue) jsonValue   { return inObject(setOf, jsonList(items)) }

func (jsonBuilder) Dict(items []jsonValue) jsonValue {
	for i := 0; i < len(items); i += 2 {
		if items[i].string == nil {
			return inObject(mapOf, jsonPairs(items))
		}
	}
	text := []byte{'{'}
	for i, item := range items {
		if i > 0 {
			text = append(text, ",:"[i%2])
		}
		text = append(text, item.text...)
	}
	text = append(text, '}')
	if len(items) == 2 && taken(*items[0].string) {
		return inObject(plainDict, text)
	}
	return jsonValue{text: text}
}

func (jsonBuilder) Request(at ID, id uint64, op, client string, args jsonValue) jsonValue {
	text := strconv.AppendInt([]byte(`{"node":`), int64(at), 10)
	text = appendNumber(append(text, `,"id":`...), strconv.FormatUint(id, 10))
	text = AppendQuoted(append(text, `,"op":`...), op)
	text = AppendQuoted(append(text, `,"client":`...), client)
	text = append(append(text, `,"args":`...), args.text...)
	return inObject(requestOf, append(text, '}'))
}

// inObject returns text under the one key of an object.
func inObject(key string, text []byte) jsonValue {
	text = append([]byte(`{"`+key+`":`), text...)
	return jsonValue{text: append(text, '}')}
}

func jsonList(items []jsonValue) []byte {
	text := []byte{'['}
	for i, item := range items {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, item.text...)
	}
	return append(text, ']')
}

// jsonPairs returns the list of the pairs of a dict.
func jsonPairs(items []jsonValue) []byte {
	pairs := make([]jsonValue, 0, len(items)/2)
	for i := 0; i < len(items); i += 2 {
		pairs = append(pairs, jsonValue{text: jsonList(items[i : i+2])})
	}
	return jsonList(pairs)
}

// must returns what comes of a value that is one.
func must[T any](t T, err error) T {
	if err != nil {
		panic(err)
	}
	return t
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
