package script

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Task is a function of the script that runs beside the script itself. It runs
// when virtual time lets it: one task at a time, each until it sleeps or waits,
// in the order in which they wake. Each is a coroutine, which never runs while
// another part of the script does.
type Task struct {
	handle
	name   string
	thread *starlark.Thread
	at     syntax.Position         // of the call of spawn
	resume func() (struct{}, bool) // lets the task run until it waits or ends
	yield  func(struct{}) bool     // lets the rest of the script run until the task is woken
	why    error                   // why it is woken only to end; nil to go on
	result starlark.Value          // what it returned
	err    error                   // how it failed
	done   bool
	told   int // after how many events it was told last that the world stalls, plus 1
}

var _ starlark.HasAttrs = (*Task)(nil)

// String returns "task client, running".
func (t *Task) String() string {
	if t.done {
		return "task " + t.name + ", done"
	}
	return "task " + t.name + ", running"
}

// Type returns "task".
func (t *Task) Type() string { return "task" }

// Hash fails: a task is no key.
func (t *Task) Hash() (uint32, error) { return unhashable(t.Type()) }

// Attr returns a property or a verb.
func (t *Task) Attr(name string) (starlark.Value, error) {
	return attr(t, "task", taskProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (t *Task) AttrNames() []string { return attrNames("task", taskProperties) }

var taskProperties = []property[*Task]{
	{"done", "whether it has returned", func(t *Task) (starlark.Value, error) { return yes(t.done), nil }},
	{"result", "what it returned; None before", func(t *Task) (starlark.Value, error) {
		if t.result == nil {
			return starlark.None, nil
		}
		return t.result, nil
	}},
}

// errEnded ends a task whose cluster or script is over.
var errEnded = errors.New("the script is over")

// spawnVerb is spawn(fn, *args).
func spawnVerb(c *call) (starlark.Value, error) {
	var fn starlark.Callable
	var args starlark.Tuple
	if err := c.unpack(&fn, &args); err != nil {
		return nil, err
	}
	t := &Task{handle: c.cluster.handle, name: fn.Name(), at: c.place()}
	c.cluster.tasks = append(c.cluster.tasks, t)
	thread := c.session.thread(fn.Name(), "")
	whereOf(thread).task, t.thread = t, thread
	t.resume, _ = iter.Pull(func(yield func(struct{}) bool) {
		t.yield = yield
		t.run(thread, fn, args)
	})
	c.cluster.world.At(0, t.next)
	return t, nil
}

// run calls the task's function, unless the task is woken for the first time
// only to end.
func (t *Task) run(thread *starlark.Thread, fn starlark.Callable, args starlark.Tuple) {
	if t.err = t.why; t.err == nil {
		t.result, t.err = callFunction(thread, fn, args)
	}
	var eval *starlark.EvalError
	if errors.As(t.err, &eval) && !isFunction(fn) {
		eval.CallStack = append(starlark.CallStack{{Name: "<toplevel>", Pos: t.at}}, eval.CallStack...)
	}
	t.done = true
}

// isFunction reports whether the script defines what it calls, which then has places.
func isFunction(fn starlark.Callable) bool {
	_, ok := fn.(*starlark.Function)
	return ok
}

// next lets the task run until it waits or ends. The world calls it.
func (t *Task) next() error { return t.wake(nil) }

func (t *Task) wake(why error) error {
	t.why = why
	defer t.session.activate(t.thread)()
	t.resume()
	if t.done && !errors.Is(t.err, errEnded) {
		return t.err
	}
	return nil
}

// pause gives the control back until the world wakes the task.
func (t *Task) pause() error {
	t.yield(struct{}{})
	return t.why
}

// end ends a task that still waits.
func (t *Task) end() {
	if !t.done {
		t.wake(errEnded)
	}
}

// task returns the task that the call is made in, or nil.
func (c *call) task() *Task {
	return whereOf(c.thread).task
}

// sleeps lets a duration pass: the whole world's in the script, the task's own
// in a task.
func (c *call) sleeps(d time.Duration) error {
	t := c.task()
	if t == nil {
		return c.cluster.world.Run(d)
	}
	c.cluster.world.At(d, t.next)
	return t.pause()
}

// waits lets time pass until ready says so or limit has passed, and reports
// whether it said so. It does not wait while the world stalls: a task only while the
// script waits too, which may bring it on otherwise.
func (c *call) waits(limit time.Duration, ready func() (bool, error)) (bool, error) {
	t := c.task()
	if t == nil {
		return c.waitsUnlessStalled(limit, ready)
	}
	if ok, err := ready(); ok || err != nil {
		return ok, err
	}
	w := &waiting{call: c, ready: ready}
	w.waiter = c.cluster.world.When(ready, limit, t.next)
	c.cluster.waiting = append(c.cluster.waiting, w)
	err := t.pause()
	c.cluster.waiting = slices.DeleteFunc(c.cluster.waiting, func(other *waiting) bool { return other == w })
	if err != nil {
		return false, err
	}
	over, err := ready()
	if over {
		c.stall = nil
	}
	return over, err
}

// onlyScript refuses a verb that moves the world by itself in a task.
func (c *call) onlyScript() error {
	if c.task() != nil {
		return fmt.Errorf("a task cannot move the world by itself; it may sleep, propose, wait and wait_for")
	}
	return nil
}

// waitTaskVerb is task.wait(timeout).
func waitTaskVerb(c *call) (starlark.Value, error) {
	var timeout duration
	if err := c.unpack(&timeout); err != nil {
		return nil, err
	}
	t := c.recv.(*Task)
	over, err := c.waits(time.Duration(timeout), func() (bool, error) { return t.done, nil })
	switch {
	case err == nil && !over && c.stall != nil:
		return nil, assertion("", "got  %v, and %s\nwant it to be done", t, c.stalled())
	case err == nil && !over:
		return nil, assertion("", "got  %v after %v\nwant it to be done", t, time.Duration(timeout))
	}
	if t.result == nil {
		return nil, err
	}
	return t.result, err
}

// waitForVerb is wait_for(until, kind, src, dst, where, within, …fields).
func waitForVerb(c *call) (starlark.Value, error) {
	var until starlark.Callable
	var limit duration
	m, err := c.match(&until, &limit)
	if err != nil {
		return nil, err
	}
	switch {
	case until == nil && m.isAny():
		return nil, errors.New(`got nothing to wait for, want a function that becomes true, or a description of messages such as kind="accept"`)
	case until != nil && !m.isAny():
		return nil, errors.New(`got a function and a description of messages, want one of the two`)
	}
	var found starlark.Value = starlark.None
	c.awaited = m
	ready := func() (bool, error) {
		if until != nil {
			v, err := c.session.look(c.cluster, until)
			found = v
			return err == nil && bool(v.Truth()), err
		}
		list, err := c.cluster.world.Match(m.engine(c), false)
		if err != nil || len(list) == 0 {
			return false, err
		}
		found = &Message{handle: c.cluster.handle, pending: list[0]}
		return true, nil
	}
	over, err := c.waits(time.Duration(limit), ready)
	if err != nil {
		return nil, err
	}
	switch {
	case c.stall != nil:
		return nil, assertion("", "got  nothing, and %s\nwant %s", c.stalled(), m.wanted(until))
	case !over:
		return nil, assertion("", "got  nothing in %v\nwant %s", time.Duration(limit), m.wanted(until))
	}
	if m, ok := found.(*Message); ok {
		c.cluster.sighted([]starlark.Value{m})
	}
	return found, nil
}
