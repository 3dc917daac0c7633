package script

import (
	"fmt"
	"slices"

	"go.starlark.net/starlark"

	"synod/node/spell"
)

// choiceArg reads an argument that is one of the parameter's choices.
type choiceArg struct {
	param  *Param
	target any
}

// Unpack implements starlark.Unpacker.
func (a *choiceArg) Unpack(v starlark.Value) error {
	word, ok := starlark.AsString(v)
	if !ok || !slices.Contains(a.param.Choices, word) {
		return fmt.Errorf("got %s, want %s%s", describe(v), quotedList(a.param.Choices), spell.Hint(word, a.param.Choices))
	}
	if target, ok := a.target.(starlark.Unpacker); ok {
		return target.Unpack(v)
	}
	*a.target.(*string) = word
	return nil
}

// reader returns what reads an argument for the parameter into target.
func (p *Param) reader(target any) any {
	if p.Type == aWord {
		return &choiceArg{p, target}
	}
	return target
}
