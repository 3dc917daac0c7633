package linediff

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A printed line may tell the number or the time of an event. Where one event more moved
// the trace, such a number moved as far as those of some line of the trace did. Any other
// is a result that is not what it was: it differs as much as a word does.

// moment is a number of an event, or a time; or how far one of them moved.
type moment struct {
	event int
	time  time.Duration
}

// beginning matches what an event begins with, as text or as JSON.
var beginning = regexp.MustCompile(`^ *\d+ +\d+(?:\.\d+)?ms\b|^\{"seq":\d+,.*"at_us":\d+`)

// measure matches a number with its unit, if it has one.
var measure = regexp.MustCompile(`(\d+(?:\.\d+)?)(ns|µs|us|ms|s)?`)

// regrade raises the level of printed lines whose numbers did not move with the trace.
func (c *comparison) regrade() {
	moves := map[moment]bool{{}: true}
	for _, s := range c.steps {
		if s.level == shifted && c.isEvent(s) {
			for _, m := range moved(beginning.FindString(c.old[s.old]), beginning.FindString(c.new[s.new])) {
				moves[m] = true
			}
		}
	}
	for i, s := range c.steps {
		if s.level != shifted || c.isEvent(s) {
			continue
		}
		for _, m := range moved(c.old[s.old], c.new[s.new]) {
			if !moves[m] {
				c.steps[i].level = counted
			}
		}
	}
}

// isEvent reports whether a pair of lines are events of a trace.
func (c *comparison) isEvent(s step) bool {
	return beginning.MatchString(c.old[s.old]) && beginning.MatchString(c.new[s.new])
}

// moved returns how far each moment moved between two lines that say the same.
func moved(old, new string) (all []moment) {
	before, after := moments(old), moments(new)
	for i := range min(len(before), len(after)) {
		all = append(all, moment{after[i].event - before[i].event, after[i].time - before[i].time})
	}
	return all
}

// moments returns the numbers and times of events that a line tells, in order.
func moments(line string) (all []moment) {
	for _, part := range shifting.FindAllString(line, -1) {
		for _, m := range measure.FindAllStringSubmatch(part, -1) {
			unit := m[2]
			if strings.HasPrefix(part, `"at_us"`) {
				unit = "us"
			}
			if unit == "" {
				n, _ := strconv.Atoi(m[1])
				all = append(all, moment{event: n})
				continue
			}
			d, _ := time.ParseDuration(m[1] + unit)
			all = append(all, moment{time: d})
		}
	}
	return all
}
