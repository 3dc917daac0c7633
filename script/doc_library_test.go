package script

import (
	"slices"
	"strings"
	"testing"
)

// The files and functions that come with the program can be looked up, by any name
// that a person may have for them, and say how to get them.
func TestLibraryInTheReference(t *testing.T) {
	for name, want := range map[string][]string{
		"nemesis": {
			"@synod//nemesis.star\n", "nemesis(faults, every=(\"5ms\", \"20ms\")", "    load(\"@synod//nemesis.star\", \"nemesis\")\n",
			"    crashes()\n        Crashes a node; it restarts on the disk that it had.\n",
		},
		"nemesis.star":          {"@synod//nemesis.star\n"},
		"@synod//workload.star": {"@synod//workload.star\n", "tries=20"},
		"loss":                  {"loss(rate=0.1)\n    Loses messages", "    load(\"@synod//nemesis.star\", \"loss\")\n"},
		"load":                  {"@synod//duel.star, @synod//lab.star, @synod//nemesis.star,", "@synod//text.star"},
		"duel":                  {"duel(nodes, values, rounds=3", "    load(\"@synod//duel.star\", \"duel\")\n"},
		"cluster":               {"synod doc duel"},
		"":                      {"THE LIBRARY\n", "@synod//lab.star\n"},
	} {
		text, err := Doc(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s: got\n%s\nwant %q in it", name, text, part)
			}
		}
	}
	for _, name := range Names() {
		if strings.HasPrefix(name, "_") {
			t.Errorf("got %s, which is a file's own", name)
		}
	}
	if !slices.Contains(Names(), "crashes_midstep") {
		t.Error("got no crashes_midstep among the names to complete")
	}
}
