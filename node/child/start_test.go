package child

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// expectUnmade fails unless a node ended with status 2 and said which variable
// made it one, and why it is of no use.
func expectUnmade(t *testing.T, status int, text, why string) {
	t.Helper()
	if status != exitUsage || !strings.Contains(text, "Unset SYNOD_NODE") || !strings.Contains(text, why) {
		t.Errorf("got exit status %d and %q, want 2, what to do and %q", status, text, why)
	}
}

// TestWithoutController starts nodes that no controller tells what to do.
func TestWithoutController(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	tests := map[string]struct {
		stdin io.Reader
		why   string
	}{
		"a device":     {null, "a terminal or another device"},
		"nothing":      {strings.NewReader(""), "boot record: EOF"},
		"a word":       {strings.NewReader("help\n"), "boot record: "},
		"a short word": {strings.NewReader("?\n"), "boot record: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			expectUnmade(t, Main(test.stdin, &stderr), stderr.String(), test.why)
		})
	}
}

// TestSilentInput does not wait for ever for a controller that writes nothing.
func TestSilentInput(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	_, err := readBoot(r, time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "none within 1ms") {
		t.Errorf("got %v, want none within 1ms", err)
	}
}

// TestVariableMakesANode starts this binary with the variable of a node, and with
// arguments that would let it run a test. It is a node all the same, and nothing
// else; without the variable, or with an empty one, it runs the test.
func TestVariableMakesANode(t *testing.T) {
	for _, value := range []string{"", "n1", "1", "anything"} {
		t.Run(value, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^TestReady$", "-test.v")
			cmd.Env, cmd.Stdin = append(os.Environ(), Variable+"="+value), strings.NewReader("")
			out, err := cmd.CombinedOutput()
			var ended *exec.ExitError
			if err != nil && !errors.As(err, &ended) {
				t.Fatal(err)
			}
			if value != "" {
				expectUnmade(t, cmd.ProcessState.ExitCode(), string(out), "boot record: EOF")
			}
			if ran := bytes.Contains(out, []byte("PASS: TestReady")); ran != (value == "") {
				t.Errorf("got %q", out)
			}
		})
	}
}

// TestReady runs in a process that called RunIfNode and is no node.
func TestReady(t *testing.T) {
	if !Ready() || Marked() {
		t.Errorf("got ready %t and marked %t, want true and false", Ready(), Marked())
	}
}
