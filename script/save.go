package script

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/script/atomicfile"
	"synod/script/shell"
)

// save is save(path, overwrite).
func (c *conversation) save(call *call) (starlark.Value, error) {
	path, overwrite := "", false
	if err := call.unpack(&path, &overwrite); err != nil {
		return nil, err
	}
	if err := c.maySave(path, overwrite); err != nil {
		return nil, err
	}
	said, err := c.session.repeat(c.upToHere(), 0)
	if err != nil {
		return nil, err
	}
	d, err := c.deed(path, said.trace.Bytes())
	if err != nil {
		return nil, err
	}
	if err := writeNew(path, d.text, overwrite); err != nil {
		return nil, err
	}
	fmt.Fprint(c.session.out, d.notice(path))
	return nil, nil
}

// maySave returns an error when there is nothing to save, or nowhere.
func (c *conversation) maySave(path string, overwrite bool) error {
	switch {
	case c.session.script != nil:
		return errors.New("this is a run of a script, which is written down already; played() returns what happened in it")
	case !strings.HasSuffix(path, ".star"):
		return fmt.Errorf(`got the name %q, want one that ends in .star`, path)
	}
	check := atomicfile.CheckNew
	if overwrite {
		check = atomicfile.Check
	}
	err := check(path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("there is a file %s already; with overwrite=True it is replaced", path)
	case err != nil:
		return fmt.Errorf("%s: %w", path, pathless(err))
	}
	return nil
}

// saved is a script that does what a session did.
type saved struct {
	text  string
	flags []string // what synod run has to be told; "" for nothing
	args  []string
	why   string // why it says what happened, in place of what was typed
}

// deed returns the script that gives a trace: what was typed, or what happened.
func (c *conversation) deed(path string, trace []byte) (*saved, error) {
	typed, why := c.written(filepath.Dir(path))
	if why == "" {
		seeded := c.tried(path, saved{text: typed.text(c.session.options.input())}, trace)
		if seeded == nil {
			return &saved{text: typed.text(c.session.options.input())}, nil
		}
		told := c.session.told(typed.text(engine.Input{Seed: DefaultSeed}))
		if c.tried(path, told, trace) == nil {
			return &told, nil
		}
		why = seeded.Error()
	}
	if len(c.session.clusters) == 1 && !c.session.clusters[0].closed {
		d := saved{text: "\"\"\"What happened at the prompt.\"\"\"\n\n" + c.session.clusters[0].played(), why: why}
		if c.tried(path, d, trace) == nil {
			return &d, nil
		}
	}
	return nil, fmt.Errorf("the session cannot be written as a script: %s", why)
}

// told returns a script that is to be run as the session was.
func (s *Session) told(text string) saved {
	d := saved{text: text}
	if !isUsual(s.options.input()) {
		d.flags = []string{"--seed", s.options.input().String()}
	}
	for _, name := range sortedKeys(s.options.Args) {
		d.args = append(d.args, name+"="+s.options.Args[name])
	}
	return d
}

// tried runs a script, unseen and in the simulator, and returns an error unless
// it gives the trace.
func (c *conversation) tried(path string, d saved, trace []byte) error {
	var got bytes.Buffer
	o := Options{Fleet: Simulated, NewFleet: func(FleetKind, string) (fleet.Fleet, error) { return sim.New(), nil }}
	if len(d.flags) > 0 {
		o.Seed, o.Forks = c.session.options.Seed, c.session.options.Forks
	}
	if len(d.args) > 0 {
		o.Args = c.session.options.Args
	}
	s := New(c.session.ctx, o)
	s.copied = &got
	err := s.Run(path, filepath.Dir(path), d.text)
	err = errors.Join(err, s.Close())
	switch {
	case err != nil:
		return errors.New(strings.TrimSpace(firstLine(s.Explain(err))))
	case !bytes.Equal(got.Bytes(), trace):
		return errors.New("run as a script, it gives another trace")
	}
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// notice says what was saved and what can be done with it.
func (d *saved) notice(path string) string {
	run := append([]string{"synod", "run"}, d.flags...)
	run = append(run, path)
	if len(d.args) > 0 {
		run = append(append(run, "--"), d.args...)
	}
	text := "Saved. "
	if d.why != "" {
		text = fmt.Sprintf("Saved what happened; what was typed cannot be a script: %s.\n", d.why)
	}
	text += shell.Join(run...) + " repeats it"
	if len(run) > 3 {
		return text + ", told just that; so it has no golden.\n"
	}
	return text + ", " + shell.Join("synod", "test", "--update", path) + " makes its golden.\n"
}

// writeNew writes a file that is not there yet, unless it may be replaced.
func writeNew(path, text string, overwrite bool) error {
	write := atomicfile.WriteNew
	if overwrite {
		write = atomicfile.Write
	}
	if err := write(path, []byte(text)); err != nil {
		return fmt.Errorf("%s: %w", path, pathless(err))
	}
	return nil
}
