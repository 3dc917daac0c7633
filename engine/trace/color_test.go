package trace

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"synod/node"
)

// wordless is a protocol without words.
type wordless struct{}

func (wordless) AppendRequest(dst []byte, _ *node.Request) []byte { return dst }
func (wordless) AppendNote(dst []byte, _ node.Note) []byte        { return dst }
func (wordless) TimerName(node.Timer) string                      { return "timer" }

// Colours add nothing to what a line says, and end with it, also where it is folded.
func TestColored(t *testing.T) {
	escape := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for _, k := range []Kind{Milestone, Crash, Restart, Network, Remark, Violation} {
		r := &Record{Seq: 7, Time: time.Millisecond, Kind: k, Dst: 1, Text: strings.Repeat("agreement is broken ", 4)}
		var want, got strings.Builder
		_ = NewFolded(&want, wordless{}, func() int { return 40 }).Record(r)
		_ = NewFolded(&got, wordless{}, func() int { return 40 }).Colored().Record(r)
		if escape.ReplaceAllString(got.String(), "") != want.String() {
			t.Errorf("%v: got %q, want %q in colours", k, got.String(), want.String())
		}
		for line := range strings.Lines(got.String()) {
			if !strings.HasPrefix(line, colors[k]) || !strings.HasSuffix(line, plain+"\n") {
				t.Errorf("%v: got the line %q, want it in one colour that ends with it", k, line)
			}
		}
		if strings.Contains(want.String(), "\x1b") {
			t.Errorf("%v: got %q, want no colour that nobody asked for", k, want.String())
		}
	}
}
