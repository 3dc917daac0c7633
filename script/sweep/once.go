package sweep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"synod/engine"
	"synod/engine/trace"
	"synod/script"
	"synod/script/shell"
)

// Result is what there is to say of every run, whether it held or not. Nothing
// of it depends on the machine.
type Result struct {
	Seed     string `json:"seed"`
	Status   int    `json:"status"`             // the exit status of the run
	Property string `json:"property,omitempty"` // the safety property or the invariant that broke
	Events   int    `json:"events"`             // how many events happened in the clusters it left
}

// outcome is what came of a run.
type outcome struct {
	result      Result
	input       engine.Input
	situations  []situation // with a guide
	failure     *Failure    // nil when it held
	interrupted bool        // it did not come to its end
}

// once runs the scenario with one seed.
func (o *Options) once(ctx context.Context, files *script.Files, seed engine.Input, first bool, sink trace.Sink) (out outcome) {
	s, again := o.session(ctx, files, seed, first, sink, nil)
	err := s.RunFile(o.Script, o.Script)
	status := script.Status(err)
	if status != script.StatusOK && ctx.Err() != nil {
		out.interrupted = true
	} else if status != script.StatusOK {
		out.failure = &Failure{Seed: seed, Status: status, Message: script.Headline(err), Text: s.Explain(err), Again: again}
		var broken *engine.Violation
		if errors.As(err, &broken) {
			out.failure.Property = broken.Name
		}
		if out.failure.Text == "" { // the script says exit
			out.failure.Text = out.failure.Message + "\n"
		}
	}
	out.result = Result{Seed: seed.String(), Status: status, Events: s.Events()}
	if closed := s.Close(); closed != nil && out.failure == nil {
		out.result.Status = script.StatusLab
		out.failure = &Failure{Seed: seed, Status: script.StatusLab, Message: closed.Error(), Text: closed.Error() + "\n", Again: again}
	}
	if out.failure != nil {
		out.result.Property = out.failure.Property
	}
	return out
}

// session returns a session for a run with one seed, and the command that repeats it.
func (o *Options) session(ctx context.Context, files *script.Files, seed engine.Input, first bool, sink trace.Sink, doing func(string)) (*script.Session, string) {
	again := o.again(seed)
	diag := io.Discard
	if first && o.Diag != nil {
		diag = o.Diag
	}
	return script.New(ctx, script.Options{
		Fleet: script.Simulated, Trace: script.TraceOff, Seed: seed.Seed, Forks: seed.Forks,
		Args: o.Args, Files: files, Diag: diag, Again: again, Sink: sink, Doing: doing,
	}), again
}

// again returns the command that repeats the run with a seed.
func (o *Options) again(seed engine.Input) string {
	words := []string{"synod", "run", o.Script, "--fleet=sim", "--seed", seed.String()}
	if len(o.Words) > 0 {
		words = append(append(words, "--"), o.Words...)
	}
	return shell.Join(words...)
}

// Repeats reports whether the text of a failure names the command already.
func (f *Failure) Repeats() bool { return strings.Contains(f.Text, f.Again) }

// Scenario returns the run that failed as a scenario of its own, which "synod run"
// repeats, without draws and tasks: the shortest story of it, if it broke a
// property and can be told again, and all of it otherwise.
func (o *Options) Scenario(ctx context.Context, f *Failure) (string, error) {
	s, _ := o.session(ctx, nil, f.Seed, false, nil, o.Doing)
	_ = s.RunFile(o.Script, o.Script) // which fails, as it did before
	text, err := s.Counterexample()
	if err != nil {
		text = s.Played()
	}
	if err = s.Close(); err == nil {
		err = ctx.Err()
	}
	if err == nil && text == "" {
		err = errors.New("the run that failed made no cluster, so it cannot be written down")
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("# %s\n# %s\n\n%s", f.Message, f.Again, text), nil
}
