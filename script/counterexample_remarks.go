package script

import (
	"fmt"
	"strings"

	"synod/engine/shrink"
	"synod/engine/trace"
	"synod/node"
)

// remarked runs a script in the simulator, and returns it with a remark behind
// every line that acted. It reports whether the script passes.
func (s *Session) remarked(text string, r *shrink.Run) (string, bool) {
	remarks := map[int]string{}
	err := s.scratch(text, func(c *call, from int) {
		line := int(c.place().Line)
		records := c.cluster.world.Log().All()[from:]
		remarks[line] = (&remark{records: records, words: c.cluster.world.Words(), property: r.Property}).text()
	})
	if err != nil {
		return "", false
	}
	lines := strings.Split(text, "\n")
	for line, remark := range remarks {
		if remark != "" {
			lines[line-1] += "  # " + remark
		}
	}
	return strings.Join(lines, "\n"), true
}

// remark says what came of one line of a script.
type remark struct {
	records  []trace.Record // of the line
	words    trace.Words
	property string
	parts    []string
}

// text returns the remark: what acceptors answered, and what followed.
func (m *remark) text() string {
	asked := m.asked()
	switch {
	case len(asked) == 1 && !m.has(trace.Ask):
		m.add(string(asked[0].Message.Append(nil)) + colon(m.outcome(asked[0])))
	default:
		m.together(asked)
	}
	for i := range m.records {
		switch r := &m.records[i]; r.Kind {
		case trace.Ask:
			if len(asked) == 0 && !saysTyped(r.Request.Args) { // which the line would say
				m.add(m.outcome(r))
			}
		case trace.Fire, trace.Restart:
			m.add(m.outcome(r))
		case trace.Note:
			if !m.has(trace.Milestone) { // which is what a note would be about
				m.add(m.outcome(r))
			}
		case trace.Milestone:
			m.add(r.Text)
		case trace.Crash:
			m.add(died(r))
		case trace.Violation:
			m.add(m.broken(r.Text))
		}
	}
	return strings.Join(m.parts, "; ")
}

func (m *remark) add(part string) {
	if part != "" {
		m.parts = append(m.parts, part)
	}
}

func colon(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

// died says where in its step a node did.
func died(r *trace.Record) string {
	if r.Text == "" {
		return ""
	}
	return fmt.Sprintf("%v dies %s", r.Dst, r.Text)
}

// broken says which property broke; the one that is expected goes without saying
// how.
func (m *remark) broken(text string) string {
	if strings.HasPrefix(text, m.property+": ") {
		return m.property + " is broken"
	}
	return "breaks " + text
}

func (m *remark) has(kind trace.Kind) bool {
	for i := range m.records {
		if m.records[i].Kind == kind {
			return true
		}
	}
	return false
}

// asked returns the deliveries that are no answers to another of the line.
func (m *remark) asked() []*trace.Record {
	var asked []*trace.Record
	deliveries := map[int]bool{}
	for i := range m.records {
		r := &m.records[i]
		if r.Kind != trace.Deliver {
			continue
		}
		deliveries[r.Seq] = true
		if !deliveries[r.Cause] {
			asked = append(asked, r)
		}
	}
	return asked
}

// together says of several deliveries what came of them, once for all with the
// same outcome.
func (m *remark) together(asked []*trace.Record) {
	var outcomes []string
	nodes := map[string][]string{}
	for _, r := range asked {
		o := m.outcome(r)
		if o == "" {
			continue
		}
		if nodes[o] == nil {
			outcomes = append(outcomes, o)
		}
		nodes[o] = append(nodes[o], r.Dst.String())
	}
	for _, o := range outcomes {
		m.add(strings.Join(nodes[o], ", ") + ": " + o)
	}
}

// outcome returns what came of an event, in words.
func (m *remark) outcome(r *trace.Record) string {
	if r.Outcome == (node.Note{}) {
		return ""
	}
	return string(m.words.AppendNote(nil, r.Outcome))
}
