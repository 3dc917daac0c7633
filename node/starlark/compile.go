package starlark

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
)

// compiler makes the functions of a program. Functions may use each other in any
// order, so the names that they use get their values when all are made. The default
// values of parameters are needed before.
type compiler struct {
	program   *program
	functions []*starlark.Function
	names     []starlark.StringDict // of each function
	shared    []starlark.Value
	making    []bool // functions that are being made
	sharing   []bool
	trees     []*syntax.File // of each function, not resolved
}

// compile makes the functions of p.
func compile(p *program) (*compiler, error) {
	n := len(p.Functions)
	c := &compiler{
		program: p, functions: make([]*starlark.Function, n), names: make([]starlark.StringDict, n), making: make([]bool, n),
		shared: make([]starlark.Value, len(p.Shared)), sharing: make([]bool, len(p.Shared)), trees: make([]*syntax.File, n),
	}
	for i := range p.Functions {
		if _, err := c.function(i); err != nil {
			return nil, err
		}
	}
	for i := range p.Functions {
		for _, b := range p.Functions[i].Names {
			v, err := c.value(&b.Value)
			if err != nil {
				return nil, err
			}
			c.names[i][b.Name] = v
		}
	}
	for i := range c.functions {
		c.functions[i].Freeze()
		c.names[i].Freeze()
	}
	return c, nil
}

// function returns a function, which it makes if there is none yet.
func (c *compiler) function(i int) (*starlark.Function, error) {
	switch {
	case i < 0 || i >= len(c.functions):
		return nil, errNoProgram
	case c.functions[i] != nil:
		return c.functions[i], nil
	case c.making[i]:
		f := &c.program.Functions[i]
		return nil, fmt.Errorf("%s:%d:%d: the default value of a parameter leads back to its own function", f.File, f.Line, f.Col)
	}
	c.making[i] = true
	f := &c.program.Functions[i]
	p := &portion{file: f.File, line: f.Line, col: f.Col, text: string(f.Text), lambda: f.Lambda, options: optionsOf(f.Options)}
	file, err := p.parse()
	if err != nil || len(file.Stmts) != 1 {
		return nil, fmt.Errorf("%w: %v", errNoProgram, err)
	}
	cutDefaults(file)
	c.names[i] = starlark.StringDict{}
	uses := map[string]bool{}
	for _, b := range f.Names {
		uses[b.Name] = true
	}
	for _, b := range f.Defaults {
		v, err := c.value(&b.Value)
		if err != nil {
			return nil, err
		}
		c.names[i][defaultName(b.Name)] = v
	}
	known := func(name string) bool { return uses[name] || c.names[i].Has(name) || library.Has(name) }
	prog, err := starlark.FileProgram(file, known)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errNoProgram, err)
	}
	for name, v := range library {
		if !uses[name] {
			c.names[i][name] = v
		}
	}
	fn, err := c.define(file, prog, c.names[i])
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errNoProgram, err)
	}
	c.functions[i] = fn
	c.trees[i], _ = p.parse()
	return fn, nil
}

// define lets the one statement of a portion make its function.
func (c *compiler) define(file *syntax.File, prog *starlark.Program, names starlark.StringDict) (*starlark.Function, error) {
	name := "lambda"
	if def, ok := file.Stmts[0].(*syntax.DefStmt); ok {
		name = def.Name.Name
	} else if parameters(file) == nil && !isLambda(file) {
		return nil, errNoProgram
	}
	globals, err := prog.Init(&starlark.Thread{Name: "define"}, names)
	if err != nil {
		return nil, err
	}
	fn, ok := globals[name].(*starlark.Function)
	if !ok {
		return nil, errNoProgram
	}
	return fn, nil
}

// value makes a value that functions use.
func (c *compiler) value(w *value) (starlark.Value, error) {
	switch w.Kind {
	case kindNone:
		return starlark.None, nil
	case kindFalse, kindTrue:
		return starlark.Bool(w.Kind == kindTrue), nil
	case kindInt:
		if n, ok := new(big.Int).SetString(string(w.Text), 10); ok {
			return starlark.MakeBigInt(n), nil
		}
	case kindFloat:
		if bits, err := strconv.ParseUint(string(w.Text), 16, 64); err == nil {
			return starlark.Float(math.Float64frombits(bits)), nil
		}
	case kindString:
		return starlark.String(w.Text), nil
	case kindBytes:
		return starlark.Bytes(w.Text), nil
	case kindFunction:
		return c.function(w.Ref)
	case kindBuiltin:
		if v := library[string(w.Text)]; v != nil {
			return v, nil
		}
	case kindShared:
		return c.container(w.Ref)
	case kindList, kindTuple, kindDict, kindSet, kindStruct, kindRange:
		items := make([]starlark.Value, len(w.Items))
		for i := range items {
			var err error
			if items[i], err = c.value(&w.Items[i]); err != nil {
				return nil, err
			}
		}
		return composed(w.Kind, items)
	}
	return nil, errNoProgram
}

// container makes a shared value, once.
func (c *compiler) container(i int) (starlark.Value, error) {
	if i < 0 || i >= len(c.shared) || c.sharing[i] {
		return nil, errNoProgram
	}
	if c.shared[i] == nil {
		c.sharing[i] = true
		v, err := c.value(&c.program.Shared[i])
		if err != nil {
			return nil, err
		}
		c.shared[i], c.sharing[i] = v, false
	}
	return c.shared[i], nil
}

// composed puts a value together from its items.
func composed(k kind, items []starlark.Value) (starlark.Value, error) {
	switch k {
	case kindList:
		return starlark.NewList(items), nil
	case kindTuple:
		return starlark.Tuple(items), nil
	case kindSet:
		set := starlark.NewSet(len(items))
		for _, v := range items {
			if err := set.Insert(v); err != nil {
				return nil, errNoProgram
			}
		}
		return set, nil
	case kindRange:
		return starlark.Call(&starlark.Thread{}, library["range"], items, nil)
	}
	if len(items)%2 != 0 {
		return nil, errNoProgram
	}
	dict := starlark.NewDict(len(items) / 2)
	for i := 0; i < len(items); i += 2 {
		if err := dict.SetKey(items[i], items[i+1]); err != nil {
			return nil, errNoProgram
		}
	}
	if k == kindDict {
		return dict, nil
	}
	fields := starlark.StringDict{}
	for _, item := range dict.Items() {
		name, ok := starlark.AsString(item[0])
		if !ok {
			return nil, errNoProgram
		}
		fields[name] = item[1]
	}
	return starlarkstruct.FromStringDict(starlarkstruct.Default, fields), nil
}
