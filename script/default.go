package script

import (
	"fmt"

	"go.starlark.net/starlark"
)

// readDefault reads the default of a parameter, which is an expression without
// names. None is no default: the verb says what happens without an argument.
func (p *Param) readDefault() error {
	if p.Default == "" || p.Default == "None" {
		return nil
	}
	v, err := starlark.EvalOptions(Dialect, &starlark.Thread{Name: "default"}, p.Name, p.Default, nil)
	if err != nil {
		return fmt.Errorf("parameter %s: the default %s: %w", p.Name, p.Default, err)
	}
	v.Freeze()
	p.value = v
	return nil
}

// setDefault sets what the argument is read into to the default.
func (p *Param) setDefault(target any) error {
	switch target := target.(type) {
	case *string:
		*target = string(p.value.(starlark.String))
	case *bool:
		*target = bool(p.value.(starlark.Bool))
	case *int:
		return starlark.AsInt(p.value, target)
	case **starlark.Dict:
		*target = p.value.(*starlark.Dict)
	case *starlark.Value:
		*target = p.value
	case starlark.Unpacker:
		return target.Unpack(p.value)
	default:
		return fmt.Errorf("parameter %s: no default can be read into a %T", p.Name, target)
	}
	return nil
}
