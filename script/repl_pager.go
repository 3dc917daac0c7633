package script

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/term"

	"synod/node/cells"
)

// usualPager shows what does not fit, as git does: what fits after all stays on the
// screen, and colours are colours.
const usualPager = "less"

// tell shows a text to who asked for it: a page at a time when a person at a terminal
// asked, and it does not fit the window.
func (c *conversation) tell(text string) error {
	if pager := c.pager(text); pager != nil {
		return c.page(pager, text)
	}
	_, err := fmt.Fprint(c.session.out, text)
	return err
}

// pager returns the command that shows text a page at a time, or nil when it is to be
// printed: it fits, there is no terminal, or no pager.
func (c *conversation) pager(text string) *exec.Cmd {
	screen := c.session.options.Screen
	if c.piped || c.muted || c.unseen || screen == nil || os.Getenv("TERM") == "dumb" {
		return nil
	}
	columns, rows, err := term.GetSize(int(screen.Fd()))
	if err != nil || columns <= 0 || rows <= 0 || height(text, columns) < rows {
		return nil
	}
	command := pagerCommand()
	words := strings.Fields(command)
	if len(words) == 0 || command == "cat" {
		return nil
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return nil
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), screen, screen
	cmd.Env = os.Environ()
	if _, set := os.LookupEnv("LESS"); !set {
		cmd.Env = append(cmd.Env, "LESS=FRX")
	}
	return cmd
}

// pagerCommand returns the command and its arguments; "" is none.
func pagerCommand() string {
	for _, name := range []string{"SYNOD_PAGER", "PAGER"} {
		if command, set := os.LookupEnv(name); set {
			return command
		}
	}
	return usualPager
}

// page runs a pager to its end. Ctrl-C is for the pager meanwhile.
func (c *conversation) page(pager *exec.Cmd, text string) error {
	if err := c.session.out.Flush(); err != nil {
		return err
	}
	c.running.push(nil)
	defer c.running.pop()
	if err := pager.Start(); err != nil {
		_, err := fmt.Fprint(c.session.out, text)
		return err
	}
	_ = pager.Wait() // it says itself what went wrong, and who leaves early has read enough
	return nil
}

// height returns how many rows text takes in so many columns.
func height(text string, columns int) int {
	rows := 0
	for line := range strings.Lines(text) {
		rows += max(1, (cells.Width(strings.TrimRight(line, "\n"))+columns-1)/columns)
	}
	return rows
}
