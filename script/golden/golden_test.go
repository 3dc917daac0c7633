package golden

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"synod/script"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fake is a Runner without a lab. It counts the runs of each script in each
// fleet, so that a run may depend on its number.
type fake struct {
	mu   sync.Mutex
	runs map[string]int
	say  func(name string, fleet script.FleetKind, run int) (string, error)
}

func (f *fake) Run(_ context.Context, path string, fleet script.FleetKind) (Transcript, error) {
	name := strings.TrimSuffix(filepath.Base(path), scriptExt)
	f.mu.Lock()
	f.runs[name+string(fleet)]++
	run := f.runs[name+string(fleet)]
	f.mu.Unlock()
	text, err := f.say(name, fleet, run)
	text, remarks, _ := strings.Cut(text, remark)
	return Transcript{[]byte(text), remarks}, err
}

// remark stands before what the lab has to say.
const remark = "\x00"

// outcome is what a test of the scripts here printed and returned.
type outcome struct {
	report    *Report
	out, diag string
}

// test runs say in place of the scripts in the folder.
func test(t *testing.T, o Options, say func(name string, fleet script.FleetKind, run int) (string, error)) outcome {
	t.Helper()
	var out, diag bytes.Buffer
	f := &fake{runs: map[string]int{}, say: say}
	o.Out, o.Diag, o.Run = &out, &diag, f.Run
	if o.Paths == nil {
		o.Paths = []string{"."}
	}
	report, err := Test(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return outcome{report, out.String(), diag.String()}
}

// want compares what was printed and the status.
func (o outcome) want(t *testing.T, status int, out string) {
	t.Helper()
	if got := o.report.Status(); got != status {
		t.Errorf("got status %d, want %d", got, status)
	}
	if o.out != out {
		t.Errorf("got the output\n%s\nwant\n%s", o.out, out)
	}
}

// kinds returns the failure of each result, in order; "" is none.
func (o outcome) kinds() (kinds []Kind) {
	for _, r := range o.report.Results {
		if r.Failure == nil {
			kinds = append(kinds, "")
		} else {
			kinds = append(kinds, r.Failure.Kind)
		}
	}
	return kinds
}

func constant(text string) func(string, script.FleetKind, int) (string, error) {
	return func(string, script.FleetKind, int) (string, error) { return text, nil }
}

func TestAllHeld(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "x\n", "b.star": "", "b.golden": "x\n"})
	got := test(t, Options{Count: 3}, constant("x\n"))
	got.want(t, script.StatusOK, "4 passed, 0 failed\n")
	if !strings.HasPrefix(got.diag, "4 passed, 0 failed in ") || strings.Count(got.diag, "\n") != 1 {
		t.Errorf("got the summary %q", got.diag)
	}
}

// What the lab has to say of a scenario is said once, and counted; it is no failure.
func TestRemarks(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "x\n", "b.star": "", "b.golden": "x\n"})
	got := test(t, Options{Count: 2}, func(name string, _ script.FleetKind, _ int) (string, error) {
		if name == "a" {
			return "x\n" + remark + "warning: a.star:3:5: it never happened: lose\n", nil
		}
		return "x\n", nil
	})
	got.want(t, script.StatusOK, "4 passed, 0 failed\n")
	if want := "a.star\nwarning: a.star:3:5: it never happened: lose\n\n4 passed, 0 failed in "; !strings.HasPrefix(got.diag, want) {
		t.Errorf("got %q, want %q", got.diag, want)
	}
	if !strings.HasSuffix(got.diag, "s, with warnings about 1 scenario\n") {
		t.Errorf("got the summary %q", got.diag)
	}
}

func TestOneFleet(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "x\n"})
	got := test(t, Options{Fleets: []script.FleetKind{script.Simulated}}, func(_ string, fleet script.FleetKind, _ int) (string, error) {
		if fleet != script.Simulated {
			t.Errorf("got a run in %s, want none", fleet)
		}
		return "x\n", nil
	})
	got.want(t, script.StatusOK, "1 passed, 0 failed\n")
}

func TestGoldenDiffers(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "one\ntwo\nthree\n"})
	got := test(t, Options{}, constant("one\n2\nthree\n"))
	got.want(t, script.StatusFailed, `FAIL a.star (sim and processes): the golden differs
--- a.golden
+++ a.star
@@ -1,3 +1,3 @@
 one
-two
+2
 three
again: synod test --fleet=sim a.star

0 passed, 2 failed
`)
}

// A byte more at the end is a difference like any other.
func TestGoldenDiffersByANewline(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "one"})
	got := test(t, Options{}, constant("one\n"))
	if want := []Kind{GoldenDiffers, GoldenDiffers}; !slices.Equal(got.kinds(), want) {
		t.Errorf("got %q, want %q", got.kinds(), want)
	}
}

func TestNoGolden(t *testing.T) {
	tree(t, map[string]string{"sub dir/a.star": ""})
	got := test(t, Options{}, constant("x\n"))
	name := filepath.FromSlash("sub dir/a")
	got.want(t, script.StatusFailed, fmt.Sprintf(`FAIL %[1]s.star (sim and processes): there is no golden
%[1]s.golden: no such file; make it with the command below, and read it before you trust it
again: synod test --update '%[1]s.star'

0 passed, 2 failed
`, name))
}

// An empty golden is the transcript of a script that prints nothing.
func TestEmptyGolden(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": ""})
	test(t, Options{}, constant("")).want(t, script.StatusOK, "2 passed, 0 failed\n")
}

// The fleets differ, and that is what is said even though one of them repeats
// the golden. That one is not to blame.
func TestFleetsDiffer(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "x\n"})
	for _, odd := range Both() {
		got := test(t, Options{Count: 2, Parallel: 1}, func(_ string, fleet script.FleetKind, run int) (string, error) {
			if fleet == odd && run == 2 {
				return "y\n", nil
			}
			return "x\n", nil
		})
		minus, plus := "x", "y"
		if odd == script.Simulated {
			minus, plus = "y", "x"
		}
		got.want(t, script.StatusFailed, fmt.Sprintf(`FAIL a.star (%s, run 2 of 2): the fleets differ
--- a.star in sim
+++ a.star in processes
@@ -1,1 +1,1 @@
-%s
+%s
again: synod test --fleet=both --count 2 a.star

1 passed, 1 failed
`, odd, minus, plus))
	}
}

func TestFleetsDifferFromTheGoldenToo(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "x\n", "b.star": ""}) // b has none
	got := test(t, Options{}, func(_ string, fleet script.FleetKind, _ int) (string, error) { return string(fleet) + "\n", nil })
	if want := []Kind{FleetsDiffer, FleetsDiffer, FleetsDiffer, FleetsDiffer}; !slices.Equal(got.kinds(), want) {
		t.Errorf("got %q, want %q", got.kinds(), want)
	}
	if n := strings.Count(got.out, "FAIL"); n != 2 {
		t.Errorf("got %d reports, want one for each script:\n%s", n, got.out)
	}
}

// A fleet whose own runs differ breaks the promise even where there is no
// other to compare it with, or where the other does the same.
func TestRunsDiffer(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "1\n"})
	got := test(t, Options{Count: 2, Parallel: 1}, func(_ string, _ script.FleetKind, run int) (string, error) { return fmt.Sprintln(run), nil })
	got.want(t, script.StatusFailed, `FAIL a.star (sim and processes, run 2 of 2): the runs differ
--- a.star in run 1
+++ a.star in run 2
@@ -1,1 +1,1 @@
-1
+2
again: synod test --fleet=sim --count 2 a.star

0 passed, 2 failed
`)
}

// A verdict that is missing is no failure of the script, whatever the golden
// says; one that is known outweighs it.
func TestNoVerdict(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "x\n", "b.star": "", "b.golden": "x\n"})
	broken := func(name string, fleet script.FleetKind, _ int) (string, error) {
		if name == "a" && fleet == script.Processes {
			return "", errors.New("n1: starting: exit status 3")
		}
		return "x\n", nil
	}
	got := test(t, Options{}, broken)
	got.want(t, script.StatusLab, `FAIL a.star (processes): there is no verdict
n1: starting: exit status 3
again: synod test --fleet=processes a.star

3 passed, 1 failed
`)
	if !strings.HasPrefix(got.diag, "3 passed, 1 failed (1 without a verdict) in ") {
		t.Errorf("got the summary %q", got.diag)
	}
	if err := os.WriteFile("b.golden", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if got := test(t, Options{}, broken).report.Status(); got != script.StatusFailed {
		t.Errorf("got status %d, want %d", got, script.StatusFailed)
	}
}

// What each fleet has to say is told, unless it is the same.
func TestNoVerdictInBothFleets(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "", "b.star": "", "b.golden": ""})
	got := test(t, Options{}, func(name string, fleet script.FleetKind, _ int) (string, error) {
		if name == "a" {
			return "", fmt.Errorf("no %s", fleet)
		}
		return "", errors.New("nothing")
	})
	got.want(t, script.StatusLab, `FAIL a.star (sim): there is no verdict
no sim
again: synod test --fleet=sim a.star

FAIL a.star (processes): there is no verdict
no processes
again: synod test --fleet=processes a.star

FAIL b.star (sim and processes): there is no verdict
nothing
again: synod test --fleet=sim b.star

0 passed, 4 failed
`)
}

// Reports come in the order of the scripts, whichever is done first.
func TestReportsComeInOrder(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "b.star": ""})
	done := make(chan struct{})
	got := test(t, Options{Parallel: 2, Fleets: []script.FleetKind{script.Simulated}}, func(name string, _ script.FleetKind, _ int) (string, error) {
		if name == "a" {
			<-done
		} else {
			close(done)
		}
		return name, nil
	})
	a, b := strings.Index(got.out, "FAIL a.star"), strings.Index(got.out, "FAIL b.star")
	if a < 0 || b < a {
		t.Errorf("got\n%s", got.out)
	}
}

func TestUpdate(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "b.star": "", "b.golden": "old\n", "c.star": "", "c.golden": "c\n"})
	got := test(t, Options{Update: true}, func(name string, _ script.FleetKind, _ int) (string, error) {
		if name == "b" {
			return "b\nexit status 1\n", nil
		}
		return name + "\n", nil
	})
	got.want(t, script.StatusOK, "6 passed, 0 failed\n")
	if want := "updated a.golden\nupdated b.golden, which ends with exit status 1\n6 passed"; !strings.HasPrefix(got.diag, want) {
		t.Errorf("got %q, want it to begin with %q", got.diag, want)
	}
	if want := []string{"a.golden", "b.golden"}; !slices.Equal(got.report.Updated, want) {
		t.Errorf("got %q updated, want %q", got.report.Updated, want)
	}
	wantFile(t, "a.golden", "a\n")
	wantFile(t, "b.golden", "b\nexit status 1\n")
}

func wantFile(t *testing.T, name, want string) {
	t.Helper()
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
	}
}

// Whatever sheds doubt on a transcript keeps it from being written, even if
// only one fleet was asked for.
func TestUpdateRefuses(t *testing.T) {
	for want, say := range map[Kind]func(string, script.FleetKind, int) (string, error){
		FleetsDiffer: func(_ string, fleet script.FleetKind, _ int) (string, error) { return string(fleet), nil },
		RunsDiffer:   func(_ string, _ script.FleetKind, run int) (string, error) { return fmt.Sprint(run), nil },
		NoVerdict:    func(string, script.FleetKind, int) (string, error) { return "new", errors.New("no") },
	} {
		tree(t, map[string]string{"a.star": "", "a.golden": "sim"})
		got := test(t, Options{Update: true, Count: 2, Parallel: 1, Fleets: []script.FleetKind{script.Simulated}}, say)
		if !slices.Equal(got.kinds(), []Kind{want, want}) || len(got.report.Updated) > 0 {
			t.Errorf("got %q and %q updated, want %q and none", got.kinds(), got.report.Updated, want)
		}
		wantFile(t, "a.golden", "sim")
	}
}

func TestUpdateThatCannotWrite(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden/in.the.way": ""})
	got := test(t, Options{Update: true}, constant("x\n"))
	if want := []Kind{NoVerdict, NoVerdict}; !slices.Equal(got.kinds(), want) {
		t.Errorf("got %q, want %q", got.kinds(), want)
	}
}

func TestJUnit(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "x\n", "b.star": "", "b.golden": "x\n"})
	got := test(t, Options{}, func(name string, fleet script.FleetKind, _ int) (string, error) {
		switch {
		case name == "a":
			return "x\n", nil
		case fleet == script.Processes:
			return "", errors.New("gone")
		}
		return "<&]]>\x1b\xff\n", nil
	})
	var b bytes.Buffer
	if err := got.report.WriteJUnit(&b); err != nil {
		t.Fatal(err)
	}
	var back junitSuites
	if err := xml.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	s := back.Suite
	if s.Tests != 4 || s.Failures != 1 || s.Errors != 1 || len(s.Cases) != 4 {
		t.Fatalf("got %+v", s)
	}
	last := s.Cases[2:]
	if last[0].Script != "b.star" || last[0].Fleet != "sim" || last[0].Failure == nil || last[0].Error != nil ||
		!strings.Contains(last[0].Failure.Text, "+<&]]>") {
		t.Errorf("got %+v", last[0])
	}
	if last[1].Error == nil || last[1].Failure != nil || last[1].Error.Message != string(NoVerdict) ||
		last[1].Error.Text != "gone\nagain: synod test --fleet=processes b.star\n" {
		t.Errorf("got %+v", last[1])
	}
	if s.Cases[0].Failure != nil || s.Cases[0].Error != nil {
		t.Errorf("got %+v", s.Cases[0])
	}
}

func TestColor(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "one\ntwo\n"})
	got := test(t, Options{Color: true}, constant("one\n2\n")).out
	for _, want := range []string{"\x1b[31m-two\x1b[0m\n", "\x1b[32m+2\x1b[0m\n", "\n one\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want it to contain %q", got, want)
		}
	}
}

func TestLongDifferenceIsCut(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": ""})
	got := test(t, Options{}, constant(strings.Repeat("line\n", 10_000))).out
	if n := strings.Count(got, "\n"); n > maxLines+10 || !strings.Contains(got, "\n(and 9803 lines more)\n") {
		t.Errorf("got %d lines:\n%s", n, got)
	}
}

// An interrupt ends the runs under way, and what was not complete is neither
// passed nor failed.
func TestInterrupt(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": "a", "b.star": "", "b.golden": "b", "c.star": ""})
	ctx, cancel := context.WithCancel(context.Background())
	var out, diag bytes.Buffer
	report, err := Test(ctx, Options{
		Paths: []string{"."}, Parallel: 1, Fleets: []script.FleetKind{script.Simulated}, Out: &out, Diag: &diag,
		Run: func(ctx context.Context, path string, _ script.FleetKind) (Transcript, error) {
			if path == "a.star" {
				return Transcript{Text: []byte("a")}, nil
			}
			cancel()
			<-ctx.Done()
			return Transcript{}, errors.New("interrupted")
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Status() != script.StatusLab || !report.Interrupted || len(report.Results) > 1 {
		t.Errorf("got status %d, %+v", report.Status(), report.Results)
	}
	if !strings.HasPrefix(diag.String(), "interrupted\n") || strings.Contains(out.String(), "FAIL") {
		t.Errorf("got %q and %q", out.String(), diag.String())
	}
}

// A run without an end has no verdict, and says for how long it was waited for.
func TestTimeout(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": ""})
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		report, err := Test(context.Background(), Options{
			Paths: []string{"."}, Timeout: time.Hour, Fleets: []script.FleetKind{script.Simulated}, Out: &out,
			Run: func(ctx context.Context, _ string, _ script.FleetKind) (Transcript, error) {
				<-ctx.Done()
				return Transcript{}, errors.New("interrupted")
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if report.Status() != script.StatusLab || !strings.Contains(out.String(), "there is no verdict\nno end after 1h0m0s; allow more with --timeout\n") {
			t.Errorf("got status %d and\n%s", report.Status(), out.String())
		}
		if report.Took != time.Hour {
			t.Errorf("got an end after %v, want 1h", report.Took)
		}
	})
}

// One event more renumbers what follows: the event is shown, and all of it where that is
// wanted. A report for CI tells it once for both fleets.
func TestShiftedGolden(t *testing.T) {
	var old, got strings.Builder
	old.WriteString("began\n")
	got.WriteString("began\n")
	for i := range 24 {
		fmt.Fprintf(&old, "%3d %9dms  n1 -> n2  accept 1.1 v%c\n", i+1, i, 'a'+i)
		fmt.Fprintf(&got, "%3d %9dms  n1 -> n2  accept 1.1 v%c\n", i+1+i/8, i+i/8, 'a'+i)
		if i%8 == 7 {
			fmt.Fprintf(&got, "%3d %9dms  lab       crash n3\n", i+2+i/8, i+i/8)
		}
	}
	tree(t, map[string]string{"a.star": "", "a.golden": old.String()})
	short := test(t, Options{}, constant(got.String()))
	short.want(t, script.StatusFailed, `FAIL a.star (sim and processes): the golden differs
--- a.golden
+++ a.star
@@ -7,6 +7,7 @@
   6         5ms  n1 -> n2  accept 1.1 vf
   7         6ms  n1 -> n2  accept 1.1 vg
   8         7ms  n1 -> n2  accept 1.1 vh
+  9         7ms  lab       crash n3
  10         9ms  n1 -> n2  accept 1.1 vi
  11        10ms  n1 -> n2  accept 1.1 vj
  12        11ms  n1 -> n2  accept 1.1 vk
(2 more lines differ, and 16 only in the numbers and times of events, blanks or line ends; --full-diff shows all)
again: synod test --fleet=sim a.star

0 passed, 2 failed
`)
	full := test(t, Options{FullDiff: true}, constant(got.String()))
	if minus, plus := strings.Count(full.out, "\n-"), strings.Count(full.out, "\n+"); minus != 16+1 || plus != 19+1 {
		t.Errorf("got %d lines less and %d more in\n%s", minus, plus, full.out)
	}
	var report bytes.Buffer
	if err := short.report.WriteJUnit(&report); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(report.String(), "crash n3"); n != 1 {
		t.Errorf("got the difference %d times in\n%s", n, report.String())
	}
	if !strings.Contains(report.String(), "as in sim&#xA;again: synod test --fleet=processes a.star") {
		t.Errorf("got\n%s", report.String())
	}
}
