package script

import (
	"fmt"
	"reflect"

	"github.com/cespare/xxhash/v2"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// stamp tells whether something changed between two moments of a conversation:
// a cluster, or what a name of the person's means, down to the elements of
// lists. It costs as much as the names hold.
func (c *conversation) stamp() uint64 {
	h := xxhash.New()
	fmt.Fprintln(h, c.session.stance())
	w := walk{h: h, seen: map[uintptr]bool{}, left: maxWalked}
	for _, name := range c.names.own() {
		fmt.Fprintln(h, name)
		w.value(c.names.all[name])
	}
	if w.left <= 0 {
		c.stamps++ // nobody knows, so something may have changed
		fmt.Fprintln(h, c.stamps)
	}
	return h.Sum64()
}

// stance tells whether a cluster was moved, or anything else of a session that
// is not a name.
func (s *Session) stance() string {
	text := fmt.Sprintln(s.course.changes, len(s.clusters))
	for _, c := range s.clusters {
		if !c.closed {
			events, _ := c.world.Events()
			text += fmt.Sprintln(events, c.world.Latest(), c.world.Now())
		}
	}
	return text
}

// maxWalked bounds how many values a stamp looks at.
const maxWalked = 100_000

// walk hashes values with all that can be reached from them.
type walk struct {
	h    *xxhash.Digest
	seen map[uintptr]bool // what may hold itself
	left int              // how many more values may be looked at
}

func (w *walk) value(v starlark.Value) {
	if w.left--; w.left <= 0 || v == nil {
		return
	}
	fmt.Fprintln(w.h, v.Type())
	at := reflect.ValueOf(v)
	if at.Kind() != reflect.Pointer {
		w.plain(v)
		return
	}
	fmt.Fprintln(w.h, at.Pointer())
	if w.seen[at.Pointer()] {
		return
	}
	w.seen[at.Pointer()] = true
	w.inside(v)
}

// plain hashes a value that is not a pointer to another.
func (w *walk) plain(v starlark.Value) {
	if t, ok := v.(starlark.Tuple); ok {
		for _, e := range t {
			w.value(e)
		}
		return
	}
	fmt.Fprintln(w.h, v.String())
}

// inside hashes what a value holds.
func (w *walk) inside(v starlark.Value) {
	switch v := v.(type) {
	case *starlark.List, *starlark.Set:
		for e := range starlark.Elements(v.(starlark.Iterable)) {
			w.value(e)
		}
	case *starlark.Dict:
		for key, e := range starlark.Entries(v) {
			w.value(key)
			w.value(e)
		}
	case *starlarkstruct.Struct:
		for _, name := range v.AttrNames() {
			e, _ := v.Attr(name)
			w.value(e)
		}
	case *starlark.Function:
		for i := range v.NumFreeVars() {
			_, e := v.FreeVar(i)
			w.value(e)
		}
		for i := range v.NumParams() {
			w.value(v.ParamDefault(i))
		}
	case *starlark.Builtin:
		w.value(v.Receiver())
	}
}
