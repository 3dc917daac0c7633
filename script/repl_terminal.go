package script

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/peterh/liner"
)

// Completer returns what may stand at a place in a line, counted in runes: the
// line with the word at that place is head, one of found, and tail.
type Completer func(line string, place int) (head string, found []string, tail string)

// Terminal is a LineReader of the process's terminal. There can only be one,
// and it must be closed before the process ends: until then the terminal shows
// nothing of what is typed into other programs.
type Terminal struct {
	line    *liner.State
	keys    *keyboard
	history *history
}

var _ LineReader = (*Terminal)(nil)

// NewTerminal returns a Terminal that remembers what is typed in a file, or
// nowhere if path is "". It tells warn, once, when that fails.
func NewTerminal(path string, warn io.Writer) *Terminal {
	t := &Terminal{history: &history{path: path, warn: warn}}
	t.keys, t.line = newKeyboard()
	t.line.SetCtrlCAborts(true)
	t.line.SetTabCompletionStyle(liner.TabPrints)
	t.line.SetBeep(false)
	t.history.load(t.remember)
	return t
}

// SetCompleter makes TAB offer what complete finds.
func (t *Terminal) SetCompleter(complete Completer) {
	t.line.SetWordCompleter(liner.WordCompleter(complete))
}

// Prompt implements LineReader.
func (t *Terminal) Prompt(prompt string) (string, error) {
	line, err := t.keys.read(func() (string, error) { return t.line.Prompt(prompt) })
	if errors.Is(err, liner.ErrPromptAborted) {
		err = ErrDropped
	}
	return strings.ReplaceAll(line, tabMark, "\t"), err
}

// GoesOn reports whether the last line was pasted, and more of the paste is to come.
func (t *Terminal) GoesOn() bool { return t.keys.goesOn() }

// DropPaste forgets what was pasted and was not read yet.
func (t *Terminal) DropPaste() { t.keys.dropPaste() }

// AppendHistory implements LineReader.
func (t *Terminal) AppendHistory(line string) {
	t.remember(line)
	t.history.save(func(w io.Writer) error {
		_, err := t.line.WriteHistory(w)
		return err
	})
}

// remember lets a line be recalled, with a mark for each TAB in it.
func (t *Terminal) remember(line string) {
	t.line.AppendHistory(strings.ReplaceAll(line, "\t", tabMark))
}

// Close implements LineReader.
func (t *Terminal) Close() error {
	t.keys.close()
	return t.line.Close()
}

// Show implements shower. The line that is being typed is shown again below it.
func (t *Terminal) Show(text string) { fmt.Print("\n" + text) }
