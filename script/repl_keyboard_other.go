//go:build !unix

package script

import "github.com/peterh/liner"

// keyboard is nothing here: the editor reads keys, and not bytes, for itself.
type keyboard struct{}

func newKeyboard() (*keyboard, *liner.State) { return nil, liner.NewLiner() }

func (*keyboard) read(prompt func() (string, error)) (string, error) { return prompt() }

func (*keyboard) goesOn() bool { return false }

func (*keyboard) dropPaste() {}

func (*keyboard) close() {}
