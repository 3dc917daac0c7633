package script

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node/spell"
)

// Verb is one thing that a script can say. The table of all verbs, in
// table.go, is their only definition: names, completion, help, the reference
// and the calls themselves come from it.
type Verb struct {
	Name        string
	On          string // whose method it is: "cluster", "request", "proposer", "message", "rule", "fault", "trap", "task", "history", "assert"; "" when it has no receiver
	Group       string // the heading of the reference it stands under
	Params      []Param
	Result      string // what it returns, in a few words; "" is None
	Given       string // a parameter with which it returns something else; "" for none
	ResultGiven string // what that is
	Doc         string // the first sentence says what it does; paragraphs are apart by an empty line

	Of      string // the protocol of whose clusters it is; "" for all clusters
	Instead string // what those of another protocol have in its place

	Acts  bool // whether it does something to a run that the run's script has to repeat
	Alone bool // whether a verb of a cluster makes sense without one, too

	fn       func(*call) (starlark.Value, error)
	keywords []string // the names of the parameters that a keyword may give
	unpack   []any    // the names of the parameters as starlark.UnpackArgs takes them
	most     int      // how many arguments may stand without a name
}

// Signature returns "crash(node)", and for a method "proposer.wait(timeout="10s")".
func (v *Verb) Signature() string {
	name := v.Name
	if v.On != "" && v.On != "cluster" {
		name = v.On + "." + name
	}
	return name + "(" + signature(v.Params) + ")"
}

// prepare makes what calls need of Params. The table comes with the program, and
// is in order.
func (v *Verb) prepare() {
	v.Params = slices.Clone(v.Params)
	for i := range v.Params {
		p := &v.Params[i]
		if err := p.readDefault(); err != nil {
			panic(fmt.Sprintf("%s: %v", v.Name, err))
		}
		name := p.Name
		if p.optional() {
			name += "??"
		}
		v.unpack = append(v.unpack, name)
		if p.Rest == "" {
			v.keywords = append(v.keywords, p.Name)
		}
		if !p.Keyword && p.Rest != "**" {
			v.most++
		}
	}
}

// builtin returns the verb as a Starlark value, for a receiver to be bound to
// or for none. It belongs to no session: a call is made in the one whose thread
// makes it.
func builtin(v *Verb) *starlark.Builtin {
	return starlark.NewBuiltin(v.Name, func(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		c := &call{session: whereOf(thread).session, thread: thread, verb: v, recv: b.Receiver(), args: args, kwargs: kwargs}
		return c.run()
	})
}

// call is one call of a verb.
type call struct {
	session *Session
	cluster *Cluster // the one it acts on; nil for a verb that needs none
	thread  *starlark.Thread
	verb    *Verb
	recv    starlark.Value
	args    starlark.Tuple
	kwargs  []starlark.Tuple
	own     []starlark.Tuple // those of kwargs that are the verb's own; nil when all are

	gap      string              // why it cannot be written down in the script of the run; "" if it can
	nesting  int                 // how deep in a value literal is
	parts    int                 // how many values it has met
	endless  bool                // it met a value deeper, or with more parts, than any that a verb takes
	bound    []*Message          // the messages that got a name to write it down
	asked    []starlark.Callable // the functions that a search is to ask
	reworded string              // how it is written down there, when it turns out later than at the start

	stall   *engine.Stall // why it waited no longer; nil for another reason
	awaited *match        // the messages it waits for; nil for something else
}

// run finds the cluster and performs the verb.
func (c *call) run() (starlark.Value, error) {
	if err := c.bind(); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.documented(), c.ofProtocol()); err != nil {
		return nil, c.failed(named(c.verb, err))
	}
	if c.task() == nil {
		defer func(before *starlark.Thread) { c.session.driver = before }(c.session.driver)
		c.session.driver = c.thread
	}
	if c.verb.On == "assert" {
		c.expects()
	}
	if c.verb.Group == groupCheck {
		c.session.checked = true
	}
	v, err := c.perform()
	c.session.showNow()
	if err != nil {
		return nil, c.failed(named(c.verb, err))
	}
	if v == nil {
		v = starlark.None
	}
	return v, nil
}

// bind settles which cluster the call acts on.
func (c *call) bind() error {
	switch r := c.recv.(type) {
	case *Cluster:
		c.cluster = r
	case *Node:
		c.cluster = r.cluster
		c.args = append(starlark.Tuple{r}, c.args...)
	case interface{ home() *Cluster }:
		c.cluster = r.home()
	case nil:
		if c.verb.On != "cluster" {
			return nil
		}
		if c.cluster = c.session.current; c.cluster == nil && !c.verb.Alone {
			return fmt.Errorf("%s: there is no cluster yet; make one first, such as cluster(3)", c.verb.Name)
		}
	}
	if c.cluster != nil && c.cluster.ending {
		return errEnded
	}
	if c.cluster != nil && c.cluster.closed {
		return fmt.Errorf("%s: the cluster is closed; make a new one", c.verb.Name)
	}
	return nil
}

// unpack reads the arguments into targets, one for each parameter of the
// verb, in order. A target for a variadic parameter is a *starlark.Tuple; further
// keywords are the verb's to read, and have none.
func (c *call) unpack(targets ...any) error {
	params := c.verb.Params
	if len(params) != len(targets) {
		panic(fmt.Sprintf("%s: %d targets for %d parameters", c.verb.Name, len(targets), len(params)))
	}
	args, pairs := c.args, make([]any, 0, 2*len(params))
	for i := range params {
		p := &params[i]
		if p.Rest == "**" {
			continue
		}
		if p.Rest != "" {
			*targets[i].(*starlark.Tuple) = args[min(i, len(args)):]
			args = args[:min(i, len(args))]
			continue
		}
		if p.value != nil {
			if err := p.setDefault(targets[i]); err != nil {
				return err
			}
		}
		pairs = append(pairs, c.verb.unpack[i], p.reader(targets[i]))
	}
	if err := c.knownKeywords(); err != nil {
		return err
	}
	if len(args) > c.verb.most {
		want := fmt.Sprintf("at most %d", c.verb.most)
		if c.verb.most == 0 {
			want = "none"
		}
		return fmt.Errorf("got %s, want %s", spell.Count(len(args), "argument"), want)
	}
	if err := starlark.UnpackArgs(c.verb.Name, args, c.ownKeywords(), pairs...); err != nil {
		return plain(err)
	}
	return c.sensible(targets)
}

// ownKeywords returns the arguments given by name, without those of a protocol.
func (c *call) ownKeywords() []starlark.Tuple {
	if c.own != nil {
		return c.own
	}
	return c.kwargs
}

// knownKeywords refuses a keyword that is no parameter, with the one it may
// have been meant to be.
func (c *call) knownKeywords() error {
	for _, kw := range c.ownKeywords() {
		name := string(kw[0].(starlark.String))
		if slices.Contains(c.verb.keywords, name) {
			continue
		}
		if hint := spell.Nearest(name, c.verb.keywords); hint != "" {
			return fmt.Errorf("there is no parameter %q; did you mean %s?", name, hint)
		}
		return fmt.Errorf("there is no parameter %q; want %s", name, c.verb.Signature())
	}
	return nil
}

// verbError is an error of a verb, with the verb's name in front.
type verbError struct {
	verb string
	err  error
}

// Error returns "crash: there is no node 9, …".
func (e *verbError) Error() string { return e.verb + ": " + e.err.Error() }

// Unwrap returns the cause.
func (e *verbError) Unwrap() error { return e.err }

// named puts the verb's name in front of err, unless it is there already or
// the error is not the verb's own.
func named(v *Verb, err error) error {
	if strings.HasPrefix(err.Error(), v.Name+": ") || isVerdict(err) {
		return err
	}
	return &verbError{v.Name, err}
}
