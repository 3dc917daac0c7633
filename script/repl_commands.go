package script

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"synod/node/spell"
)

// command is a line that starts with a colon: it is about the conversation
// itself, which Starlark knows nothing of.
type command struct {
	usage string
	doc   string
	run   func(c *conversation, arg string) error
	keeps bool // it changes what a name means, so it is a part of the session
}

// commands lists the commands, in the order of the reference.
func commands() []command {
	return []command{
		{":paste", "takes the lines that follow as they are, up to one with only a dot, and runs them in one go", (*conversation).paste, false},
		{":forget NAME", "takes back what you called NAME, and gives the verb of that name back", (*conversation).forget, true},
		{":go", "goes on with what has stopped at a breakpoint, as Ctrl-D does", (*conversation).goOn, false},
	}
}

// name returns the word that calls the command.
func (c command) name() string {
	name, _, _ := strings.Cut(c.usage, " ")
	return name
}

// lookup returns the command that line names, without its colon, and its argument.
func lookup(line string) (command, string, error) {
	word, arg, _ := strings.Cut(line, " ")
	if asked := strings.TrimRight(word, "?"); asked != word {
		word, arg = "help", ":"+asked
	}
	var known []string
	for _, cmd := range append(commands(), words()...) {
		if cmd.name() == ":"+word {
			return cmd, strings.TrimSpace(arg), nil
		}
		if len(cmd.name()) > 2 {
			known = append(known, cmd.name()[1:])
		}
	}
	if isVerb := slices.Contains(promptNames(), word); isVerb {
		return command{}, "", fmt.Errorf("there is no command :%s; %s(…) is a verb", word, word)
	}
	if hint := spell.Nearest(word, known); hint != "" {
		return command{}, "", fmt.Errorf("there is no command :%s; did you mean :%s?", word, hint)
	}
	return command{}, "", fmt.Errorf("there is no command :%s, want one of :%s", word, strings.Join(known, ", :"))
}

// errGoOn ends the prompt at a breakpoint.
var errGoOn = errors.New("what has stopped goes on")

// goOn leaves the prompt at a breakpoint.
func (c *conversation) goOn(string) error {
	if len(c.spots) == 0 {
		return errors.New("nothing has stopped here that could go on")
	}
	return errGoOn
}

// paste takes lines without looking for the end of a statement in them.
func (c *conversation) paste(string) error {
	if !c.piped {
		fmt.Fprintln(c.session.out, "Paste, and end with a line that is only a dot, or with Ctrl-D. Ctrl-C drops it.")
		if err := c.session.out.Flush(); err != nil {
			return err
		}
	}
	c.pasting = true
	defer func() { c.pasting = false }()
	it := item{line: c.items.line + 1}
	for {
		line, err := c.items.take(true)
		switch {
		case errors.Is(err, ErrDropped):
			return nil
		case errors.Is(err, io.EOF), strings.TrimSpace(line) == "." && err == nil:
			c.remember(it)
			return c.take(entry{item: it, name: c.typed.name, echo: true})
		case err != nil:
			return err
		}
		it.text += line + "\n"
	}
}

// forget takes a name back.
func (c *conversation) forget(name string) error {
	if c.names.forget(name) {
		return nil
	}
	own := c.names.own()
	switch hint := spell.Nearest(name, own); {
	case hint != "":
		return fmt.Errorf("you have not defined %q; did you mean %s?", name, hint)
	case len(own) == 0:
		return fmt.Errorf("you have not defined %q, and nothing else", name)
	}
	return fmt.Errorf("you have not defined %q, want one of %s", name, strings.Join(own, ", "))
}
