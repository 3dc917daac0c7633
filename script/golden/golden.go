package golden

import (
	"context"
	"fmt"
	"time"

	"synod/node/spell"
)

// Test runs every script in every fleet, as often as o says, and reports what
// is wrong to o.Out as soon as it is known: goldens without a scenario first, and then
// in the order of the scripts. The
// last line there is "24 passed, 0 failed". An error means that there was
// nothing to run, because the paths are wrong.
//
// When ctx ends, runs are interrupted, and scripts that were not complete do
// not count.
func Test(ctx context.Context, o Options) (*Report, error) {
	o.fill()
	scripts, orphans, err := toTest(&o)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	report := &Report{}
	for _, path := range orphans {
		report.Results = append(report.Results, orphaned(path))
		tell(&o, report.Results[len(report.Results)-1:])
	}
	trials := newTrials(&o, scripts)
	far := &progress{tell: o.Progress, now: Progress{Of: len(scripts) * len(o.Fleets) * o.Count}}
	wait := runAll(ctx, &o, trials, far)
	for _, t := range trials {
		if !t.wait(ctx) {
			report.Interrupted = true
			break
		}
		far.count(0, report.add(&o, t))
	}
	wait()
	report.Took = time.Since(began)
	report.close(&o)
	return report, nil
}

// toTest returns the scenarios to run, and the goldens that belong to none. It is an
// error when there are neither.
func toTest(o *Options) (scripts, without []string, err error) {
	scripts, err = all(o.Paths, o.Match, func(p string) ([]string, error) { return scriptsAt(p, isScenario) })
	if err != nil {
		return nil, nil, err
	}
	if without, err = orphans(o.Paths, o.Match, scripts); err == nil && len(scripts)+len(without) == 0 {
		err = none(o.Paths, o.Match)
	}
	return scripts, without, err
}

// add judges the runs of a script, tells what is wrong, and returns how much is.
func (r *Report) add(o *Options, t *trial) (failed int) {
	results := t.judge(o)
	if o.Update {
		r.update(o, t, results)
	}
	r.Results = append(r.Results, results...)
	tell(o, results)
	if t.remark(o) {
		r.Remarked = append(r.Remarked, t.path)
	}
	t.runs = nil // transcripts may be large
	for i := range results {
		if results[i].Failure != nil {
			failed++
		}
	}
	return failed
}

// close says how it all went: once for a person, and once for a program.
func (r *Report) close(o *Options) {
	if r.Interrupted {
		fmt.Fprintln(o.Diag, "interrupted")
	}
	passed, failed := r.Count()
	without := ""
	if n := r.count(NoVerdict); n > 0 {
		without = fmt.Sprintf(" (%d without a verdict)", n)
	}
	remarked := ""
	if n := len(r.Remarked); n > 0 {
		remarked = ", with warnings about " + spell.Count(n, "scenario")
	}
	fmt.Fprintf(o.Diag, "%d passed, %d failed%s in %.1fs%s\n", passed, failed, without, r.Took.Seconds(), remarked)
	if !o.OneScreen {
		fmt.Fprintf(o.Out, "%d passed, %d failed\n", passed, failed)
	}
}
