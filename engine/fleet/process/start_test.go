package process

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"synod/node/child"
)

// starter is the role of a program that starts nodes and has not called
// child.RunIfNode. It exits with status 4 when it has started one.
func starter() int {
	f := New(Options{Make: makeProtocol, Program: os.Getenv(programVariable)})
	defer f.Close()
	if _, err := f.Reset(setup(1)); err != nil {
		os.Stderr.WriteString(err.Error())
		return 3
	}
	return 4
}

// programVariable names the program of a starter's nodes; "" is the starter.
const programVariable = "SYNOD_TEST_PROGRAM"

// TestOnlyNodesAreStarted runs programs that start nodes and are none, in every
// combination. None starts a process that starts another.
func TestOnlyNodesAreStarted(t *testing.T) {
	tests := map[string]struct {
		env  []string
		want []string
	}{
		"not ready":           {nil, []string{"starting: this program cannot be a node", "child.RunIfNode()", `"sim"`}},
		"a node by mark":      {[]string{child.Variable + "=n1"}, []string{"starting: this process was itself started as a node", child.Variable, "child.RunIfNode()"}},
		"marked, and a synod": {[]string{child.Variable + "=n1", programVariable + "=synod"}, []string{"was itself started as a node"}},
		"itself by name": {[]string{programVariable + "=" + os.Args[0]}, []string{
			"n1: starting: its process is gone (exit status 3)", "was itself started as a node", "want " + os.Args[0] + " to be a synod"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(append(os.Environ(), as("starter")...), test.env...)
			out, err := cmd.CombinedOutput()
			if err == nil || cmd.ProcessState.ExitCode() != 3 {
				t.Errorf("got %v, want exit status 3", err)
			}
			for _, want := range test.want {
				if !strings.Contains(string(out), want) {
					t.Errorf("got %q, want %q in it", out, want)
				}
			}
		})
	}
}

// TestNamedProgram says of a program that is no synod what it should be.
func TestNamedProgram(t *testing.T) {
	for _, role := range []string{"failing", "dumb"} {
		f := newFleet(t, Options{Program: os.Args[0], Env: as(role), Boot: 300 * time.Millisecond})
		_, err := f.Reset(setup(2))
		expectError(t, err, 1, "n1: starting: ", "want "+os.Args[0]+" to be a synod, or a program that calls child.RunIfNode()")
	}
}

// TestNamedProgramThatIsANode starts one that calls child.RunIfNode.
func TestNamedProgramThatIsANode(t *testing.T) {
	f := startFleet(t, 2, Options{Program: os.Args[0]})
	do(t, f, 2, "write a", "w")
}

// TestMarkIsGone expects a node to have removed what made it one before it
// starts anything.
func TestMarkIsGone(t *testing.T) {
	f := startFleet(t, 1, Options{Env: append(as("node"), child.Variable+"=something else")})
	do(t, f, 1, "mark", "")
}
