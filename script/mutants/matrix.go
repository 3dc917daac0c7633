package mutants

import (
	"synod/node"
	"synod/script"
)

// Mark is what a scenario makes of a mutant.
type Mark string

// The marks. The zero Mark is that of a mutant nobody noticed.
const (
	Unnoticed Mark = ""
	Differs   Mark = "differs"    // it passes, and prints something else
	Caught    Mark = "caught"     // it fails
	NoVerdict Mark = "no verdict" // it came to no end in time, or the lab failed
)

// Cell is one scenario against one mutant.
type Cell struct {
	Mark Mark
	Why  string // how it failed, in a line; "" when it did not
}

// Row is one scenario.
type Row struct {
	Script string
	Base   Cell   // how it ends as it is; its Mark is Unnoticed when it passes
	Status int    // and with which exit status
	Cells  []Cell // by the rules of the matrix; nil for one that is skipped
}

// skipped reports whether the scenario fails as it is.
func (r *Row) skipped() bool { return r.Cells == nil }

// count returns how many mutants the scenario gives a mark.
func (r *Row) count(mark Mark) (n int) {
	for _, c := range r.Cells {
		if c.Mark == mark {
			n++
		}
	}
	return n
}

// Matrix is every scenario against every mutant.
type Matrix struct {
	Rules       []node.Rule // those that safety needs first
	Rows        []Row       // by the paths of the scenarios
	Interrupted bool        // nothing in it counts
}

// count returns how many scenarios give a rule's mutant a mark.
func (m *Matrix) count(rule int, mark Mark) (n int) {
	for _, r := range m.Rows {
		if !r.skipped() && r.Cells[rule].Mark == mark {
			n++
		}
	}
	return n
}

// caught returns how many of the rules are caught that safety needs, or of
// those that only cost progress when switched, and how many there are.
func (m *Matrix) caught(unsafe bool) (caught, all int) {
	for i, rule := range m.Rules {
		if rule.Unsafe != unsafe {
			continue
		}
		all++
		if m.count(i, Caught) > 0 {
			caught++
		}
	}
	return caught, all
}

// rows returns the scenarios that are skipped, or those that are not.
func (m *Matrix) rows(skipped bool) (rows []*Row) {
	for i := range m.Rows {
		if m.Rows[i].skipped() == skipped {
			rows = append(rows, &m.Rows[i])
		}
	}
	return rows
}

// Status returns the exit status that the matrix stands for: 0 when every rule
// that safety needs is caught. Without a scenario that passes as it is there is
// nothing to say of rules, and the status is that of the first one.
func (m *Matrix) Status() int {
	if m.Interrupted {
		return script.StatusLab
	}
	if len(m.rows(false)) == 0 && len(m.Rows) > 0 {
		return m.Rows[0].Status
	}
	status := script.StatusOK
	for i, rule := range m.Rules {
		switch {
		case !rule.Unsafe || m.count(i, Caught) > 0:
		case m.count(i, NoVerdict) == 0:
			return script.StatusFailed
		default:
			status = script.StatusLab
		}
	}
	return status
}
