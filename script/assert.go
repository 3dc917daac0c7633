package script

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine"
	"synod/node/protocols"
	"synod/node/spell"
	"synod/script/paxos"
)

// AssertionError is a check of a script that did not hold.
type AssertionError struct {
	Message string // the script's own words, if any
	What    string // what was found and what was wanted, one a line
}

// Error returns it all in one line.
func (e *AssertionError) Error() string {
	text := "assertion failed: "
	if e.Message != "" {
		text += e.Message + ": "
	}
	return text + strings.Join(strings.Fields(e.What), " ")
}

// assertion returns an AssertionError.
func assertion(msg string, format string, args ...any) error {
	return &AssertionError{msg, fmt.Sprintf(format, args...)}
}

// compare reads a pair of values and an optional message, and fails with what
// the two were when the comparison is false.
func compare(op syntax.Token, want string) func(*call) (starlark.Value, error) {
	return func(c *call) (starlark.Value, error) {
		var x, y starlark.Value
		msg := ""
		if err := c.unpack(&x, &y, &msg); err != nil {
			return nil, err
		}
		var between comparison
		ok, err := between.holds(op, x, y)
		if err != nil {
			return nil, incomparable(err, x, y)
		}
		if ok {
			return nil, nil
		}
		return nil, between.failed(msg, want, x, y)
	}
}

// holds compares with an operator.
func (c *comparison) holds(op syntax.Token, x, y starlark.Value) (bool, error) {
	switch op {
	case syntax.EQL, syntax.NEQ:
		same, err := c.equal(x, y)
		return same == (op == syntax.EQL), err
	}
	return c.order(op, x, y)
}

// incomparable returns why two values could not be compared.
func incomparable(err error, x, y starlark.Value) error {
	if errors.As(err, new(misfit)) || errors.Is(err, errEndless) || errors.Is(err, errDeep) {
		return err
	}
	return fmt.Errorf("got %s and %s, want two values that can be compared", describe(x), describe(y))
}

// failed returns an AssertionError that says what was compared.
func (c *comparison) failed(msg, want string, x, y starlark.Value) error {
	a, b, _ := c.readBoth(x, y)
	text := fmt.Sprintf("got  %v\nwant %s%v", a, want, b)
	if c.apart != nil && c.apart.path != "" {
		text += fmt.Sprintf("\nat   %s: got %v, want %v", c.apart.path, c.apart.x, c.apart.y)
	}
	return &AssertionError{msg, text}
}

func assertTruth(want starlark.Bool) func(*call) (starlark.Value, error) {
	return func(c *call) (starlark.Value, error) {
		var x starlark.Value
		msg := ""
		if err := c.unpack(&x, &msg); err != nil {
			return nil, err
		}
		if x.Truth() == want {
			return nil, nil
		}
		return nil, assertion(msg, "got  %v\nwant something %s", x, map[starlark.Bool]string{true: "true", false: "false"}[want])
	}
}

func assertContains(c *call) (starlark.Value, error) {
	var x, y starlark.Value
	msg := ""
	if err := c.unpack(&x, &y, &msg); err != nil {
		return nil, err
	}
	in, err := new(comparison).contains(x, y)
	switch {
	case errors.As(err, new(misfit)), errors.Is(err, errEndless), errors.Is(err, errDeep):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("got %s and %s, want a list, a dict or a string, and what may be in it", describe(x), describe(y))
	case in:
		return nil, nil
	}
	return nil, assertion(msg, "got  %v\nwant it to contain %v", x, y)
}

// called returns what a failure calls a function that was given to a verb: "go()".
func called(fn starlark.Callable) string {
	if fn.Name() == "lambda" {
		return "the lambda"
	}
	return fn.Name() + "()"
}

// returned says that a call came to its end without what was expected of it, and
// what it returned, unless that is None.
func returned(v starlark.Value, without string) string {
	if v == starlark.None {
		return without
	}
	return fmt.Sprintf("%s, and %v returned", without, v)
}

// expecting calls a function whose failure is no surprise.
func (c *call) expecting(fn starlark.Callable) (starlark.Value, error) {
	c.session.course.catching++
	defer func() { c.session.course.catching-- }()
	return starlark.Call(c.thread, fn, nil, nil)
}

// assertFails calls a function that must fail, and returns how it did.
func assertFails(c *call) (starlark.Value, error) {
	var fn starlark.Callable
	part := ""
	if err := c.unpack(&fn, &part); err != nil {
		return nil, err
	}
	v, err := c.expecting(fn)
	if err == nil {
		return nil, assertion("", "got  %s\nwant %s to fail", returned(v, "no failure"), called(fn))
	}
	if isFinal(err) {
		return nil, err
	}
	text := message(err)
	if !strings.Contains(text, part) {
		return nil, assertion("", "got  the failure %q\nwant one that contains %q", text, part)
	}
	return starlark.String(text), nil
}

// checkVerb is check().
func checkVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	w := c.cluster.world
	if w.Violated() {
		return nil, assertion("", "got  a run in which a property broke\nwant a safe one")
	}
	if !c.cluster.runs(ofPaxosOnly) {
		return nil, nil // what other nodes publish is not what is chosen
	}
	for _, n := range c.cluster.nodes[1:] {
		v, err := c.cluster.file(n.id)
		if err != nil {
			return nil, err
		}
		choices := paxos.Chosen(w)
		if !v.Absent() && (len(choices) == 0 || choices[0].Value != v) {
			return nil, assertion("", "got  a file of %v that holds %v\nwant it to hold nothing but what is chosen", n, v)
		}
	}
	return nil, nil
}

// invariantVerb is invariant(name, fn).
func invariantVerb(c *call) (starlark.Value, error) {
	var name string
	var fn starlark.Callable
	if err := c.unpack(&name, &fn); err != nil {
		return nil, err
	}
	holds := c.holds(fn)
	ok, sentence, err := holds(c.cluster.world)
	if err != nil {
		return nil, err // what cannot be asked now must not be asked after every event
	}
	if c.cluster.invariants == nil {
		c.cluster.invariants = map[string]starlark.Callable{}
	}
	c.cluster.invariants[name] = fn
	if sentence == noMore {
		sentence = "it does not hold"
	}
	first := true
	return nil, c.cluster.world.Invariant(name, func(w *engine.World) (bool, string, error) {
		if first {
			first = false
			return ok, sentence, nil
		}
		return holds(w)
	})
}

// noMore is what there is to say of an invariant that says nothing for itself.
const noMore = "it does not hold any more"

// holds returns fn as an invariant of the engine.
func (c *call) holds(fn starlark.Callable) func(*engine.World) (bool, string, error) {
	return func(w *engine.World) (bool, string, error) {
		v, err := c.session.lookAt(c.cluster, w, fn)
		var failed *AssertionError
		switch {
		case errors.As(err, &failed):
			return false, failed.Error(), nil
		case err != nil:
			return false, "", err
		}
		return v == starlark.None || bool(v.Truth()), complaint(v), nil
	}
}

// complaint returns what an answer that is false says for itself.
func complaint(v starlark.Value) string {
	if j, ok := v.(*Judgement); ok {
		return j.judgement.Sentence()
	}
	return noMore
}

// eventuallyVerb is eventually(fn, within).
func eventuallyVerb(c *call) (starlark.Value, error) {
	var fn starlark.Callable
	var limit duration
	if err := c.unpack(&fn, &limit); err != nil {
		return nil, err
	}
	over, err := c.waits(time.Duration(limit), c.asks(fn))
	switch {
	case err != nil || over:
		return nil, err
	case c.stall != nil:
		return nil, assertion("", "got  %s false, and %s\nwant it to become true", called(fn), c.stalled())
	}
	return nil, assertion("", "got  %s false for %v, until nothing more could happen or the time was up\nwant it to become true", called(fn), time.Duration(limit))
}

// expectViolationVerb is expect_violation(fn, name).
func expectViolationVerb(c *call) (starlark.Value, error) {
	var fn starlark.Callable
	name := ""
	if err := c.unpack(&fn, &name); err != nil {
		return nil, err
	}
	if err := c.session.knownProperty(name); err != nil {
		return nil, err
	}
	c.session.looked = true
	before := c.session.expect(name)
	c.session.awaited++
	v, err := c.expecting(fn)
	c.session.awaited--
	c.session.expect(before)
	var broken *engine.Violation
	switch {
	case errors.As(err, &broken) && (name == "" || broken.Name == name):
		return starlark.String(broken.Sentence), nil
	case errors.As(err, &broken):
		return nil, assertion("", "got  a violation of %s: %s\nwant one of %s", broken.Name, broken.Sentence, name)
	case err != nil:
		return nil, err
	}
	return nil, assertion("", "got  %s\nwant %s to break %s", returned(v, "no violation"), called(fn), orAny(name))
}

// expect lets runs go on when another property breaks than the one called name,
// and returns the name it had before; "" is any.
func (s *Session) expect(name string) (before string) {
	before, s.expected = s.expected, name
	for _, c := range s.clusters {
		c.world.Expect(name)
	}
	return before
}

// knownProperty refuses a name that no property and no invariant has.
func (s *Session) knownProperty(name string) error {
	names := protocols.Properties()
	for _, c := range s.clusters {
		if name != "" && c.world.Checks(name) {
			return nil
		}
		for _, in := range c.world.Invariants() {
			names = append(names, in.Name)
		}
	}
	if name == "" || slices.Contains(names, name) || len(s.protocols) > 0 { // whose claims have names of their own
		return nil
	}
	return fmt.Errorf("there is no property %q, want one of %s%s", name, strings.Join(names, ", "), spell.Hint(name, names))
}

// checks reports whether a cluster checks a property without an invariant of the script.
func (s *Session) checks(property string) bool {
	return slices.ContainsFunc(s.clusters, func(c *Cluster) bool { return c.world.Checks(property) })
}

func orAny(name string) string {
	if name == "" {
		return "a property"
	}
	return name
}

// exitError ends a script on purpose.
type exitError struct{ code int }

// Error returns "exit 0".
func (e *exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// exitVerb is exit(code).
func exitVerb(c *call) (starlark.Value, error) {
	code := 0
	if err := c.unpack(&code); err != nil {
		return nil, err
	}
	if code < 0 || code > 125 {
		return nil, fmt.Errorf("got the exit status %d, want 0 to 125", code)
	}
	return nil, &exitError{code}
}

// argsVerb is args(name, default).
func argsVerb(c *call) (starlark.Value, error) {
	var name string
	var fallback starlark.Value = starlark.None
	if err := c.unpack(&name, &fallback); err != nil {
		return nil, err
	}
	c.session.used[name] = true
	text, given := c.session.options.Args[name]
	if !given {
		return fallback, nil
	}
	return likeDefault(name, text, fallback)
}

// likeDefault returns text as the type that the default has.
func likeDefault(name, text string, fallback starlark.Value) (starlark.Value, error) {
	switch fallback.(type) {
	case starlark.Int:
		if n, ok := new(big.Int).SetString(text, 10); ok {
			return starlark.MakeBigInt(n), nil
		}
		return nil, fmt.Errorf("got %s=%s, want a whole number", name, text)
	case starlark.Bool:
		switch strings.ToLower(text) {
		case "true", "yes", "1":
			return starlark.True, nil
		case "false", "no", "0":
			return starlark.False, nil
		}
		return nil, fmt.Errorf("got %s=%s, want true or false", name, text)
	}
	return starlark.String(text), nil
}
