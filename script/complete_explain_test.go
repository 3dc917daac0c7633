package script

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TAB at a parameter shows what it is: its value is to come, its name stands there, or
// nothing does and all are shown that the call may still give. The words are those that
// the lines begin with.
func TestExplainPlace(t *testing.T) {
	for _, test := range []struct{ begun, line, want string }{
		{"", "crash(|", "node at=None kind=None src=None where=None fields=None ballot=None voted=None vote_ballot=None vote_value=None value=None promised=None"},
		{"", "crash(1, at=|", "at=None"},
		{"", "crash(1, at = |", "at=None"},
		{"", `crash(1, at="|`, "at=None"},
		{"", "crash(1, a|", "at=None"},
		{"", "crash(1, at|", "at=None"},
		{"", "node(1).crash(|", "at=None kind=None src=None where=None fields=None ballot=None voted=None vote_ballot=None vote_value=None value=None promised=None"},
		{"", `restart(1, disk='|`, `disk="keep"`},
		{"", "cluster(hold = True, q1 = 2, q|", ""},
		{"", "cluster(hold = True, qui|", "quiet=False"},
		{"cluster(3,\n", "lat|", `latency="1ms"`},
		{"", "p.wait(|", `timeout="10s"`},
		{"", "proposer(1, 2).wait(|", `timeout="10s"`},
		{"", "assert.eq(1, 2, m|", `msg=""`},
		{"", "partition(|", `in_flight="lose"`},
		{"", "print(crash(kind=|", "kind=None"},
		{"", "twice(|", "what times=2"},
		{"", "twice(1, times=|", "times=2"},
		{"", "f = [cut(a=1, b=|", "b"},

		{"", "crash(1, at == |", ""},
		{"", "crash(1, at=b|", ""},
		{"", "crash(1, nosuch=|", ""},
		{"", "crash|", ""},
		{"", "at=|", ""},
		{"", "crash(1).|", ""},
		{"", "crash[|", ""},
		{"", "nosuch(|", ""},
		{"", "now(|", ""},
		{"", "# crash(at=|", ""},
		{"", `"crash(at=|`, ""},
	} {
		before, after, _ := strings.Cut(test.line, "|")
		text := completing(t, test.begun).explainPlace(before+after, utf8.RuneCountInString(before))
		var got []string
		for _, line := range strings.Split(text, "\n") {
			if len(line) > 6 && line[6] != ' ' {
				got = append(got, strings.Fields(line)[0])
			}
			if len(line) > textWidth {
				t.Errorf("%s%s: got a line of %d columns: %q", test.begun, test.line, len(line), line)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s%s: got %q, want %q\n%s", test.begun, test.line, got, test.want, text)
		}
	}
}

// shown is a typist whose screen shows texts.
type shown struct {
	LineReader
	text string
}

// Show implements shower.
func (s *shown) Show(text string) { s.text += text }

// The line stays as it is when there is something to show and nothing to complete.
func TestCompleteAndExplain(t *testing.T) {
	c := completing(t, "")
	s := &shown{}
	c.reader = s
	head, found, tail := c.completeAndExplain(`restart(2, disk = "x) # ä`, 19)
	if line := head + strings.Join(found, "") + tail; line != `restart(2, disk = "x) # ä` || !strings.Contains(s.text, `disk="keep"  Whether`) {
		t.Errorf("got %q and %q", line, s.text)
	}
	s.text = ""
	if head, found, tail := c.completeAndExplain("clus", 4); head != "" || len(found) != 1 || tail != "" || s.text != "" {
		t.Errorf("got %q, %q, %q and %q", head, found, tail, s.text)
	}
}
