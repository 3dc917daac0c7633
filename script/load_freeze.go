package script

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// freezable returns an error that names a function which leads back to itself by what
// it closes over, if globals have one. To freeze it would never end: the library of the
// language follows such a function until there is no memory left.
func freezable(globals starlark.StringDict) error {
	f := follower{seen: map[starlark.Value]bool{}, inside: map[*starlark.Function]bool{}}
	for _, name := range globals.Keys() {
		if err := f.follow(globals[name]); err != nil {
			return err
		}
	}
	return nil
}

// follower goes through values as freezing them does.
type follower struct {
	seen   map[starlark.Value]bool     // lists, dicts, structs and functions that were followed
	inside map[*starlark.Function]bool // functions that are being followed now
}

func (f *follower) follow(v starlark.Value) error {
	switch v := v.(type) {
	case starlark.Tuple:
		return f.all(starlark.Elements(v))
	case *starlark.Function:
		return f.function(v)
	case *starlark.List, *starlark.Dict, *starlark.Set, *starlarkstruct.Struct:
		if f.seen[v] {
			return nil
		}
		f.seen[v] = true
	}
	outer := f.inside // what holds a function ends the way back: it is frozen before what it holds
	f.inside = map[*starlark.Function]bool{}
	defer func() { f.inside = outer }()
	switch v := v.(type) {
	case *starlark.List:
		return f.all(starlark.Elements(v))
	case *starlark.Dict:
		for _, item := range v.Items() {
			if err := f.follow(item); err != nil {
				return err
			}
		}
	case *starlarkstruct.Struct:
		for _, name := range v.AttrNames() {
			field, _ := v.Attr(name)
			if err := f.follow(field); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *follower) all(values func(func(starlark.Value) bool)) error {
	for v := range values {
		if err := f.follow(v); err != nil {
			return err
		}
	}
	return nil
}

func (f *follower) function(fn *starlark.Function) error {
	switch {
	case f.inside[fn]:
		return fmt.Errorf("%s: the function %s uses itself from inside another one, which a file that is loaded cannot have: define it where lines begin at the left", fn.Position(), fn.Name())
	case f.seen[fn]:
		return nil
	}
	f.seen[fn], f.inside[fn] = true, true
	defer delete(f.inside, fn)
	for i := range fn.NumParams() {
		if v := fn.ParamDefault(i); v != nil {
			if err := f.follow(v); err != nil {
				return err
			}
		}
	}
	for i := range fn.NumFreeVars() {
		if _, v := fn.FreeVar(i); v != nil {
			if err := f.follow(v); err != nil {
				return err
			}
		}
	}
	return nil
}
