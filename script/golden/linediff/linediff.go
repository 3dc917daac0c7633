package linediff

import (
	"strings"
)

// level is how much two lines of a pair differ, or a line from all of the other text.
type level int

const (
	same    level = iota // to the byte
	shifted              // in the number or the time of an event, or in how the line ends
	counted              // in other numbers
	other                // there is no line that says the same
)

// step is a pair of lines, or a line that only one of the texts has: the indices of both
// in their texts, -1 for none.
type step struct {
	level    level
	old, new int
}

// comparison is two texts, line by line.
type comparison struct {
	oldName, newName string
	old, new         []string // with their ends
	steps            []step
}

// compare aligns two texts.
func compare(oldName string, old []byte, newName string, new []byte) *comparison {
	c := &comparison{oldName: oldName, newName: newName, old: lines(old), new: lines(new)}
	oldSays, newSays := sayings(c.old), sayings(c.new)
	to := alignBy(oldSays, newSays)
	j := 0
	for i := 0; i <= len(c.old); i++ {
		end := len(c.new)
		if i < len(c.old) {
			if to[i] < 0 {
				continue
			}
			end = to[i]
		}
		c.gap(oldSays, newSays, c.upTo(), i, j, end)
		if i < len(c.old) {
			c.pair(shifted, i, end)
		}
		j = end + 1
	}
	c.regrade()
	return c
}

// upTo returns the index of the first line of the old text that no step has yet.
func (c *comparison) upTo() int {
	for n := len(c.steps) - 1; n >= 0; n-- {
		if c.steps[n].old >= 0 {
			return c.steps[n].old + 1
		}
	}
	return 0
}

// gap adds the lines between two pairs: no line of one text says what one of the other
// does, but maybe they differ only in numbers.
func (c *comparison) gap(oldSays, newSays []string, oldFrom, oldTo, newFrom, newTo int) {
	to := alignBy(wordings(oldSays[oldFrom:oldTo]), wordings(newSays[newFrom:newTo]))
	j := newFrom
	for i := oldFrom; i < oldTo; i++ {
		if to[i-oldFrom] < 0 {
			c.steps = append(c.steps, step{other, i, -1})
			continue
		}
		for ; j < newFrom+to[i-oldFrom]; j++ {
			c.steps = append(c.steps, step{other, -1, j})
		}
		c.pair(counted, i, j)
		j++
	}
	for ; j < newTo; j++ {
		c.steps = append(c.steps, step{other, -1, j})
	}
}

// pair adds two lines that belong together and differ up to a level.
func (c *comparison) pair(l level, i, j int) {
	if c.old[i] == c.new[j] {
		l = same
	}
	c.steps = append(c.steps, step{l, i, j})
}

// worst returns the highest level of all.
func (c *comparison) worst() level {
	worst := same
	for _, s := range c.steps {
		worst = max(worst, s.level)
	}
	return worst
}

// lines returns the lines of a text with their ends. The last one may have none.
func lines(text []byte) []string {
	all := strings.SplitAfter(string(text), "\n")
	if n := len(all) - 1; all[n] == "" {
		all = all[:n]
	}
	return all
}

func sayings(lines []string) []string { return each(lines, saying) }

func wordings(sayings []string) []string { return each(sayings, wording) }

func each(all []string, f func(string) string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = f(s)
	}
	return out
}

// alignBy is align for texts.
func alignBy(x, y []string) []int {
	numbers := map[string]int{}
	intern := func(all []string) []int {
		out := make([]int, len(all))
		for i, s := range all {
			n, known := numbers[s]
			if !known {
				n = len(numbers)
				numbers[s] = n
			}
			out[i] = n
		}
		return out
	}
	return align(intern(x), intern(y))
}
