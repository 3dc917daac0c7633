package script

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"

	"synod/engine"
)

// whileSearching runs fn, which searches. Its predicates, more and those that the
// session knows, are called an unspecified number of times, by several goroutines
// in turn: so they may neither tell anything nor change what is outside of them,
// and what they can reach is locked meanwhile.
func (s *Session) whileSearching(fn func() error, more ...starlark.Callable) error {
	before := s.course.searching
	s.course.searching = true
	defer func() { s.course.searching = before }()
	defer lock(s.reachable(more))()
	return fn()
}

// reachable returns what the predicates of a search can begin from: themselves, and
// the names of a conversation, which functions look up when they are called.
func (s *Session) reachable(more []starlark.Callable) []starlark.Value {
	var roots []starlark.Value
	for _, fn := range more {
		roots = append(roots, fn)
	}
	for _, c := range s.clusters {
		for _, name := range sortedKeys(c.invariants) {
			roots = append(roots, c.invariants[name])
		}
		for _, where := range c.wheres {
			roots = append(roots, where)
		}
	}
	for _, x := range s.explored {
		if x.judge != nil && x.judge.fn != nil {
			roots = append(roots, x.judge.fn)
		}
	}
	if s.talk != nil {
		for _, names := range []starlark.StringDict{s.talk.names.all, s.talk.names.here} {
			for _, name := range names.Keys() {
				roots = append(roots, names[name])
			}
		}
	}
	return roots
}

// lock keeps every list, dict and set that can be reached from some values as it
// is, until the function that it returns is called. Whoever goes through one locks
// it, and this goes through all of them at once. To freeze them would be for good.
func lock(roots []starlark.Value) (unlock func()) {
	w := locking{seen: map[any]bool{}, todo: roots}
	for len(w.todo) > 0 {
		v := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		w.visit(v)
	}
	return func() {
		for _, i := range w.locks {
			i.Done()
		}
	}
}

// locking goes through all that can be reached, and locks it.
type locking struct {
	seen  map[any]bool // the containers and functions that were visited
	todo  []starlark.Value
	locks []starlark.Iterator
}

func (w *locking) visit(v starlark.Value) {
	switch v := v.(type) {
	case *starlark.List:
		if w.first(v) {
			w.hold(v)
			for i := range v.Len() {
				w.todo = append(w.todo, v.Index(i))
			}
		}
	case *starlark.Dict:
		if w.first(v) {
			w.hold(v)
			for _, item := range v.Items() {
				w.todo = append(w.todo, item...)
			}
		}
	case *starlark.Set:
		if w.first(v) {
			w.hold(v)
		}
	case starlark.Tuple:
		w.todo = append(w.todo, v...)
	case *starlarkstruct.Struct:
		for _, name := range v.AttrNames() {
			field, _ := v.Attr(name)
			w.todo = append(w.todo, field)
		}
	case *starlarkstruct.Module:
		w.all(v.Members)
	case *Task:
		if v.result != nil {
			w.todo = append(w.todo, v.result)
		}
	case *starlark.Builtin:
		if r := v.Receiver(); r != nil {
			w.todo = append(w.todo, r)
		}
	case *starlark.Function:
		if w.first(v) {
			w.function(v)
		}
	}
}

// function visits what a function can reach: the variables around it, its defaults,
// and the globals of its file.
func (w *locking) function(fn *starlark.Function) {
	for i := range fn.NumFreeVars() {
		if _, v := fn.FreeVar(i); v != nil {
			w.todo = append(w.todo, v)
		}
	}
	for i := range fn.NumParams() {
		if v := fn.ParamDefault(i); v != nil {
			w.todo = append(w.todo, v)
		}
	}
	w.all(fn.Globals())
}

func (w *locking) all(values starlark.StringDict) {
	for _, v := range values {
		w.todo = append(w.todo, v)
	}
}

// first reports whether v was not visited before.
func (w *locking) first(v any) bool {
	seen := w.seen[v]
	w.seen[v] = true
	return !seen
}

func (w *locking) hold(v starlark.Iterable) { w.locks = append(w.locks, v.Iterate()) }

// mayBeCounted returns an error for a verb that shows how often it is called, when
// a predicate of a search calls it.
func (c *call) mayBeCounted() error {
	if whereOf(c.thread).search && c.verb.nature() == tells {
		return errTells
	}
	return nil
}

var (
	errTells  = fmt.Errorf("a predicate of a search may not print, draw, or stop or end the script: %w", engine.ErrCounted)
	errAlters = fmt.Errorf("a predicate of a search may change only what it makes itself, and that not while it goes through it: %w", engine.ErrCounted)
)

// printing is print, which a predicate of a search may not call.
func printing() *starlark.Builtin {
	inner := starlark.Universe["print"].(*starlark.Builtin)
	return starlark.NewBuiltin("print", func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if whereOf(thread).search {
			return nil, fmt.Errorf("print: %w", errTells)
		}
		return inner.CallInternal(thread, args, kwargs)
	})
}

// counted is an error of a predicate of a search that tried to change something
// outside of it: where, and what is wrong.
type counted struct{ eval *starlark.EvalError }

// Error says what is wrong.
func (c *counted) Error() string { return c.eval.Msg }

// Unwrap returns what errors.Is and errors.As are to find.
func (c *counted) Unwrap() []error { return []error{c.eval, engine.ErrCounted} }

// asCounted returns err, of a predicate of a search, with a better text if it says
// that something is locked.
func asCounted(err error) error {
	eval := innermost(err)
	if eval == nil || isVerdict(errors.Unwrap(eval)) {
		return err
	}
	before, what, ok := cutLast(eval.Msg, "cannot ")
	if !ok || !strings.HasSuffix(what, " during iteration") && !strings.Contains(what, " frozen ") {
		return err
	}
	return &counted{&starlark.EvalError{Msg: before + errAlters.Error(), CallStack: eval.CallStack}}
}

// cutLast is strings.Cut at the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}
