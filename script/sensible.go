package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"synod/node/spell"
)

// has reports whether a verb has a parameter.
func (v *Verb) has(name string) bool { return v.paramNamed(name) != nil }

// gives reports whether a call has an argument for a parameter.
func (c *call) gives(name string) bool {
	for i, p := range c.verb.Params {
		if p.Name == name && i < len(c.args) {
			return true
		}
	}
	for _, kw := range c.kwargs {
		if kw[0] == starlark.String(name) {
			return true
		}
	}
	return false
}

// quotedParameter is how Starlark names a parameter that may be left out.
var quotedParameter = newPattern(`for parameter "(\w+)":`)

// plain returns an error of Starlark's own about arguments in the words of all
// the others.
func plain(err error) error {
	text := quotedParameter.ReplaceAllString(err.Error(), "for parameter $1:")
	return errors.New(strings.Replace(text, "want callable", "want a function", 1))
}

// sensible refuses what has the right type and would never mean anything: a kind
// of message that there is not, a where that cannot be asked about a message.
// A rule about such would be imposed, and do nothing.
func (c *call) sensible(targets []any) error {
	if !c.verb.has("kind") || !c.verb.has("where") {
		return nil
	}
	for i, p := range c.verb.Params {
		var err error
		switch target := targets[i].(type) {
		case *string:
			if p.Name == "kind" && *target != "" {
				err = c.knownKind(*target)
			}
		case *starlark.Callable:
			if p.Name == "where" && *target != nil {
				err = takesOne(*target)
			}
		}
		if err != nil {
			return fmt.Errorf("%s: for parameter %s: %w", c.verb.Name, p.Name, err)
		}
	}
	return nil
}

// knownKind refuses a kind of message that the protocol does not have. Timers
// can be looked at and not acted on.
func (c *call) knownKind(kind string) error {
	if !c.cluster.listsKinds() {
		return nil
	}
	kinds := kindsOf(c.cluster.shapes())
	if c.verb.Name == "pending" {
		kinds = append(kinds, "timer")
	}
	if slices.Contains(kinds, kind) {
		return nil
	}
	return fmt.Errorf("got %q, want one of %s%s", kind, strings.Join(kinds, ", "), spell.Hint(kind, kinds))
}

// takesOne refuses a function of the script that cannot be called with one
// message.
func takesOne(fn starlark.Callable) error {
	f, ok := fn.(*starlark.Function)
	if !ok {
		return nil
	}
	only := f.NumKwonlyParams()
	places := f.NumParams() - only
	if f.HasVarargs() {
		places--
	}
	if f.HasKwargs() {
		places--
	}
	needed := 0
	for i := range places + only {
		if f.ParamDefault(i) == nil {
			needed++
		}
	}
	if needed <= min(places, 1) && (places >= 1 || f.HasVarargs()) {
		return nil
	}
	return fmt.Errorf("got %s with %d parameters, want a function of one message", f.Name(), f.NumParams())
}
