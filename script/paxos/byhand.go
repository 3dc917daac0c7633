package paxos

import (
	"fmt"
	"slices"
	"strings"

	"synod/engine"
	"synod/engine/explore"
	"synod/node"
)

// ByHand returns steps as a person would write them, with proposers that are
// driven by hand: an acceptor is asked and answers in one go. Flights is what is
// on its way before each step. Not every way can be written like that, and the
// order of what does not depend on one another may change, so whoever uses it
// has to see whether it leads to the same end. It returns nil when there is no
// way.
func ByHand(steps []explore.Step, flights func(i int) []engine.Flight, words explore.Words) []string {
	h := hand{steps: steps, taken: make([]bool, len(steps)), words: words, names: map[node.ID]string{}}
	for i := range steps {
		if h.taken[i] {
			continue
		}
		if !h.step(i, flights(i)) {
			return nil
		}
	}
	return h.written()
}

// hand writes steps down.
type hand struct {
	steps []explore.Step
	taken []bool // steps that are part of an earlier one
	words explore.Words
	names map[node.ID]string // of the present proposers, by node
	made  int
	deeds []deed
}

// deed is a line of the script, or a part of one.
type deed struct {
	line    string // whole
	call    string // "a.prepare" or "a.accept", which may be joined with the next
	to      []node.ID
	comment string
}

func (h *hand) step(i int, flights []engine.Flight) bool {
	s := &h.steps[i]
	switch s.Kind {
	case explore.Ask:
		return h.propose(i)
	case explore.Fire:
		return true // who drives by hand does not wait
	case explore.Deliver:
		return h.deliver(i, flights)
	case explore.Stop:
		return false
	case explore.Drop:
		return true // whoever drives by hand does not let it arrive
	}
	h.deeds = append(h.deeds, deed{line: s.Lines(nil, h.words)[0]})
	return s.Dies == nil
}

// propose makes a proposer.
func (h *hand) propose(i int) bool {
	s := &h.steps[i]
	if s.Request.Arg("value").Absent() || s.Dies != nil || h.made == 26 {
		return false
	}
	name := string(rune('a' + h.made))
	h.made++
	h.names[s.Node] = name
	ballot := ""
	if b, known := h.ballotOf(i); known && b.Node == s.Node {
		ballot = fmt.Sprintf(", ballot = (%d, %d)", b.Round, b.Node)
	}
	h.deeds = append(h.deeds, deed{line: fmt.Sprintf("%s = proposer(%d, %s%s)", name, s.Node, h.words.Literal(s.Request.Arg("value")), ballot)})
	return true
}

// ballotOf returns the ballot of the first prepare of the proposal made in step i.
func (h *hand) ballotOf(i int) (node.Ballot, bool) {
	for _, f := range h.steps[i].Request.Args {
		if b, ok := f.Value.(node.Ballot); ok {
			return b, true
		}
	}
	for _, s := range h.steps[i+1:] {
		if s.Kind == explore.Deliver && s.From == h.steps[i].Node && s.Message.Kind() == "prepare" {
			return ballotOf(s.Message)
		}
	}
	return node.Ballot{}, false
}

// ballotOf returns the ballot that a message is about, if there is one.
func ballotOf(m node.Message) (node.Ballot, bool) {
	v, _ := node.FieldOf(m, "ballot")
	b, ok := v.(node.Ballot)
	return b, ok
}

// deliver writes down that an acceptor is asked and, where it is, that its
// answer arrives.
func (h *hand) deliver(i int, flights []engine.Flight) bool {
	s := &h.steps[i]
	name, phase := h.names[s.From], s.Message.Kind()
	if phase != "prepare" && phase != "accept" {
		h.deeds = append(h.deeds, deed{line: s.Lines(flights, h.words)[0]})
		return s.Dies == nil && !s.Again
	}
	if name == "" || s.Again {
		return false
	}
	if s.Dies != nil {
		h.deeds = append(h.deeds, deed{line: fmt.Sprintf("crash(%d, at = %q, kind = %q)", s.Node, s.Dies, phase)})
	}
	j := h.answer(i)
	ballot, _ := ballotOf(s.Message)
	switch {
	case j >= 0 && (h.steps[j].Dies != nil || h.steps[j].Again):
		return false
	case j >= 0:
		h.taken[j] = true
	case phase == "prepare":
		h.deeds = append(h.deeds, deed{line: fmt.Sprintf(`lose(kind = "promise", src = %d, dst = %d, ballot = (%d, %d))`, s.Node, s.From, ballot.Round, ballot.Node)})
	}
	h.deeds = append(h.deeds, deed{call: name + "." + phase, to: []node.ID{s.Node}, comment: ballot.String()})
	return true
}

// answer returns the step in which the answer to the request of step i arrives, or -1.
func (h *hand) answer(i int) int {
	s := &h.steps[i]
	asked, _ := ballotOf(s.Message)
	for j := i + 1; j < len(h.steps); j++ {
		a := &h.steps[j]
		if h.taken[j] || a.Kind != explore.Deliver || a.From != s.Node || a.Node != s.From {
			continue
		}
		answered, _ := ballotOf(a.Message)
		switch k := a.Message.Kind(); {
		case answered != asked:
		case k == "nack", k == "promise" && s.Message.Kind() == "prepare", k == "accepted" && s.Message.Kind() == "accept":
			return j
		}
	}
	return -1
}

// written returns the lines, with those joined that say the same of several acceptors.
func (h *hand) written() []string {
	var lines []string
	for i := 0; i < len(h.deeds); {
		d := h.deeds[i]
		i++
		if d.call == "" {
			lines = append(lines, d.line)
			continue
		}
		to := d.to
		for i < len(h.deeds) && h.deeds[i].call == d.call && h.deeds[i].comment == d.comment {
			to = append(to, h.deeds[i].to...)
			i++
		}
		slices.Sort(to)
		lines = append(lines, fmt.Sprintf("%s(to = %s)", d.call, strings.ReplaceAll(fmt.Sprintf("%d", to), " ", ", ")))
	}
	return lines
}
