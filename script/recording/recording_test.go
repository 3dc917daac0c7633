package recording

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/script"
)

// record records a run of files in the simulator; the first argument is the main
// one.
func record(t *testing.T, main string, files map[string]string) *Recording {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	o := script.Options{Fleet: script.Simulated, Seed: 7, Forks: []engine.Fork{{Event: 3, Seed: 9}}, Args: map[string]string{"n": "3", "": "\xff"}, Again: "synod run"}
	rec := NewRecorder(&o, "test", main, main)
	s := script.New(context.Background(), o)
	defer s.Close()
	rec.End(s, s.RunFile(main, main))
	r, err := rec.Recording()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// replay repeats a run in the simulator.
func replay(t *testing.T, r *Recording) string {
	t.Helper()
	d, err := r.Replay(context.Background(), script.Options{Fleet: script.Simulated})
	if err != nil {
		t.Fatal(err)
	}
	if d == nil {
		return ""
	}
	return d.String()
}

// scripts are runs that end in every way.
var scripts = map[string]string{
	"nothing":   "",
	"prints":    "print('a')\nprint('')\nprint('→'[:1], args('n'))",
	"decides":   "cluster(3, latency = ('1ms', '9ms'))\nsubmit(1, 'X')\nprint(random().below(1000))",
	"quiet":     "cluster(3, quiet = True)\nsubmit(1, 'X')\nreset(seed = 2)\nsubmit(1, 'Y')",
	"two":       "cluster(3)\ncluster(3, quiet = True)\nsubmit(1, 'X')",
	"loads":     "load('lib/f.star', 'f')\nload('@synod//nemesis.star', 'nemesis')\nf()",
	"no file":   "load('lib/none.star', 'f')",
	"wrong":     "clutser(3)",
	"assertion": "cluster(3)\nsubmit(1, 'X')\nassert.eq(chosen(), 'Y')",
	"exit":      "exit(3)",
	"tasks":     "cluster(3)\ndef f():\n    sleep('1ms')\n    submit(2, 'Y')\nspawn(f)\nsubmit(1, 'X')\nsettle()",
}

// What was recorded is the same when it is written, read and repeated, with no
// file of it left.
func TestRepeats(t *testing.T) {
	for name, src := range scripts {
		t.Run(name, func(t *testing.T) {
			r := record(t, "x.star", map[string]string{"x.star": src, "lib/f.star": "def f():\n    submit(1, 'X', cluster(3))"})
			t.Chdir(t.TempDir())
			file := r.Encode()
			again, err := Decode("x.jsonl", file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(again.Encode(), file) {
				t.Error("it is another file once it was read")
			}
			if got := replay(t, again); got != "" {
				t.Error(got)
			}
		})
	}
}

// Whatever is changed in a recording is what a repetition differs in.
func TestDiverges(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Recording)
		want   string
	}{
		"event":       {func(r *Recording) { r.Events[9].Line = "something" }, "diverges at event 10 of 15\n"},
		"first":       {func(r *Recording) { r.Events[0].Line = "something" }, "diverges at event 1 of 15\n  expected  something\n"},
		"cluster":     {func(r *Recording) { r.Events[14].Cluster = 2 }, "expected  [cluster 2]  15"},
		"fewer":       {func(r *Recording) { r.Events = r.Events[:13] }, "diverges at event 14, beyond the 13 of the recording\n"},
		"more":        {func(r *Recording) { r.Events = append(r.Events, Event{1, "one more"}) }, "expected  one more\n  got       nothing more: it is over\n"},
		"seed":        {func(r *Recording) { r.Run.Seed.Forks = nil }, "diverges at output line 16 of 16\n"},
		"argument":    {func(r *Recording) { r.Run.Args["n"] = "5" }, "diverges at event 5 of 15\n"},
		"rule":        {func(r *Recording) { r.Run.Rules = map[string]bool{"majority_quorum": false} }, "diverges at event "},
		"print":       {func(r *Recording) { r.Output = append(r.Output, '\n') }, "diverges at output line 17 of 17\n"},
		"no print":    {func(r *Recording) { r.Output = r.Output[:len(r.Output)-1] }, "(without an end of line)\n  got       "},
		"source":      {func(r *Recording) { r.Sources[0].Text += "\nassert.eq(1, 2)" }, "diverges at its end\n  expected  exit status 0\n  got       exit status 1\n"},
		"lost source": {func(r *Recording) { r.Sources = nil }, "diverges at event 1 of 15\n"},
		"said":        {func(r *Recording) { r.End.Explained = "why\n" }, "diverges at its end\n  expected  why\n  got       nothing more: it is over\n"},
		"endless":     {func(r *Recording) { r.Sources[0].Text = "cluster(3)\nwhile True:\n    print(submit(1, 'Y'))" }, "diverges at event 1 of 15\n"},
	} {
		t.Run(name, func(t *testing.T) {
			r := record(t, "x.star", map[string]string{"x.star": "cluster(int(args('n')))\nsubmit(1, 'X')\nprint(random().below(1000000))"})
			c.change(r)
			if got := replay(t, r); !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant %q in it", got, c.want)
			}
		})
	}
}

// A run without a verdict has none to compare with.
func TestNoVerdict(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := script.Options{Fleet: script.Simulated}
	rec := NewRecorder(&o, "test", "x.star", "x.star")
	s := script.New(ctx, o)
	defer s.Close()
	cancel()
	rec.End(s, s.Run("x.star", "", "cluster(3)\nsubmit(1, 'X')"))
	if _, err := rec.Recording(); err != ErrNoVerdict {
		t.Errorf("got %v, want %v", err, ErrNoVerdict)
	}
	r := record(t, "x.star", map[string]string{"x.star": "cluster(3)\nsubmit(1, 'X')"})
	if d, err := r.Replay(ctx, script.Options{Fleet: script.Simulated}); d != nil || err == nil || err.Error() != "interrupted" {
		t.Errorf("got %v, %v, want interrupted", d, err)
	}
}

// Any recording can be written and read.
func TestEncode(t *testing.T) {
	bytesOf := rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 12), func(b []byte) string { return string(b) })
	rapid.Check(t, func(t *rapid.T) {
		r := &Recording{
			By:     bytesOf.Draw(t, "by"),
			Run:    Run{"x.star", bytesOf.Draw(t, "shown"), script.TraceJSON, engine.Input{Seed: rapid.Uint64Min(1).Draw(t, "seed")}, rapid.MapOf(bytesOf, bytesOf).Draw(t, "args"), nil},
			Output: []byte(bytesOf.Draw(t, "output")), End: End{rapid.IntRange(0, 255).Draw(t, "status"), bytesOf.Draw(t, "explained")},
			Sources: []Source{{"x.star", bytesOf.Draw(t, "text"), bytesOf.Draw(t, "error")}},
		}
		for range rapid.IntRange(0, 3).Draw(t, "events") {
			r.Events = append(r.Events, Event{rapid.IntRange(1, 3).Draw(t, "cluster"), bytesOf.Draw(t, "line")})
		}
		again, err := Decode("x.jsonl", r.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again.Output, r.Output) || again.End != r.End || len(again.Events) != len(r.Events) || again.Sources[0] != r.Sources[0] {
			t.Errorf("got %v, want %v", again, r)
		}
	})
}
