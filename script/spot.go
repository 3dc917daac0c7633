package script

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// spot is a place in a script at which it has stopped.
type spot struct {
	at     syntax.Position
	within string               // the function; "" at the top level
	here   starlark.StringDict  // what that function calls things, and the file it is defined in
	script starlark.StringDict  // the globals of the script; nil in a conversation, which has them
	task   *Task                // the task that has stopped, if it is one
	calls  []starlark.CallFrame // of functions of scripts, the innermost first
}

// spotOf returns where a thread is.
func (s *Session) spotOf(thread *starlark.Thread) *spot {
	sp := &spot{here: starlark.StringDict{}, task: whereOf(thread).task}
	for i := range thread.CallStackDepth() {
		frame := thread.DebugFrame(i)
		fn, ok := frame.Callable().(*starlark.Function)
		if !ok {
			continue
		}
		if sp.calls = append(sp.calls, thread.CallFrame(i)); len(sp.calls) > 1 {
			continue
		}
		sp.at = frame.Position()
		if !strings.HasPrefix(fn.Name(), "<") {
			sp.within = fn.Name()
		}
		for name, v := range fn.Globals() {
			sp.set(name, v)
		}
		sp.locals(frame)
	}
	if s.script != nil {
		sp.script = s.globalsOf(thread)
	}
	return sp
}

// locals adds the variables of a frame. One that has no value yet is none. One
// that is shared with an inner function is in a cell, and can be seen through
// that function.
func (sp *spot) locals(frame starlark.DebugFrame) {
	sp.free(frame.Callable())
	for i := range frame.NumLocals() {
		name, v := frame.Local(i)
		sp.set(name.Name, v)
		sp.free(v)
	}
}

// free adds the variables that v, if it is a function, has from outside.
func (sp *spot) free(v starlark.Value) {
	fn, ok := v.(*starlark.Function)
	if !ok {
		return
	}
	for i := range fn.NumFreeVars() {
		name, v := fn.FreeVar(i)
		if _, known := sp.here[name.Name]; !known {
			sp.set(name.Name, v)
		}
	}
}

// set adds a name that a person can say.
func (sp *spot) set(name string, v starlark.Value) {
	if v != nil && v.Type() != "cell" && !strings.HasSuffix(name, before("")) {
		sp.here[name] = v
	}
}

// globalsOf returns the globals of the script that runs: those of the outermost
// function of the thread that drives it, which is thread itself but for a task
// or a predicate.
func (s *Session) globalsOf(thread *starlark.Thread) starlark.StringDict {
	if s.driver != nil && s.driver.CallStackDepth() > 0 {
		thread = s.driver
	}
	if fn, ok := thread.DebugFrame(thread.CallStackDepth() - 1).Callable().(*starlark.Function); ok {
		return fn.Globals()
	}
	return nil
}

// lend lets what is typed at the spot act as what has stopped could.
func (sp *spot) lend(thread *starlark.Thread) {
	if sp.task != nil {
		whereOf(thread).task = sp.task
	}
}

// String returns "x.star:7:3, in f()".
func (sp *spot) String() string {
	text := "the end"
	if sp.at.IsValid() {
		text = sp.at.String()
	}
	if sp.within != "" {
		text += fmt.Sprintf(", in %s()", sp.within)
	}
	return text
}

// place returns where the script made the call. What a builtin makes, such as during of
// the verb that it is handed, is made where the builtin is called, and what a task is, where
// it is spawned.
func (c *call) place() syntax.Position {
	for i := 1; i < c.thread.CallStackDepth(); i++ {
		if _, ok := c.thread.DebugFrame(i).Callable().(*starlark.Function); ok {
			return c.thread.CallFrame(i).Pos
		}
	}
	if t := c.task(); t != nil {
		return t.at
	}
	return syntax.Position{}
}
