package script

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// A parameter that takes one of a few strings refuses all others, and names those
// there are as help does.
func TestChoices(t *testing.T) {
	for _, v := range Verbs() {
		for i := range v.Params {
			p := &v.Params[i]
			if p.Type != aWord {
				continue
			}
			for _, wrong := range []string{`"xyzzy"`, `""`, "5", "True"} {
				err := p.read(wrong)
				want := fmt.Sprintf("got %s, want %s", wrong, quotedList(p.Choices))
				if err == nil || err.Error() != want {
					t.Errorf("%s(%s = %s): got %v, want %s", v.Name, p.Name, wrong, err, want)
				}
			}
			for _, choice := range p.Choices {
				if err := p.read(fmt.Sprintf("%q", choice)); err != nil {
					t.Errorf("%s(%s = %q): %v", v.Name, p.Name, choice, err)
				}
			}
		}
	}
}

// read reads an expression as an argument.
func (p *Param) read(expression string) error {
	v, err := starlark.EvalOptions(Dialect, &starlark.Thread{}, p.Name, expression, nil)
	if err != nil {
		return err
	}
	word := ""
	return p.reader(&word).(starlark.Unpacker).Unpack(v)
}

// A slip of the finger in such a string is pointed out, wherever it stands.
func TestChoiceHints(t *testing.T) {
	for call, want := range map[string]string{
		`cluster(3, order = "tiem")`:                   `got "tiem", want "random" or "time"; did you mean time?`,
		`cluster(3, protocol = "paxis")`:               `got "paxis", want "paxos"; did you mean paxos?`,
		`restart(2, disk = "whipe")`:                   `got "whipe", want "keep" or "wipe"; did you mean wipe?`,
		`partition([1], in_flight = "kepe")`:           `got "kepe", want "keep" or "lose"; did you mean keep?`,
		`explore(strategy = "breath")`:                 `got "breath", want "breadth", "depth", "pct" or "random"; did you mean breadth?`,
		`operation("a", "read", outcome = "fial")`:     `got "fial", want "ok", "fail" or "unknown"; did you mean fail?`,
		`disk(1, fail = "snyc")`:                       `got "snyc", want "sync"; did you mean sync?`,
		`explore(strategy = None); reset(); pause(77)`: "there is no node 77",
	} {
		s := newTestSession(t, io.Discard)
		err := s.Run("script", "", "cluster(3, quiet = True)\n"+call)
		if err == nil || !strings.Contains(s.Explain(err), want) {
			t.Errorf("%s: got %v, want %q in it", call, err, want)
		}
	}
}
