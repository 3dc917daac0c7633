package script

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"synod/engine"
	"synod/script/lineend"
)

// typedLine is what came of asking for a line.
type typedLine struct {
	text   string
	pasted bool // and the paste goes on behind it
	err    error
}

// read returns the next line. Reading from a terminal cannot be interrupted
// from outside, so it has a goroutine of its own, which ends with its line:
// when the session is over before that, nobody waits for it any more.
func (c *conversation) read(more bool) (string, error) {
	got := make(chan typedLine, 1)
	go func() {
		got <- c.prompt(c.promptText(more))
	}()
	select {
	case line := <-got:
		c.items.pasted = line.pasted
		return line.text, line.err
	case <-c.session.ctx.Done():
		c.mu.Lock()
		defer c.mu.Unlock()
		c.over = true
		return "", engine.ErrInterrupted
	}
}

// prompt asks the reader. What panics in there must not leave the terminal as it is.
func (c *conversation) prompt(prompt string) (line typedLine) {
	defer func() {
		if r := recover(); r != nil {
			line.err = fmt.Errorf("internal error: %v", r)
		}
	}()
	line.text, line.err = c.reader.Prompt(prompt)
	if r, ok := c.reader.(paster); ok {
		line.pasted = r.GoesOn()
	}
	return line
}

// paster is a LineReader that knows what was pasted.
type paster interface {
	// GoesOn reports whether the last line was pasted, and more of the paste is to come.
	GoesOn() bool
	// DropPaste forgets what was pasted and was not read yet.
	DropPaste()
}

var _ paster = (*Terminal)(nil)

// dropPaste forgets what would run next without anybody typing it: a paste that was
// interrupted is over.
func (c *conversation) dropPaste() {
	if r, ok := c.reader.(paster); ok {
		r.DropPaste()
	}
}

func (c *conversation) promptText(more bool) string {
	switch {
	case more:
		return morePrompt
	case len(c.spots) > 0:
		return breakPrompt
	}
	return firstPrompt
}

// maxRemembered bounds an entry of the history: nobody edits more in one line.
const maxRemembered = 4000

// remember lets an item be recalled, as one line. A command is nothing without
// what followed it.
func (c *conversation) remember(it item) {
	text := strings.TrimRight(it.text, "\n \t")
	if text == "" || text[0] == ':' || len(text) > maxRemembered {
		return
	}
	c.reader.AppendHistory(strings.ReplaceAll(text, "\n", lineMark))
}

// dropped answers a line that was given up. Somebody who gives up twice in a
// row wants to leave.
func (c *conversation) dropped(it item) {
	if c.idle++; it.text != "" {
		c.idle = 0
	}
	if c.idle == 2 {
		fmt.Fprintln(c.session.out, "Ctrl-D or exit() ends.")
	}
}

// lines is a LineReader of a file or pipe. It shows no prompts.
type lines struct {
	r     *bufio.Reader
	begun bool
	ahead []string // lines that were read with one before: an old Mac's end in "\r"
}

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReader(r)} }

// Prompt returns the next line. The last one may have no newline.
func (l *lines) Prompt(string) (string, error) {
	if len(l.ahead) == 0 {
		text, err := l.r.ReadString('\n')
		if err != nil && (text == "" || !errors.Is(err, io.EOF)) {
			return text, err
		}
		if !l.begun {
			text = strings.TrimPrefix(text, ByteOrderMark)
		}
		l.begun = true
		l.ahead = strings.Split(strings.TrimSuffix(lineend.Unix(text), "\n"), "\n")
	}
	line := l.ahead[0]
	l.ahead = l.ahead[1:]
	return line, nil
}

// more reports whether there is a next line.
func (l *lines) more() bool {
	if len(l.ahead) > 0 {
		return true
	}
	_, err := l.r.Peek(1)
	return err == nil
}

// AppendHistory does nothing.
func (l *lines) AppendHistory(string) {}

// Close does nothing: whoever opened the file closes it.
func (l *lines) Close() error { return nil }
