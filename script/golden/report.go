package golden

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"synod/node/cells"
	"synod/script"
)

// Report is what came of a test.
type Report struct {
	Results     []Result // by script, then by fleet
	Remarked    []string // the scripts of which the lab had something to say, though they passed
	Updated     []string // the goldens that were written
	Took        time.Duration
	Interrupted bool // the results are not all
}

// Count returns how many results passed, and how many did not.
func (r *Report) Count() (passed, failed int) {
	for _, result := range r.Results {
		if result.Failure == nil {
			passed++
		}
	}
	return passed, len(r.Results) - passed
}

func (r *Report) count(kind Kind) (n int) {
	for _, result := range r.Results {
		if result.Failure != nil && result.Failure.Kind == kind {
			n++
		}
	}
	return n
}

// Status returns the exit status that the report stands for: a failure that is
// known outweighs a verdict that is missing.
func (r *Report) Status() int {
	_, failed := r.Count()
	without := r.count(NoVerdict)
	switch {
	case r.Interrupted:
		return script.StatusLab
	case failed > without:
		return script.StatusFailed
	case without > 0:
		return script.StatusLab
	}
	return script.StatusOK
}

// tell writes what is wrong with a script. What is wrong with it in both
// fleets alike is written once.
func tell(o *Options, results []Result) {
	for i, r := range results {
		if r.Failure == nil || i > 0 && alike(results[i-1].Failure, r.Failure) {
			continue
		}
		fleets := []string{string(r.Fleet)}
		for _, other := range results[i+1:] {
			if alike(r.Failure, other.Failure) {
				fleets = append(fleets, string(other.Fleet))
			}
		}
		fmt.Fprintf(o.Out, "FAIL %s%s: %s\n%sagain: %s\n\n", cells.Visible(r.Script), where(fleets, &r), r.Failure.Kind,
			paint(o, r.Failure), cells.Visible(r.Failure.Again))
	}
}

// remark writes what the lab has to say of runs that passed, once for all that say
// the same, and reports whether there was anything.
func (t *trial) remark(o *Options) bool {
	var said []string
	for _, runs := range t.runs {
		for _, r := range runs {
			if r.remarks == "" || slices.Contains(said, r.remarks) {
				continue
			}
			said = append(said, r.remarks)
			fmt.Fprintf(o.Diag, "%s\n%s\n", t.path, r.remarks)
		}
	}
	return len(said) > 0
}

// alike reports whether two failures tell the same, and so whether one of
// their command lines is enough.
func alike(x, y *Failure) bool {
	return x != nil && y != nil && x.Kind == y.Kind && x.Run == y.Run && x.Text == y.Text
}

// where says in parentheses which runs a failure is about; "" when it is about none.
func where(fleets []string, r *Result) string {
	if r.Runs == 0 {
		return ""
	}
	text := strings.Join(fleets, " and ")
	if r.Failure.Run > 0 && r.Runs > 1 {
		text += fmt.Sprintf(", run %d of %d", r.Failure.Run, r.Runs)
	}
	return " (" + text + ")"
}

// Colours of a terminal.
const (
	red, green, cyan = "\x1b[31m", "\x1b[32m", "\x1b[36m"
	plain            = "\x1b[0m"
)

// paint returns the text of a failure, in colour if it is a difference and
// that is wanted.
func paint(o *Options, f *Failure) string {
	shown := cells.VisibleLines(f.Text) // a script may have printed anything
	if !o.Color || f.Kind == NoVerdict || f.Kind == NoGolden || f.Kind == NoScenario {
		return shown
	}
	var text strings.Builder
	for line := range strings.Lines(shown) {
		color := map[byte]string{'-': red, '+': green, '@': cyan}[line[0]]
		if color == "" {
			text.WriteString(line)
			continue
		}
		text.WriteString(color + strings.TrimSuffix(line, "\n") + plain + "\n")
	}
	return text.String()
}
