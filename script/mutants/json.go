package mutants

import (
	"encoding/json"
	"io"
)

// Version is the version of the JSON. It grows when a field changes its meaning
// or goes; a new field alone does not change it.
const Version = 1

// document is the matrix as JSON.
type document struct {
	Mutants string         `json:"mutants"` // always "synod"
	Version int            `json:"version"`
	Rules   []documentRule `json:"rules"`
	Scripts []documentRow  `json:"scripts"`
}

type documentRule struct {
	Rule    string `json:"rule"`
	Unsafe  bool   `json:"unsafe"`
	Caught  int    `json:"caught"`
	Differs int    `json:"differs"`
}

type documentRow struct {
	Script  string         `json:"script"`
	Skipped string         `json:"skipped,omitempty"` // how it fails as it is
	Marks   []documentMark `json:"marks,omitempty"`   // of mutants that were noticed, in the order of the rules
}

type documentMark struct {
	Rule string `json:"rule"`
	Mark Mark   `json:"mark"`
	Why  string `json:"why,omitempty"`
}

// WriteJSON writes the matrix for a program.
func (m *Matrix) WriteJSON(w io.Writer) error {
	d := document{Mutants: "synod", Version: Version, Rules: []documentRule{}, Scripts: []documentRow{}}
	for i, rule := range m.Rules {
		d.Rules = append(d.Rules, documentRule{rule.Name, rule.Unsafe, m.count(i, Caught), m.count(i, Differs)})
	}
	for _, r := range m.Rows {
		row := documentRow{Script: r.Script, Skipped: r.Base.Why}
		for i, c := range r.Cells {
			if c.Mark != Unnoticed {
				row.Marks = append(row.Marks, documentMark{m.Rules[i].Name, c.Mark, c.Why})
			}
		}
		d.Scripts = append(d.Scripts, row)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
