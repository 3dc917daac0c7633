package history

import (
	"fmt"
	"strings"
)

// A nemesis is Jepsen's word for what breaks things: a process of its own among the
// clients. These are the names by which its readers know the beginning and the end
// of a fault, by its kind.
var nemesis = map[string][2]string{
	"crash":     {"kill", "start"},
	"pause":     {"pause", "resume"},
	"clock":     {"bump-clock", "reset-clock"},
	"partition": {"start-partition", "stop-partition"},
	"cut":       {"start-partition", "stop-partition"},
	"hold":      {"start-packet", "stop-packet"},
	"delay":     {"start-packet", "stop-packet"},
	"lose":      {"start-packet", "stop-packet"},
	"repeat":    {"start-packet", "stop-packet"},
	"reorder":   {"start-packet", "stop-packet"},
	"corrupt":   {"bitflip", ""},
	"torn":      {"truncate", ""},
	"rollback":  {"truncate", ""},
	"wipe":      {"wipe", ""},
}

// nemesisName returns what Jepsen calls the beginning of f, or its end.
func (f *Fault) nemesisName(over bool) string {
	names, known := nemesis[f.Kind]
	if !known {
		names = [2]string{"start-" + f.Kind, "stop-" + f.Kind}
	}
	if over {
		return names[1]
	}
	return names[0]
}

// nemesisLines returns the lines for the beginning of f or its end, the first of
// them with this index. There are two, as of every operation of a nemesis: what it
// is to do, and what it has done.
func (f *Fault) nemesisLines(over bool, index int) string {
	moment, text := f.Began, f.Text
	if over {
		moment, text = f.Ended, "end of "+f.Text
	}
	wanted, done := ednString(text), ednString(text)
	if f.Node != 0 {
		name := ednString(f.Node.String())
		wanted, done = "["+name+"]", "{"+name+" "+done+"}"
	}
	var lines strings.Builder
	for i, value := range []string{wanted, done} {
		fmt.Fprintf(&lines, "{:type :info, :f :%s, :value %s, :process :nemesis, :time %d, :index %d}\n",
			f.nemesisName(over), value, moment.Time.Nanoseconds(), index+i)
	}
	return lines.String()
}
