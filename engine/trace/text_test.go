package trace

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"synod/node/paxos"
)

// refusing is a writer that takes nothing.
type refusing struct{}

var errRefused = errors.New("no room")

func (refusing) Write([]byte) (int, error) { return 0, errRefused }

func TestTextLines(t *testing.T) {
	var out bytes.Buffer
	text := NewText(&out, plainWords{})
	for i, g := range golden {
		out.Reset()
		if err := text.Record(numbered(i)); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != g.text+"\n" {
			t.Errorf("got  %q\nwant %q", got, g.text+"\n")
		}
		if got := Line(numbered(i), plainWords{}); got != g.text {
			t.Errorf("Line: got %q, want %q", got, g.text)
		}
	}
}

// TestEveryKindHasALine keeps the golden records complete.
func TestEveryKindHasALine(t *testing.T) {
	seen := map[Kind]bool{}
	for _, g := range golden {
		seen[g.record.Kind] = true
	}
	for k := range kindNames {
		if !seen[Kind(k)] {
			t.Errorf("%v: got no golden line, want one", Kind(k))
		}
	}
}

// TestAppendTextAppends puts a line behind other text: its columns count from
// where it begins, and nothing before it changes.
func TestAppendTextAppends(t *testing.T) {
	for i, g := range golden {
		for _, before := range []string{"> ", strings.Repeat("=", 60)} {
			if got := string(AppendText([]byte(before), numbered(i), plainWords{})); got != before+g.text {
				t.Errorf("got  %q\nwant %q", got, before+g.text)
			}
		}
	}
}

func TestTextOfManyDigits(t *testing.T) {
	r := &Record{Seq: 1234567, Time: 90 * time.Minute, Kind: Remark, Text: "late"}
	if got, want := Line(r, plainWords{}), "1234567  5400000ms  #    late"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTime(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                        "0ms",
		time.Microsecond:         "0.001ms",
		10 * time.Microsecond:    "0.01ms",
		100 * time.Microsecond:   "0.1ms",
		1250 * time.Microsecond:  "1.25ms",
		1002 * time.Microsecond:  "1.002ms",
		time.Second:              "1000ms",
		999 * time.Nanosecond:    "0ms",
		61*time.Second + 1500000: "61001.5ms",
	} {
		if got := string(AppendTime(nil, d)); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}

func TestTextTellsOfARefusedWrite(t *testing.T) {
	if err := NewText(refusing{}, plainWords{}).Record(numbered(0)); !errors.Is(err, errRefused) {
		t.Errorf("got the error %v, want %v", err, errRefused)
	}
}

// TestTextDoesNotAllocate holds for a trace of a million lines.
func TestTextDoesNotAllocate(t *testing.T) {
	var out bytes.Buffer
	out.Grow(1 << 16)
	text, r := NewText(&out, paxos.Protocol{}), numbered(0)
	text.Record(r)
	if n := testing.AllocsPerRun(100, func() {
		out.Reset()
		text.Record(r)
	}); n > 0 {
		t.Errorf("got %v allocations for a line, want 0", n)
	}
}
