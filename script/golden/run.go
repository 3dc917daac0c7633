package golden

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"synod/script"
	"synod/script/shell"
)

// Runner runs the script at path in a fleet and returns its transcript. An
// error means that there is no verdict: the lab failed.
type Runner func(ctx context.Context, path string, fleet script.FleetKind) (Transcript, error)

// Transcript is what came of a run.
type Transcript struct {
	Text    []byte // what the script printed, which its golden has
	Remarks string // what the lab has to say of a run that passed, such as that a fault never happened
}

// Run is the usual Runner: a session of the script's own.
func Run(ctx context.Context, path string, fleet script.FleetKind) (Transcript, error) {
	return runIn(ctx, path, fleet, false)
}

// RunStrict is a Runner for which a scenario fails that does not show what it
// says, such as one with a fault that never happened.
func RunStrict(ctx context.Context, path string, fleet script.FleetKind) (Transcript, error) {
	return runIn(ctx, path, fleet, true)
}

func runIn(ctx context.Context, path string, fleet script.FleetKind, strict bool) (Transcript, error) {
	var out, diag bytes.Buffer
	name := filepath.Base(path)
	s := script.New(ctx, script.Options{
		Fleet: fleet, Out: &out, Diag: &diag, Strict: strict,
		Again: shell.Join("synod", "run", name, "--seed", fmt.Sprint(script.DefaultSeed)),
	})
	err := s.RunFile(path, name)
	status, text := script.Status(err), s.Explain(err)
	if closed := s.Close(); closed != nil {
		return Transcript{}, closed
	}
	if status == script.StatusLab && text != "" { // a script that says exit(3) has nothing to explain
		return Transcript{}, errors.New(strings.TrimSpace(diag.String() + text))
	}
	if status != script.StatusOK {
		fmt.Fprintf(&out, "%sexit status %d\n", text, status)
		diag.Reset()
	}
	return Transcript{out.Bytes(), diag.String()}, nil
}
