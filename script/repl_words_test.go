package script

import (
	"strings"
	"testing"
)

// What a person types as elsewhere does what it means; a name of the person's own is
// that name.
func TestWords(t *testing.T) {
	help := overview()
	crash, _ := Doc("crash")
	network, _ := Doc("network")
	wait, _ := Doc("proposer.wait")
	explainedHelp, _ := Doc("help")
	exit, _ := Doc("exit")
	forget, _ := Doc(":forget")
	for text, c := range map[string]struct {
		want   string
		status int
	}{
		"quit\nprint('no')":                    {"", 0},
		"exit\nprint('no')":                    {"", 0},
		"quit()\nprint('no')":                  {"", 0},
		"  exit ;\nprint('no')":                {"", 0},
		":quit\nprint('no')":                   {"", 0},
		"quit = 5\nquit\nexit":                 {"5\n", 0},
		"def quit(): return 7\n\nquit()\nquit": {"7\n<function quit>\n", 0},
		"help":                                 {help, 0},
		":help":                                {help, 0},
		"?":                                    {help, 0},
		"help crash":                           {crash, 0},
		"crash?":                               {crash, 0},
		"crash()?":                             {crash, 0},
		"?crash":                               {crash, 0},
		":help crash":                          {crash, 0},
		`:help "network"`:                      {network, 0},
		"network?":                             {network, 0},
		"proposer.wait?":                       {wait, 0},
		":help proposer.wait":                  {wait, 0},
		"help = 5\nhelp":                       {"5\n", 0},
		"help = 5\n:help crash":                {crash, 0},
		"quit?":                                {exit, 0},
		"? quit":                               {exit, 0},
		":help :q":                             {exit, 0},
		":exit?":                               {exit, 0},
		"forget?":                              {forget, 0},
		":forget?":                             {forget, 0},
		"help forget":                          {forget, 0},
		":help :help":                          {explainedHelp, 0},
		"quit = 5\nquit?":                      {typeDocOf(t, "5"), 0},
		":undo":                                {"there is no command :undo; undo(…) is a verb\n", 2},
		":hlep":                                {"there is no command :hlep; did you mean :help?\n", 2},
		":nonsense":                            {"there is no command :nonsense, want one of :paste, :forget, :go, :help, :quit, :exit, :where\n", 2},
		"exit = 5\n:quit\nexit":                {"", 0},
		":where\n":                             {"nothing has stopped here\n", 2},
		"nodes()[0].crash?":                    {crash, 0},
		"(1 + 2).crash()??":                    {crash, 0},
		"# or x.crash?":                        {"", 0},
		"x = {}\nx?":                           {typeDocOf(t, "{}"), 0},
		"x = 'crash?'\nx":                      {"\"crash?\"\n", 0},
	} {
		got, status := feed(t, "", text+"\n")
		if _, after, ok := strings.Cut(got, "gives it back\n"); ok {
			got = after
		}
		if got != c.want || status != c.status {
			t.Errorf("%q: got status %d and\n%s\nwant %d and\n%s", text, status, got, c.status, c.want)
		}
	}
	if got, status := feed(t, "", "crsh?\n"); !strings.Contains(got, `did you mean crash?`) || status != 2 {
		t.Errorf("got status %d and %q, want to be told of crash", status, got)
	}
}

// typeDocOf returns the help about an expression.
func typeDocOf(t *testing.T, x string) string {
	t.Helper()
	got, _ := feed(t, "", "help("+x+")\n")
	return got
}
