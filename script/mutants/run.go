package mutants

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/protocols"
	"synod/script"
	"synod/script/golden"
)

// Options says what to run, and how. The zero value of a field is its default.
type Options struct {
	Paths    []string       // scripts, and folders of them
	Match    *regexp.Regexp // selects scripts by their paths; nil is all
	Parallel int            // runs at the same time; default one for each CPU
	Timeout  time.Duration  // of one run, in wall time; default golden.DefaultTimeout

	// Progress is told after every run how many are over, and how many there are
	// so far: those with mutants follow those without. It is called by one
	// goroutine at a time; nil is nobody.
	Progress func(runs, of int)
}

// Run runs every script as it is, and those that pass against every mutant. An
// error means that there was nothing to run, because the paths are wrong. The
// matrix depends on nothing but the scripts.
func Run(ctx context.Context, o Options) (*Matrix, error) {
	o.Parallel = cmp.Or(o.Parallel, runtime.GOMAXPROCS(0))
	o.Timeout = cmp.Or(o.Timeout, golden.DefaultTimeout)
	scripts, err := golden.Find(o.Paths, o.Match)
	if err != nil {
		return nil, err
	}
	m := &Matrix{Rows: make([]Row, len(scripts))}
	bases := make([]outcome, len(scripts))
	o.each(ctx, 0, len(scripts), func(i int) { bases[i] = o.run(ctx, scripts[i], nil) })
	m.Rules = rules(bases)
	var passed []int
	for i, base := range bases {
		m.Rows[i] = Row{Script: filepath.ToSlash(scripts[i]), Base: base.failure(), Status: base.status}
		if base.status == script.StatusOK {
			m.Rows[i].Cells = make([]Cell, len(m.Rules))
			passed = append(passed, i)
		}
	}
	o.each(ctx, len(scripts), len(passed)*len(m.Rules), func(n int) {
		i, rule := passed[n/len(m.Rules)], n%len(m.Rules)
		if !bases[i].has(&m.Rules[rule]) {
			return // its run would be the same
		}
		m.Rows[i].Cells[rule] = o.run(ctx, scripts[i], &m.Rules[rule]).against(&bases[i])
	})
	m.Interrupted = ctx.Err() != nil
	return m, nil
}

// rules returns the rules of every protocol that the scripts run, those that safety
// needs first. Of the protocols that are built in it is all or none.
func rules(bases []outcome) []node.Rule {
	var own []node.Rule
	builtIn := false
	for i := range bases {
		own, builtIn = append(own, bases[i].rules...), builtIn || bases[i].builtIn
	}
	var all []node.Rule
	if builtIn || len(own) == 0 {
		all = builtInRules()
	}
	for _, rule := range own {
		if !isAmong(all, rule.Name) {
			all = append(all, rule)
		}
	}
	slices.SortStableFunc(all, func(a, b node.Rule) int {
		if a.Unsafe == b.Unsafe {
			return 0
		}
		if a.Unsafe {
			return -1
		}
		return 1
	})
	return all
}

// builtInRules returns the rules of every protocol that is built in.
func builtInRules() (all []node.Rule) {
	for _, name := range protocols.Names() {
		p, err := protocols.Lookup(name)
		if err != nil {
			panic(err) // the names are those that there are
		}
		for _, rule := range p.Rules() {
			if !isAmong(all, rule.Name) {
				all = append(all, rule)
			}
		}
	}
	return all
}

func isAmong(rules []node.Rule, name string) bool {
	return slices.ContainsFunc(rules, func(r node.Rule) bool { return r.Name == name })
}

// each calls do for every number below n, some at the same time, and returns
// when all are done or ctx is over. So many runs were before them.
func (o *Options) each(ctx context.Context, before, n int, do func(int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	var mu sync.Mutex
	over := before
	for range min(n, o.Parallel) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
				if o.Progress != nil {
					mu.Lock()
					over++
					o.Progress(over, before+n)
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
}

// outcome is how a run ended.
type outcome struct {
	status  int
	why     string // in a line
	printed [sha256.Size]byte
	rules   []node.Rule // of the protocols of the script's own
	builtIn bool        // it runs one that is built in
}

// has reports whether switching the rule can make a difference to the script.
func (out *outcome) has(rule *node.Rule) bool {
	return isAmong(out.rules, rule.Name) || out.builtIn && isAmong(builtInRules(), rule.Name)
}

// run runs a script for at most the timeout, with one rule switched unless that
// is nil.
func (o *Options) run(ctx context.Context, path string, rule *node.Rule) outcome {
	ctx, cancel := context.WithTimeoutCause(ctx, o.Timeout, script.Timeout(o.Timeout))
	defer cancel()
	out, err := golden.Within(ctx, func() outcome { return o.once(ctx, path, rule) })
	if err != nil {
		out = outcome{status: script.StatusLab, why: err.Error()}
	}
	return out
}

// once runs a script until it ends or ctx is over.
func (o *Options) once(ctx context.Context, path string, rule *node.Rule) outcome {
	printed, name := sha256.New(), filepath.Base(path)
	s := script.New(ctx, script.Options{
		Fleet: script.Simulated, Out: printed, Workers: 1, Rules: switched(rule),
		NewFleet: func(script.FleetKind, string) (fleet.Fleet, error) { return sim.New(), nil },
	})
	err := s.RunFile(path, name)
	out := outcome{status: script.Status(err)}
	out.why, _, _ = strings.Cut(s.Explain(err), "\n")
	out.rules, out.builtIn = s.OwnRules()
	if closed := s.Close(); closed != nil {
		out.status, out.why = script.StatusLab, closed.Error()
	}
	if cause := context.Cause(ctx); cause != nil && out.status == script.StatusLab {
		out.why = cause.Error()
	}
	printed.Sum(out.printed[:0])
	return out
}

// switched returns the rules of the mutant without a rule, or with one that is
// off as a rule.
func switched(rule *node.Rule) map[string]bool {
	if rule == nil {
		return nil
	}
	return map[string]bool{rule.Name: !rule.Default}
}

// failure returns how a run failed. A script that ends itself with exit(3) has
// come to its end.
func (out outcome) failure() Cell {
	switch {
	case out.status == script.StatusOK:
		return Cell{}
	case out.status == script.StatusLab && out.why != "":
		return Cell{NoVerdict, out.why}
	case out.why == "":
		return Cell{Caught, fmt.Sprintf("exit status %d", out.status)}
	}
	return Cell{Caught, out.why}
}

// against returns what a run makes of a mutant, given the run without it, which
// passed.
func (out outcome) against(base *outcome) Cell {
	if c := out.failure(); c.Mark != Unnoticed {
		return c
	}
	if out.printed != base.printed {
		return Cell{Mark: Differs}
	}
	return Cell{}
}
