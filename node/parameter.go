package node

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"synod/node/spell"
)

// Parameter is one setting of a protocol. cluster(…) takes it by its name, and
// help, hashes, recordings and shrinking read this declaration of it.
type Parameter struct {
	Name    string
	Type    ParameterType
	Words   []string // what it takes besides, such as "random"
	Default Value    // what it is unless a script says otherwise; absent when that depends on the cluster
	Want    string   // what a value is, for an error: "how many nodes a quorum has, at least 1"
	Doc     string   // one sentence: what it sets, with its unit
}

// ParameterType says which values a parameter takes.
type ParameterType uint8

// The types of parameters. A duration is a string with its unit, such as "50ms".
const (
	BoolParameter     ParameterType = iota
	CountParameter                  // a whole number of at least 1
	DurationParameter               // a duration
	SpanParameter                   // a duration, or a pair of them to draw from evenly
	IntParameter                    // a whole number
	FloatParameter                  // a number
	TextParameter                   // a string
	ListParameter                   // a list of any values
)

// Settings are the parameters that differ from their default, by name.
type Settings map[string]Value

// Check returns an error that names a setting that is no parameter of p.
func (s Settings) Check(p Protocol) error {
	known := p.Parameters()
	for name := range s {
		if !slices.ContainsFunc(known, func(k Parameter) bool { return k.Name == name }) {
			var names []string
			for _, parameter := range known {
				names = append(names, parameter.Name)
			}
			return fmt.Errorf("%s has no parameter %q, want some of %s%s", p.Name(), name, strings.Join(names, ", "), spell.Hint(name, names))
		}
	}
	return nil
}

// Bool returns the setting called name, or otherwise when there is none.
func (s Settings) Bool(name string, otherwise bool) (bool, error) {
	switch v := s[name]; v {
	case "":
		return otherwise, nil
	case "true", "false":
		return v == "true", nil
	default:
		return false, fmt.Errorf("%s: got %v, want true or false", name, v)
	}
}

// Count returns the setting called name, or otherwise when there is none.
func (s Settings) Count(name string, otherwise int) (int, error) {
	v, set := s[name]
	if !set {
		return otherwise, nil
	}
	n, err := strconv.Atoi(string(v))
	if err != nil {
		return 0, fmt.Errorf("%s: got %v, want a whole number", name, v)
	}
	return n, nil
}

// Span returns the shortest and the longest time of the setting called name, or
// otherwise when there is none. They are equal for a single duration.
func (s Settings) Span(name string, otherwise time.Duration) (least, most time.Duration, err error) {
	v, set := s[name]
	if !set {
		return otherwise, otherwise, nil
	}
	if text, single := v.plainText(); single {
		least, err = time.ParseDuration(text)
		if err != nil {
			err = fmt.Errorf("%s: got %v, want durations with their unit, such as 50ms", name, v)
		}
		return least, least, err
	}
	texts := make([]string, 1, 2)
	if json.Unmarshal([]byte(v), &texts[0]) != nil && (json.Unmarshal([]byte(v), &texts) != nil || len(texts) != 2) {
		return 0, 0, fmt.Errorf("%s: got %v, want a duration or a pair of them", name, v)
	}
	if least, err = time.ParseDuration(texts[0]); err == nil {
		most, err = time.ParseDuration(texts[len(texts)-1])
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%s: got %v, want durations with their unit, such as 50ms", name, v)
	}
	return least, most, nil
}

// plainText returns the inside of a string that has no escapes.
func (v Value) plainText() (string, bool) {
	if len(v) < 2 || v[0] != '"' || strings.Contains(string(v), `\`) {
		return "", false
	}
	return string(v[1 : len(v)-1]), true
}

// CountValue returns a whole number as a setting.
func CountValue(n int) Value { return Value(strconv.Itoa(n)) }

// SpanValue returns a time, or two to draw between, as a setting.
func SpanValue(least, most time.Duration) Value {
	if least == most {
		return Value(strconv.Quote(least.String()))
	}
	return Value(fmt.Sprintf("[%q,%q]", least.String(), most.String()))
}
