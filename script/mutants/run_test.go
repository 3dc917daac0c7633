package mutants

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"synod/node"
	"synod/script"
)

// tree writes files into a new folder and goes there.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, src := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// matrixOf runs the scripts of the present folder.
func matrixOf(t *testing.T, o Options) *Matrix {
	t.Helper()
	o.Paths = []string{"."}
	m, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func text(t *testing.T, m *Matrix) string {
	t.Helper()
	var b strings.Builder
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// marks returns the marks of a script by the names of the rules, Unnoticed left out.
func marks(m *Matrix, name string) map[string]Mark {
	found := map[string]Mark{}
	for _, r := range m.Rows {
		for i, c := range r.Cells {
			if r.Script == name && c.Mark != Unnoticed {
				found[m.Rules[i].Name] = c.Mark
			}
		}
	}
	return found
}

const (
	overwrites = `
cluster(3, quiet = True)
lose(kind = "learn")
submit(1, 0)
assert.eq(submit(2, 7).value, 0)
`
	looks  = "cluster(3)\nsubmit(1, 'A')\n"
	blind  = "print('nothing happens here')\n"
	misses = "cluster(3)\nassert.eq(submit(1, 'A').value, 'B')\n"
)

// Four scripts, of which one checks something, one prints its trace, one does
// nothing and one fails as it is. The whole text is the matrix's contract.
func TestMatrix(t *testing.T) {
	tree(t, map[string]string{"a/overwrites.star": overwrites, "a/looks.star": looks, "blind.star": blind, "b/misses.star": misses})
	m := matrixOf(t, Options{})
	want := `X caught   ~ only what it prints differs   ? no verdict

a             a b c d e f g h i j k l m n o p   q r
  looks                             ~   ~ ~     ~
  overwrites            X             X         X X

.             a b c d e f g h i j k l m n o p   q r
  blind

a  accept_checks_promise         nobody notices
b  accept_raises_promise         nobody notices
c  promise_durable               nobody notices
d  accept_durable                nobody notices
e  ballot_never_reused           nobody notices
f  adopt_reported_value          caught by 1
g  adopt_highest_ballot          nobody notices
h  accepted_ballot_stored_apart  nobody notices
i  count_distinct_acceptors      nobody notices
j  match_reply_ballot            nobody notices
k  one_value_per_ballot          nobody notices
l  node_id_in_ballot             differs in 1
m  no_vote_is_not_falsy          caught by 1
n  learn_after_quorum            differs in 1
o  majority_quorum               differs in 1
p  sync_before_reply             nobody notices
q  accept_strict                 caught by 1, differs in 1; costs progress only
r  prepare_sticky                caught by 1; costs progress only

scripts that catch nothing:
  a/looks.star
  blind.star, and print the same every time

skipped, since they fail as they are:
  b/misses.star: exit status 1
    misses.star:2:10: assertion failed

2 of 16 rules that safety needs are caught, and 2 of 2 that cost progress
`
	if got := text(t, m); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := m.Status(); got != script.StatusFailed {
		t.Errorf("got the status %d, want %d", got, script.StatusFailed)
	}
}

// The matrix does not depend on how many runs there are at a time.
func TestMatrixIsStable(t *testing.T) {
	tree(t, map[string]string{"overwrites.star": overwrites, "looks.star": looks, "misses.star": misses})
	var first []byte
	for _, parallel := range []int{1, 2, 7} {
		m := matrixOf(t, Options{Parallel: parallel})
		var b bytes.Buffer
		if err := m.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		b.WriteString(text(t, m))
		if first == nil {
			first = b.Bytes()
		}
		if !bytes.Equal(first, b.Bytes()) {
			t.Errorf("%d at a time: got\n%s\nwant\n%s", parallel, b.Bytes(), first)
		}
	}
}

// A rule that the script switches itself is the same mutant as before, and one
// more comes on top of it.
func TestMutantsAddUp(t *testing.T) {
	tree(t, map[string]string{
		"off.star": strings.Replace(looks, "3", "3, rules = {'majority_quorum': False, 'accept_strict': False}", 1),
		"pin.star": strings.Replace(looks, "3", "3, fleet = 'processes'", 1), // no process is started here
	})
	m := matrixOf(t, Options{})
	if got := marks(m, "off.star"); got["majority_quorum"] != Unnoticed || got["accept_strict"] == Unnoticed || got["node_id_in_ballot"] != Differs {
		t.Errorf("got %v, want no mark for the rule that is off already, and marks for the others", got)
	}
	if got := marks(m, "pin.star"); got["majority_quorum"] != Differs {
		t.Errorf("got %v, want processes to be simulated", got)
	}
}

// A run without an end is no verdict, neither as it is nor with a mutant.
func TestNoVerdict(t *testing.T) {
	tree(t, map[string]string{
		"a.star": "while True:\n    pass\n",
		"b.star": "cluster(3, rules = {})\np = propose(1, 'A')\nrun('1s')\nwhile not p.done:\n    pass\n",
	})
	m := matrixOf(t, Options{Timeout: 300 * time.Millisecond})
	if r := m.Rows[0]; r.Cells != nil || r.Base != (Cell{NoVerdict, "no end after 300ms; allow more with --timeout"}) || r.Status != script.StatusLab {
		t.Errorf("got %+v, want a script without a verdict to be skipped", r)
	}
	if got := marks(m, "b.star")["accept_strict"]; got != NoVerdict {
		t.Errorf("got %q for a mutant that never decides, want %q", got, NoVerdict)
	}
}

func TestInterrupted(t *testing.T) {
	tree(t, map[string]string{"a.star": looks})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m, err := Run(ctx, Options{Paths: []string{"."}})
	if err != nil || !m.Interrupted || m.Status() != script.StatusLab {
		t.Errorf("got %+v, %v, want an interrupted matrix", m, err)
	}
	if _, err := Run(t.Context(), Options{Paths: []string{"nowhere"}}); err == nil || !strings.Contains(err.Error(), "nowhere: ") {
		t.Errorf("got the error %v, want one about the path", err)
	}
}

// Safety decides the status: what is missing of progress is only told.
func TestStatus(t *testing.T) {
	cells := func(marks ...Mark) Row {
		r := Row{Cells: []Cell{}}
		for _, m := range marks {
			r.Cells = append(r.Cells, Cell{Mark: m})
		}
		return r
	}
	for name, c := range map[string]struct {
		rows []Row
		want int
	}{
		"all caught":            {[]Row{cells(Caught, Differs, Caught), cells(Differs, Caught, Unnoticed)}, script.StatusOK},
		"progress is not":       {[]Row{cells(Caught, Caught, Unnoticed)}, script.StatusOK},
		"one is not":            {[]Row{cells(Caught, Differs, Caught)}, script.StatusFailed},
		"one may be":            {[]Row{cells(Caught, NoVerdict, Caught)}, script.StatusLab},
		"one may be, one isn't": {[]Row{cells(NoVerdict, Differs, Caught)}, script.StatusFailed},
		"some skipped":          {[]Row{{Status: 2}, cells(Caught, Caught, Caught)}, script.StatusOK},
		"all skipped":           {[]Row{{Status: 2}, {Status: 1}}, script.StatusScript},
		"interrupted":           {nil, script.StatusLab},
	} {
		m := Matrix{Rules: []node.Rule{{Unsafe: true}, {Unsafe: true}, {}}, Rows: c.rows, Interrupted: name == "interrupted"}
		if got := m.Status(); got != c.want {
			t.Errorf("%s: got the status %d, want %d", name, got, c.want)
		}
	}
}

// Whatever the scripts are called, a line has at most 100 columns.
func TestWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Matrix{Rules: rules(nil)}
		for range rapid.IntRange(1, 3).Draw(t, "scripts") {
			dir, name := rapid.StringN(1, 120, -1).Draw(t, "folder"), rapid.StringN(1, 120, -1).Draw(t, "name")
			clean := strings.NewReplacer("\n", "_", "/", "_")
			m.Rows = append(m.Rows, Row{Script: clean.Replace(dir) + "/" + clean.Replace(name) + ".star", Cells: make([]Cell, len(m.Rules))})
		}
		var b strings.Builder
		m.writeFolders(&b)
		for _, line := range strings.Split(b.String(), "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Fatalf("%d columns in %q", n, line)
			}
		}
	})
}

// The JSON says of each script what the text says, and why.
func TestJSON(t *testing.T) {
	tree(t, map[string]string{"overwrites.star": overwrites, "misses.star": misses})
	var b bytes.Buffer
	if err := matrixOf(t, Options{}).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Mutants != "synod" || d.Version != Version || len(d.Rules) < 18 || len(d.Scripts) != 2 {
		t.Fatalf("got %+v", d)
	}
	if r := d.Scripts[0]; r.Script != "misses.star" || r.Skipped != "misses.star:2:10: assertion failed" || r.Marks != nil {
		t.Errorf("got %+v", r)
	}
	want := documentMark{"adopt_reported_value", Caught,
		"overwrites.star:5:17: agreement is violated: two values are chosen: 0 at 1.1 by n1 n2, and now 7 at 2.2 by n1 n2"}
	if r := d.Scripts[1]; len(r.Marks) == 0 || r.Marks[0] != want {
		t.Errorf("got %+v, want %+v", r.Marks, want)
	}
}
