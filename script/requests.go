package script

import (
	"fmt"
	"slices"

	"go.starlark.net/starlark"

	"synod/engine"
	histories "synod/engine/history"
	"synod/node"
	"synod/node/protocols"
	machine "synod/node/starlark"
)

// callVerb is call(node, op, timeout, client, args, **arguments).
func callVerb(c *call) (starlark.Value, error) {
	a, timeout := asking{id: nodeArg{cluster: c.cluster}}, duration(0)
	r, err := c.request(&a, []any{&timeout}, nil)
	if err != nil {
		return nil, err
	}
	o, err := c.ask(a.text(c), a.client, a.id.id, r, c.cluster.request)
	if err != nil {
		return nil, err
	}
	err = c.awaitOnce(o, timeout)
	c.warnStalled()
	return replyOf(o), err
}

// requestVerb is request(node, op, client, args, **arguments).
func requestVerb(c *call) (starlark.Value, error) {
	a, number := asking{id: nodeArg{cluster: c.cluster}}, 0
	r, err := c.request(&a, nil, []any{&number})
	if err != nil {
		return nil, err
	}
	if number < 0 {
		return nil, fmt.Errorf("got id=%d, want 1 or more: requests are numbered from 1", number)
	}
	r.ID = uint64(number)
	o, err := c.as(a.client, a.id.id, r)
	if err != nil {
		return nil, err
	}
	return c.cluster.request(o), nil
}

// asking is what a client asks for: the arguments of call and of request.
type asking struct {
	id     nodeArg
	op     string
	client string
	args   *starlark.Dict
	named  []starlark.Tuple // the arguments that are given by their names
}

// request reads the arguments of call or of request, with those before and behind the
// client, as what a node is asked. It names what its protocol knows.
func (c *call) request(a *asking, before, behind []any) (*node.Request, error) {
	own := []starlark.Tuple{}
	for _, kw := range c.kwargs {
		if slices.Contains(c.verb.keywords, string(kw[0].(starlark.String))) {
			own = append(own, kw)
		} else {
			a.named = append(a.named, kw)
		}
	}
	c.own, a.args = own, new(starlark.Dict)
	targets := slices.Concat([]any{&a.id, &a.op}, before, []any{&a.client}, behind, []any{&a.args, nil})
	if err := c.unpack(targets...); err != nil {
		return nil, err
	}
	args, err := a.fields()
	if err != nil {
		return nil, err
	}
	r := &node.Request{Op: a.op}
	if len(args) > 0 {
		r.Args = args
	}
	return r, node.CheckRequest(c.cluster.world.Options().Protocol, r)
}

// fields returns the arguments: first those given by their names, then those in args.
func (a *asking) fields() (node.Fields, error) {
	var fields node.Fields
	for _, item := range append(a.named, a.args.Items()...) {
		name, ok := starlark.AsString(item[0])
		if !ok {
			return nil, fmt.Errorf("for parameter args: got the key %s, want names of arguments, which are strings", describe(item[0]))
		}
		if slices.ContainsFunc(fields, func(f node.Field) bool { return f.Name == name }) {
			return nil, fmt.Errorf("got the argument %s twice, in args and by its name, want it once", name)
		}
		v, err := argument(item[1])
		if err != nil {
			return nil, fmt.Errorf("for argument %s: %w", name, err)
		}
		fields = append(fields, node.Field{Name: name, Value: v})
	}
	return fields, nil
}

// argument returns a value as the argument of a request.
func argument(v starlark.Value) (any, error) {
	switch v := v.(type) {
	case typedValue:
		return v.field(), nil
	case *Node:
		return node.CountValue(int(v.id)), nil
	}
	got, err := machine.ValueOf(v)
	if err == nil && len(got) > maxValue {
		err = fmt.Errorf("got a value of more than 64 KiB, want at most %d bytes", maxValue)
	}
	return got, err
}

// text returns the request as a script writes it that does not wait. The client is
// written by whoever remembers it.
func (a *asking) text(c *call) string {
	text := fmt.Sprintf("request(%d, %s", a.id.id, starlark.String(a.op))
	for _, kw := range a.named {
		text += fmt.Sprintf(", %s = %s", string(kw[0].(starlark.String)), c.literal(kw[1]))
	}
	if a.args.Len() > 0 {
		text += ", args = " + c.literal(a.args)
	}
	return text + ")"
}

// opsOfAll returns what clients may ask of the protocols that are built in, each once.
func opsOfAll() (ops []string) {
	for _, name := range protocols.Names() {
		p, err := protocols.Lookup(name)
		if err != nil {
			continue
		}
		for _, op := range node.Ops(p) {
			if !slices.Contains(ops, op) {
				ops = append(ops, op)
			}
		}
	}
	return ops
}

// Request is something that a client asked of a node, as a script sees it.
type Request struct {
	handle
	operation *engine.Operation
}

var _ starlark.HasAttrs = (*Request)(nil)

// request returns an operation as a script sees it.
func (c *Cluster) request(o *engine.Operation) starlark.Value { return &Request{c.handle, o} }

// String returns "write key=x value=1 of c1 at n1: ok".
func (r *Request) String() string {
	reply := replyOf(r.operation)
	asked := r.cluster.world.Words().AppendRequest(nil, r.operation.Request)
	text := fmt.Sprintf("%s of %s at %v: %s", asked, r.operation.Request.Client, r.operation.Node, reply.outcome)
	if reply.why != "" {
		text += ", " + reply.why
	}
	return text
}

// asked and letter implement underAsk.
func (r *Request) asked() *engine.Operation { return r.operation }
func (r *Request) letter() string           { return "r" }

// Type returns "request".
func (r *Request) Type() string { return "request" }

// Hash makes a request a key.
func (r *Request) Hash() (uint32, error) { return uint32(r.operation.ID), nil }

// Attr returns a property or a verb.
func (r *Request) Attr(name string) (starlark.Value, error) {
	if r.cluster.world.IsGhost() {
		return nil, errOfClients
	}
	return attr(r, "request", requestProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (r *Request) AttrNames() []string { return attrNames("request", requestProperties) }

var requestProperties = []property[*Request]{
	{"id", "the number of the request in its run, from 1", func(r *Request) (starlark.Value, error) {
		return starlark.MakeUint64(r.operation.ID), nil
	}},
	{"op", "what was asked for", func(r *Request) (starlark.Value, error) {
		return starlark.String(r.operation.Request.Op), nil
	}},
	{"args", "its arguments, by their names", func(r *Request) (starlark.Value, error) {
		return fieldsDict(node.ListOf(r.operation.Request.Args)), nil
	}},
	{"node", "the node that was asked", func(r *Request) (starlark.Value, error) {
		return r.cluster.nodes[r.operation.Node], nil
	}},
	{"client", `the name of who asked; "c3" for a client without a name`, func(r *Request) (starlark.Value, error) {
		return starlark.String(r.operation.Request.Client), nil
	}},
	{"done", "whether nothing more will come of it", func(r *Request) (starlark.Value, error) {
		return yes(r.operation.Done()), nil
	}},
	{"result", "what its client knows now", func(r *Request) (starlark.Value, error) {
		return replyOf(r.operation), nil
	}},
	{"messages", "how many messages between nodes it has cost", func(r *Request) (starlark.Value, error) {
		r.session.course.restless = true
		return num(r.operation.Messages()), nil
	}},
}

// fieldsDict returns fields as a dict that cannot be changed.
func fieldsDict(fields []node.Field) starlark.Value {
	d := starlark.NewDict(len(fields))
	for _, f := range fields {
		if err := d.SetKey(starlark.String(f.Name), fromField(f.Value)); err != nil {
			panic(err) // a string is a key
		}
	}
	d.Freeze()
	return d
}

// waitRequestVerb is request.wait(timeout).
func waitRequestVerb(c *call) (starlark.Value, error) {
	var timeout duration
	if err := c.unpack(&timeout); err != nil {
		return nil, err
	}
	o := c.recv.(*Request).operation
	err := c.await(o, timeout)
	c.warnStalled()
	return replyOf(o), err
}

// Reply is what a client knew of its request at some time. It stays as it was.
type Reply struct {
	outcome node.Outcome
	why     string
	fields  []node.Field // of the reply, without why
}

var (
	_ starlark.HasAttrs = Reply{}
	_ starlark.Mapping  = Reply{}
)

// replyOf returns what the client of o knows. One that has given up did not hear what
// came later.
func replyOf(o *engine.Operation) Reply {
	ending, why := o.Heard()
	r := Reply{outcome: node.OutcomeInfo, why: why}
	if ending == "" {
		r.why = "in flight"
		return r
	}
	r.outcome = replyOutcomes[ending]
	if r.outcome != node.OutcomeInfo {
		r.fields = slices.DeleteFunc(node.ListOf(o.Reply().Result), func(f node.Field) bool { return f.Name == "why" })
	}
	return r
}

// replyOutcomes are those of operations, in the words of replies.
var replyOutcomes = map[histories.Outcome]node.Outcome{
	histories.OK: node.OutcomeOK, histories.Fail: node.OutcomeFail, histories.Unknown: node.OutcomeInfo,
}

// String returns `reply(outcome="ok", value="X")`.
func (r Reply) String() string {
	text := fmt.Sprintf("reply(outcome=%q", string(r.outcome))
	if r.why != "" {
		text += ", why=" + starlark.String(r.why).String()
	}
	for _, f := range r.fields {
		text += ", " + f.Name + "=" + fromField(f.Value).String()
	}
	return text + ")"
}

// Type returns "reply".
func (r Reply) Type() string { return "reply" }

// Freeze does nothing: a reply does not change.
func (r Reply) Freeze() {}

// Truth reports whether the request was done.
func (r Reply) Truth() starlark.Bool { return r.outcome == node.OutcomeOK }

// Hash fails: a reply is no key.
func (r Reply) Hash() (uint32, error) { return unhashable(r.Type()) }

// Attr returns the outcome, why, or a field.
func (r Reply) Attr(name string) (starlark.Value, error) {
	if v, err := attr(r, "reply", replyProperties, name); v != nil || err != nil {
		return v, err
	}
	v, _, err := r.Get(starlark.String(name))
	return v, err
}

// AttrNames returns the names of the properties and of the fields, sorted.
func (r Reply) AttrNames() []string {
	names := attrNames("reply", replyProperties)
	for _, f := range r.fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

// Get returns a field of the reply.
func (r Reply) Get(key starlark.Value) (starlark.Value, bool, error) {
	name, ok := starlark.AsString(key)
	if !ok {
		return nil, false, fmt.Errorf("got %s, want the name of a field", describe(key))
	}
	for _, f := range r.fields {
		if f.Name == name {
			return fromField(f.Value), true, nil
		}
	}
	return nil, false, r.lacks(name)
}

// lacks says why there is no such field.
func (r Reply) lacks(name string) error {
	switch {
	case r.outcome != node.OutcomeOK:
		return starlark.NoSuchAttrError(fmt.Sprintf("the reply has no %s: its outcome is %q, %s", name, string(r.outcome), r.why))
	case len(r.fields) == 0:
		return starlark.NoSuchAttrError(fmt.Sprintf("the reply has no %s; it says nothing but its outcome", name))
	}
	return starlark.NoSuchAttrError(fmt.Sprintf("the reply has no %s, %s", name, wanted(name, r.fields, func(f node.Field) string { return f.Name })))
}

var replyProperties = []property[Reply]{
	{"outcome", `"ok", "fail" when it certainly was not done, or "info" for a client who does not know`, func(r Reply) (starlark.Value, error) {
		return starlark.String(r.outcome), nil
	}},
	{"why", `why it failed or is not known, such as "timed out" or "n1 crashed"; "" otherwise`, func(r Reply) (starlark.Value, error) {
		return starlark.String(r.why), nil
	}},
}
