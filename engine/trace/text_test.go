package trace

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"synod/node"
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

// Columns line up in cells of a terminal, whatever a value is made of, and nothing
// that a terminal would obey gets through.
func TestTextInCells(t *testing.T) {
	for value, want := range map[string]string{
		`"日本"`:              "  1       0ms  n1 -> n3  accept 3.1 \"日本\"           note 1",
		`"é"`:               "  1       0ms  n1 -> n3  accept 3.1 \"é\"              note 1",
		"\"e\u0301\"":       "  1       0ms  n1 -> n3  accept 3.1 \"e\u0301\"              note 1",
		"\"👩\u200d👧\"":      "  1       0ms  n1 -> n3  accept 3.1 \"👩\u200d👧\"             note 1",
		`"🇩🇪"`:              "  1       0ms  n1 -> n3  accept 3.1 \"🇩🇪\"             note 1",
		"\"\x1b[2J\u202e\"": "  1       0ms  n1 -> n3  accept 3.1 \"\\u001b[2J\\u202e\"  note 1",
		`"日本日本日本日本日本日本日本日本"`: "  1       0ms  n1 -> n3  accept 3.1 \"日本日本日本日本日本日本日本日本\"  note 1",
	} {
		m := accept
		m.Value = node.Value(value)
		r := &Record{Seq: 1, Kind: Deliver, Src: 1, Dst: 3, Message: m, Outcome: node.Note{Code: 1}}
		if got := Line(r, plainWords{}); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", value, got, want)
		}
	}
	for text, want := range map[string]string{
		"日本 \x1b[31m\ttab":     `  1       0ms  #         日本 \u001b[31m\ttab`,
		"two\nlines\r":         `  1       0ms  #         two\nlines\r`,
		"\xff\u2028":           `  1       0ms  #         \xff\u2028`,
		"ends with spaces é  ": `  1       0ms  #         ends with spaces é`,
	} {
		if got := Line(&Record{Seq: 1, Kind: Remark, Text: text}, plainWords{}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	lost := &Record{Seq: 1, Kind: Lose, Src: 1, Dst: 2, Message: accept, Text: "rule \x1b é"}
	if got, want := Line(lost, plainWords{}), `  1       0ms  n1 -> n2  accept 3.1 X                lost: rule \u001b é`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A line that is too wide for a terminal goes on below what happened.
func TestFold(t *testing.T) {
	long := `  2       2ms  n5 -> n3  accept 3.1 "a value longer than a column"  refused, promised 4.5 and more`
	for _, test := range []struct {
		line    string
		columns int
		want    string
	}{
		{long, 0, long},
		{long, 200, long},
		{"  8       2ms  n3 -> n1  promise 1.1, no vote        ignored: phase 2 of 1.1 has begun", 80,
			"  8       2ms  n3 -> n1  promise 1.1, no vote        ignored: phase 2 of 1.1 has\n" + strings.Repeat(" ", 53) + "begun"},
		{"  8       2ms  n3 -> n1  accept 1.1 \"日本\"           ignored: phase 2 of 1.1 has begun", 80,
			"  8       2ms  n3 -> n1  accept 1.1 \"日本\"           ignored: phase 2 of 1.1 has\n" + strings.Repeat(" ", 53) + "begun"},
		{long, 80, `  2       2ms  n5 -> n3  accept 3.1 "a value longer than a column"  refused,
                         promised 4.5 and more`},
		{"  1       0ms  n1        propose \"日本日本日本日本日本日本日本日本\"", 60, "  1       0ms  n1        propose\n                         \"日本日本日本日本日本日本日本日本\""},
		{"  1       0ms  n1        propose \"" + strings.Repeat("x", 80) + "\"", 60, "  1       0ms  n1        propose\n" +
			"                         \"" + strings.Repeat("x", 34) + "\n                         " + strings.Repeat("x", 35) + "\n                         " + strings.Repeat("x", 11) + "\""},
		{long, 40, "2       2ms  n5 -> n3  accept 3.1 \"a\nvalue longer than a column\"  refused,\npromised 4.5 and more"},
	} {
		got := Fold(test.line, test.columns)
		if strings.TrimSpace(got) != strings.TrimSpace(test.want) {
			t.Errorf("in %d:\ngot\n%s\nwant\n%s", test.columns, got, test.want)
		}
	}
	var out bytes.Buffer
	columns := 80
	text := NewFolded(&out, plainWords{}, func() int { return columns })
	for _, columns = range []int{0, 60} {
		if err := text.Record(numbered(20)); err != nil {
			t.Fatal(err)
		}
	}
	want := golden[20].text + "\n" + strings.Replace(golden[20].text, "a column\"  note", "a\n                         column\"  note", 1) + "\n"
	if got := strings.Replace(out.String(), " 21      20ms", " 21      20ms", -1); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// BenchmarkText writes lines of a trace, in ASCII and not.
func BenchmarkText(b *testing.B) {
	for name, line := range map[string]int{"ascii": 1, "wide": 2} {
		b.Run(name, func(b *testing.B) {
			var out bytes.Buffer
			text, r := NewText(&out, paxos.Protocol{}), numbered(line)
			for b.Loop() {
				out.Reset()
				if err := text.Record(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
