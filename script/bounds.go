package script

import (
	"fmt"
	"math"
	"runtime"
	"runtime/metrics"
	"sync/atomic"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// maxElements bounds how many elements a function of the language takes at once.
const maxElements = 1 << 24

// fewElements is how many elements most loops over a long range do not come to.
const fewElements = 1 << 17

// maxHeap bounds what the values of all scripts of the process may take, in
// bytes, beside what searches were allowed.
const maxHeap = 4 << 30

// searchMemory is how many bytes the searches that are under way may take.
var searchMemory atomic.Int64

// allowMemory lets a search take so many bytes, or any number if that is 0, until
// the function that it returns is called.
func allowMemory(bytes int64) (release func()) {
	if bytes == 0 {
		bytes = maxMemory << 20
	}
	searchMemory.Add(bytes)
	return func() { searchMemory.Add(-bytes) }
}

// greedy are the functions of the language that go through all elements of their
// arguments before they return.
var greedy = []string{"bytes", "dict", "enumerate", "list", "max", "min", "reversed", "set", "sorted", "tuple", "zip"}

// boundedFunctions returns the functions of the language that could ask for more memory
// than there is, with a bound: what would be a panic is an error at its place.
func boundedFunctions() starlark.StringDict {
	all := starlark.StringDict{}
	for _, name := range greedy {
		inner := starlark.Universe[name].(*starlark.Builtin)
		all[name] = starlark.NewBuiltin(name, func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := tooLong(args...); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			for _, kw := range kwargs {
				if err := tooLong(kw[1]); err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
			}
			return inner.CallInternal(thread, args, kwargs)
		})
	}
	all["print"] = printing()
	inner := starlark.Universe["range"].(*starlark.Builtin)
	all["range"] = starlark.NewBuiltin("range", func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, err := inner.CallInternal(thread, args, kwargs)
		if err != nil {
			return nil, err
		}
		if starlark.Len(v) < 0 {
			return nil, fmt.Errorf("range: got more than %d elements, want at most so many", math.MaxInt)
		}
		return bigRange(v, thread), nil
	})
	return all
}

// tooLong returns an error when one of some values has too many elements to be
// taken at once.
func tooLong[V starlark.Value](values ...V) error {
	for _, v := range values {
		if n := starlark.Len(v); n > maxElements {
			return fmt.Errorf("got a %s of %d elements, want at most %d at once", v.Type(), n, maxElements)
		}
	}
	return nil
}

// longRange is a range of more numbers than are taken at once. A loop may go
// through them, and what keeps them all fails when it has too many.
type longRange struct {
	plainRange
	thread *starlark.Thread // that made it
}

// plainRange is what a range of the language can do.
type plainRange interface {
	starlark.Comparable
	starlark.Container
	starlark.Indexable
	starlark.Sequence
	starlark.Sliceable
}

// bigRange returns v, as a longRange if it is one.
func bigRange(v starlark.Value, thread *starlark.Thread) starlark.Value {
	if r, ok := v.(plainRange); ok && r.Len() > maxElements {
		return longRange{r, thread}
	}
	return v
}

// Slice implements [starlark.Sliceable].
func (r longRange) Slice(start, end, step int) starlark.Value {
	return bigRange(r.plainRange.Slice(start, end, step), r.thread)
}

// CompareSameType implements [starlark.Comparable].
func (r longRange) CompareSameType(op syntax.Token, other starlark.Value, depth int) (bool, error) {
	return r.plainRange.CompareSameType(op, other.(longRange).plainRange, depth)
}

// Iterate implements [starlark.Iterable].
func (r longRange) Iterate() starlark.Iterator {
	return &longIterator{r.plainRange.Iterate(), r, 0, 0}
}

// longIterator goes through a longRange.
type longIterator struct {
	starlark.Iterator
	of     longRange
	taken  int
	before int64 // bytes in use when few were taken
}

// Next implements [starlark.Iterator]. It cannot return an error, so it panics
// with one that has a place.
func (i *longIterator) Next(v *starlark.Value) bool {
	i.taken++
	if i.taken%(1<<16) != 0 {
		return i.Iterator.Next(v)
	}
	switch s := whereOf(i.of.thread).session; {
	case s.ctx.Err() != nil: // what goes through it may be no loop of the script
		panic(&overflow{&starlark.EvalError{Msg: "Starlark computation cancelled: interrupted", CallStack: i.of.thread.CallStack()}})
	case i.taken == fewElements:
		runtime.GC()
		i.before = inUse()
	case i.taken%s.elements == 0 && i.kept():
		msg := fmt.Sprintf("got a range of %d elements that are all kept, want at most %d at once", i.of.Len(), s.elements)
		panic(&overflow{&starlark.EvalError{Msg: msg, CallStack: i.of.thread.CallStack()}})
	}
	return i.Iterator.Next(v)
}

// kept reports whether something keeps the elements that were taken: the memory
// in use has grown by as much as they take in a list.
func (i *longIterator) kept() bool {
	const size = 16 // bytes of an element of a list
	most := i.before + searchMemory.Load() + int64(i.taken-fewElements)*size
	if inUse() < most {
		return false
	}
	runtime.GC()
	return inUse() >= most
}

// overflow is what a longIterator panics with.
type overflow struct{ err *starlark.EvalError }

// asOverflow returns the error that a panic stands for, or nil.
func asOverflow(panicked any) error {
	if o, ok := panicked.(*overflow); ok {
		return o.err
	}
	return nil
}

// callFunction calls a function of the script that somebody else than the script
// itself asks for. What it cannot hold is an error and no panic.
func callFunction(thread *starlark.Thread, fn starlark.Callable, args starlark.Tuple) (v starlark.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			if err = asOverflow(r); err == nil {
				panic(r)
			}
		}
	}()
	return starlark.Call(thread, fn, args, nil)
}

// overMemory returns an error when the scripts of this process take more bytes
// than most. It looks at what is in use, what could be freed included, which
// costs nothing, and frees that before it says so.
func overMemory(most int64) error {
	most += searchMemory.Load()
	if inUse() <= most {
		return nil
	}
	runtime.GC()
	if inUse() <= most {
		return nil
	}
	return fmt.Errorf("the values of the script take more than %d MB: keep less at a time", most>>20)
}

// inUse returns how many bytes the objects of the process take.
func inUse() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}
