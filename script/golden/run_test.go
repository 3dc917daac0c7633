package golden

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"synod/script"
)

// transcript runs a script in the simulator.
func transcript(t *testing.T, path string) string {
	t.Helper()
	got, err := Run(context.Background(), path, script.Simulated)
	if err != nil {
		t.Fatal(err)
	}
	return string(got.Text)
}

func TestTranscript(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"ok":       {"print('hello')\n", "hello\n"},
		"silent":   {"x = 1\n", ""},
		"exit":     {"print('bye')\nexit(0)\n", "bye\n"},
		"exit 3":   {"print('bye')\nexit(3)\n", "bye\nexit status 3\n"},
		"misspelt": {"prnt(1)\n", "a.star:1:1: undefined: prnt (did you mean print?)\n    prnt(1)\n    ^\nexit status 2\n"},
		"assertion": {"print('so far')\nassert.eq(1, 2)\n", `so far
a.star:2:10: assertion failed
    assert.eq(1, 2)
    ^~~~~~~~~~~~~~~
  got  1
  want 2
again: synod run a.star --seed 1
exit status 1
`},
		"seed": {"print(cluster(quiet = True).seed, args('x', 'none'))\n", "1 none\n"},
		"module": {"load('_lib/b.star', 'f')\nf()\n", `_lib/b.star:2:12: assertion failed
      assert.eq(1, 2)
      ^~~~~~~~~~~~~~~
  called from a.star:2:2 in <toplevel>
  got  1
  want 2
again: synod run a.star --seed 1
exit status 1
`},
	} {
		t.Run(name, func(t *testing.T) {
			tree(t, map[string]string{"examples/a.star": c.src, "examples/_lib/b.star": "def f():\n  assert.eq(1, 2)\n"})
			if got := transcript(t, filepath.FromSlash("examples/a.star")); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// A transcript must not tell where it was made.
func TestTranscriptDependsOnNoFolder(t *testing.T) {
	src := "cluster(3)\nsubmit(1, 'X')\nassert.eq(chosen(), 'Y')\n"
	tree(t, map[string]string{"one/a.star": src, "two/deeper/a.star": src})
	one := transcript(t, "one/a.star")
	abs, err := filepath.Abs("two/deeper/a.star")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("two")
	for _, path := range []string{"deeper/a.star", abs} {
		if got := transcript(t, path); got != one {
			t.Errorf("%s: got\n%s\nwant\n%s", path, got, one)
		}
	}
	if !strings.Contains(one, "n1 -> n2") || !strings.HasSuffix(one, "exit status 1\n") {
		t.Errorf("got\n%s", one)
	}
}

// A run that is interrupted has no transcript.
func TestInterruptedRun(t *testing.T) {
	tree(t, map[string]string{"a.star": "while True:\n    pass\n"})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	got, err := Run(ctx, "a.star", script.Simulated)
	if err == nil || !strings.HasPrefix(err.Error(), "a.star:1:1: interrupted\n") {
		t.Errorf("got %q, %v, want interrupted", got.Text, err)
	}
}
