package script

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"synod/script/lineend"
)

// A transcript is a conversation as it would be on the screen. It is its own
// test: what stands behind the prompts is typed, and the whole must come out
// again. ^C at the end of a line gives it up, ^D ends the lines.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/repl/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			defer goleak.VerifyNone(t)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			about, want, _ := strings.Cut(lineend.Unix(string(text)), "\n\n")
			got, _ := talk(t, "", typedIn(want)...)
			if *update {
				if err := os.WriteFile(file, []byte(about+"\n\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("got\n%s\nwant\n%s\n(go test ./script -update writes what it got)", got, want)
			}
		})
	}
}

// typedIn returns the lines that a person typed in a transcript.
func typedIn(transcript string) []string {
	var lines []string
	for _, line := range strings.Split(transcript, "\n") {
		for _, prompt := range []string{firstPrompt, morePrompt} {
			if text, ok := strings.CutPrefix(line+" ", prompt); ok {
				lines = append(lines, strings.TrimSuffix(text, " "))
				break
			}
		}
	}
	return lines
}

// talk types lines into a conversation in the simulator, and returns the
// screen without the greeting, and what the conversation returned.
func talk(t *testing.T, file string, typed ...string) (screen string, err error) {
	t.Helper()
	var out bytes.Buffer
	s := newTestSession(t, &out)
	r := &typist{screen: &out, lines: typed}
	err = s.Converse(r, file)
	if !r.closed {
		t.Error("the reader is not closed")
	}
	return strings.Replace(out.String(), greeting, "", 1), err
}

// newTestSession returns a session in the simulator that shows everything in out.
func newTestSession(t *testing.T, out io.Writer) *Session {
	t.Helper()
	s := New(context.Background(), Options{Fleet: Simulated, Out: out, Diag: out})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return s
}

// typist is a LineReader that types given lines, and shows them as a terminal does.
type typist struct {
	screen  io.Writer
	lines   []string
	history []string
	closed  bool
	before  func(line string) // is told of each line
}

func (r *typist) Prompt(prompt string) (string, error) {
	line := "^D"
	if len(r.lines) > 0 {
		line, r.lines = r.lines[0], r.lines[1:]
	}
	if r.before != nil {
		r.before(line)
	}
	if line == "^D" {
		io.WriteString(r.screen, prompt+line)
		if prompt == morePrompt {
			io.WriteString(r.screen, "\n") // a real terminal shows neither
		}
		return "", io.EOF
	}
	io.WriteString(r.screen, strings.TrimRight(prompt+line, " ")+"\n")
	if strings.HasSuffix(line, "^C") {
		return "", ErrDropped
	}
	return line, nil
}

func (r *typist) AppendHistory(line string) { r.history = append(r.history, line) }

func (r *typist) Close() error {
	r.closed = true
	return nil
}
