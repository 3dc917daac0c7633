package node

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"synod/node/cells"
)

// Builder makes something out of a Value, part by part: values of a language, or
// the text of another format. The slices belong to the builder.
type Builder[T any] interface {
	Null() T
	Bool(b bool) T
	Int(digits string) T // decimal, with a minus sign if there is one
	Float(f float64) T   // never NaN
	String(s string) T
	List(items []T) T
	Tuple(items []T) T
	Set(items []T) T
	Dict(items []T) T                                      // each key is followed by its value
	Request(at ID, id uint64, op, client string, args T) T // args is a dict
}

// BuildValue makes what b makes of v. It refuses every text that is not canonical:
//
//	null true false      1 -12345678901234567890      1.0 1e+300 inf -inf
//	"text"               [1,"a"]                      () (1,) (1,"a")
//	{1:"a",(1,2):"b"}    set([1,"a"])                 request(1,7,"add","c1",{"by":2})
//
// The keys of a dict and the elements of a set are whole numbers, strings and tuples
// of them, ascending as [CompareKeys] says. Tuples among them may hold null, true and
// false besides. A request names the node that was asked.
func BuildValue[T any](v Value, b Builder[T]) (T, error) {
	return build(v, b, true)
}

// build is BuildValue or BuildAny.
func build[T any](v Value, b Builder[T], strict bool) (T, error) {
	p := &valueParser[T]{text: string(v), b: b, strict: strict}
	t, err := p.value(0)
	if err == nil && p.at != len(p.text) {
		err = p.errorf("got something after the value")
	}
	if err != nil {
		var none T
		return none, err
	}
	return t, nil
}

// maxNesting bounds how deep values are nested in each other.
const maxNesting = 64

// valueParser reads the text of a Value.
type valueParser[T any] struct {
	text   string
	at     int
	b      Builder[T]
	strict bool
}

func (p *valueParser[T]) errorf(format string, args ...any) error {
	text := p.text
	if len(text) > 60 {
		text = text[:60] + "…"
	}
	return fmt.Errorf("value %q: at byte %d: %s", text, p.at, fmt.Sprintf(format, args...))
}

// take moves over s if it comes next.
func (p *valueParser[T]) take(s string) bool {
	if !strings.HasPrefix(p.text[p.at:], s) {
		return false
	}
	p.at += len(s)
	return true
}

// value reads one value.
func (p *valueParser[T]) value(depth int) (t T, err error) {
	if depth > maxNesting {
		return t, p.errorf("it is nested more than %d deep", maxNesting)
	}
	if p.at == len(p.text) {
		return t, p.errorf("got nothing, want a value")
	}
	switch c := p.text[p.at]; {
	case c == '"':
		s, err := p.str()
		if err != nil {
			return t, err
		}
		return p.b.String(s), nil
	case c == '[':
		p.at++
		items, err := p.items("]", depth, false)
		return p.made(items, err, p.b.List)
	case c == '(':
		return p.tuple(depth)
	case c == '{':
		p.at++
		items, err := p.entries(depth, false)
		return p.made(items, err, p.b.Dict)
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	}
	return p.word(depth)
}

// made returns what make makes, unless there was an error.
func (p *valueParser[T]) made(items []T, err error, make func([]T) T) (t T, _ error) {
	if err != nil {
		return t, err
	}
	return make(items), nil
}

// word reads a value that begins with a letter.
func (p *valueParser[T]) word(depth int) (t T, err error) {
	switch {
	case p.take("null"):
		return p.b.Null(), nil
	case p.take("true"):
		return p.b.Bool(true), nil
	case p.take("false"):
		return p.b.Bool(false), nil
	case p.take("inf"):
		return p.b.Float(math.Inf(1)), nil
	case p.take("set(["):
		items, err := p.items("]", depth, true)
		if err == nil && !p.take(")") {
			err = p.errorf("want the end of a set")
		}
		return p.made(items, err, p.b.Set)
	case p.take("request("):
		return p.request(depth)
	}
	return t, p.errorf("want a value")
}

// tuple reads a tuple. One of a single element has a comma behind it.
func (p *valueParser[T]) tuple(depth int) (t T, err error) {
	p.at++
	var items []T
	for !p.take(")") {
		if len(items) > 0 && !p.take(",") {
			return t, p.errorf("want a comma, or the end of a tuple")
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return t, err
		}
		items = append(items, item)
		if len(items) == 1 && p.take(",)") {
			return p.b.Tuple(items), nil
		}
		if len(items) == 1 && strings.HasPrefix(p.text[p.at:], ")") {
			return t, p.errorf("want a comma behind the only element of a tuple")
		}
	}
	return p.b.Tuple(items), nil
}

// items reads values up to the end, with commas between them; of a set, ascending.
func (p *valueParser[T]) items(end string, depth int, keys bool) ([]T, error) {
	var items []T
	last := ""
	for !p.take(end) {
		if len(items) > 0 && !p.take(",") {
			return nil, p.errorf("want a comma, or %s", end)
		}
		item, key, err := p.one(depth, keys, last, len(items) > 0)
		if err != nil {
			return nil, err
		}
		last = key
		items = append(items, item)
	}
	return items, nil
}

// entries reads the keys and values of a dict up to its end. Its keys may have to be names.
func (p *valueParser[T]) entries(depth int, named bool) ([]T, error) {
	var items []T
	last := ""
	for !p.take("}") {
		if len(items) > 0 && !p.take(",") {
			return nil, p.errorf("want a comma, or }")
		}
		if named && !strings.HasPrefix(p.text[p.at:], `"`) {
			return nil, p.errorf("want the name of an argument")
		}
		key, text, err := p.one(depth, true, last, len(items) > 0)
		if err != nil {
			return nil, err
		}
		if !p.take(":") {
			return nil, p.errorf("want a colon")
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		last = text
		items = append(items, key, v)
	}
	return items, nil
}

// one reads a value, which may have to be a key above last.
func (p *valueParser[T]) one(depth int, key bool, last string, follows bool) (t T, text string, err error) {
	from := p.at
	if t, err = p.value(depth + 1); err != nil {
		return t, "", err
	}
	text = p.text[from:p.at]
	if !key || !p.strict {
		return t, text, nil
	}
	if !isKey(text, true) {
		return t, "", p.errorf("%s is no key", text)
	}
	if follows && compareKeys(last, text) >= 0 {
		return t, "", p.errorf("%s does not come after %s", text, last)
	}
	return t, text, nil
}

// number reads a whole number or a fraction.
func (p *valueParser[T]) number() (t T, err error) {
	from := p.at
	if p.take("-inf") {
		return p.b.Float(math.Inf(-1)), nil
	}
	whole := true
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789eE", p.text[p.at]) >= 0 {
		c := p.text[p.at]
		whole = whole && (c == '-' && p.at == from || '0' <= c && c <= '9')
		p.at++
	}
	text := p.text[from:p.at]
	if whole {
		digits := strings.TrimPrefix(text, "-")
		if digits == "" || digits[0] == '0' && text != "0" {
			return t, p.errorf("%s is no whole number", text)
		}
		return p.b.Int(text), nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || p.strict && string(AppendFloat(nil, f)) != text || !p.strict && !json.Valid([]byte(text)) {
		return t, p.errorf("%s is not how a number is written", text)
	}
	return p.b.Float(f), nil
}

// AppendFloat appends the canonical text of f, such as "1.0", "1e+300" or "inf". There
// is one zero. It panics on NaN, which is no value.
func AppendFloat(dst []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		panic("value: got NaN, want a number")
	case math.IsInf(f, 1):
		return append(dst, "inf"...)
	case math.IsInf(f, -1):
		return append(dst, "-inf"...)
	case f == 0:
		return append(dst, "0.0"...)
	}
	from := len(dst)
	dst = strconv.AppendFloat(dst, f, 'g', -1, 64)
	if strings.ContainsAny(string(dst[from:]), ".e") {
		return dst
	}
	return append(dst, ".0"...)
}

// errString is the error of a string that is not written as AppendQuoted does.
var errString = errors.New("it is not how a string is written")

// str reads a string.
func (p *valueParser[T]) str() (string, error) {
	end := p.at + 1
	plain := true
	for ; end < len(p.text) && p.text[end] != '"'; end++ {
		if p.text[end] == '\\' {
			plain = false
			end++
		}
	}
	if end >= len(p.text) {
		return "", p.errorf("want the end of a string")
	}
	quoted := p.text[p.at : end+1]
	s, err := unquoted(quoted, plain)
	if err == nil && p.strict && !(plain && cells.Plain(s)) && string(AppendQuoted(nil, s)) != quoted {
		err = errString
	}
	if err != nil {
		return "", p.errorf("%v", err)
	}
	p.at = end + 1
	return s, nil
}

// unquoted returns the inside of a string.
func unquoted(quoted string, plain bool) (string, error) {
	if plain {
		return quoted[1 : len(quoted)-1], nil
	}
	var s string
	err := json.Unmarshal([]byte(quoted), &s)
	return s, err
}

// request reads the parts of a request.
func (p *valueParser[T]) request(depth int) (t T, err error) {
	at, err := p.count(math.MaxInt32)
	if err != nil {
		return t, err
	}
	id, err := p.count(math.MaxUint64)
	if err != nil {
		return t, err
	}
	var words [2]string
	for i := range words {
		if !strings.HasPrefix(p.text[p.at:], `"`) {
			return t, p.errorf("want a string")
		}
		if words[i], err = p.str(); err != nil {
			return t, err
		}
		if !p.take(",") {
			return t, p.errorf("want a comma")
		}
	}
	if depth == maxNesting || !p.take("{") {
		return t, p.errorf("want the arguments of a request")
	}
	items, err := p.entries(depth+1, true)
	args, err := p.made(items, err, p.b.Dict)
	if err != nil {
		return t, err
	}
	if !p.take(")") {
		return t, p.errorf("want the end of a request")
	}
	return p.b.Request(ID(at), id, words[0], words[1], args), nil
}

// count reads a whole number up to most, and the comma behind it.
func (p *valueParser[T]) count(most uint64) (uint64, error) {
	from := p.at
	for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
	}
	n, err := strconv.ParseUint(p.text[from:p.at], 10, 64)
	if err != nil || n > most || strconv.FormatUint(n, 10) != p.text[from:p.at] || !p.take(",") {
		return 0, p.errorf("want a number, and a comma")
	}
	return n, nil
}

// BuildAny is BuildValue for any JSON besides: numbers that are written in another way,
// and keys in any order.
func BuildAny[T any](v Value, b Builder[T]) (T, error) { return build(v, b, false) }
