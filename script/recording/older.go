package recording

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"

	"synod/node/cells"
)

// oldest is the oldest version of the form that can be repeated. In version 1
// lines were padded by bytes and not by cells, <, > and & of a value stood there
// as escapes, other characters that are escaped now as themselves, and large
// numbers in JSON as numbers. A run of then is the same as one of now when the
// gist of their lines is.
const oldest = 1

var (
	spaces  = regexp.MustCompile(` +`)
	escape  = regexp.MustCompile(`\\+(u[0-9a-f]{4})`) // with more backslashes in a text inside JSON
	asItIs  = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")
	number  = regexp.MustCompile(`\{\\*"\$int\\*":\\*"(-?\d+)\\*"\}`)
	header1 = regexp.MustCompile(`^(\{"(?:trace|history)":"synod","version":)1,`)
)

// gist returns what a line says, however it was written.
func gist(line string) string {
	line = cells.VisibleLines(openRequest(line))
	line = asItIs.Replace(escape.ReplaceAllString(line, `\$1`))
	line = header1.ReplaceAllString(number.ReplaceAllString(line, "$1"), "${1}2,")
	return spaces.ReplaceAllString(line, " ")
}

// openRequest returns a line of a JSON trace with its request as it is written now:
// in version 1 a request had a proposal, and its arguments beside it. The fields are
// in the order of their names.
func openRequest(line string) string {
	if !strings.HasPrefix(line, `{"seq":`) || !strings.Contains(line, `"request":`) {
		return line
	}
	text, ended := strings.CutSuffix(line, "\n")
	var fields map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&fields) != nil {
		return line
	}
	if request, ok := fields["request"].(map[string]any); ok && request["proposal"] != nil {
		fields["request"] = withArguments(request)
	}
	b, err := marshal(fields)
	if err != nil {
		return line
	}
	if ended {
		b = append(b, '\n')
	}
	return string(b)
}

// withArguments returns a request of version 1 as it is written now.
func withArguments(request map[string]any) map[string]any {
	now := map[string]any{"op": request["op"], "id": request["proposal"]}
	args := map[string]any{}
	for name, v := range request {
		if name != "op" && name != "proposal" {
			args[name] = v
		}
	}
	if len(args) > 0 {
		now["args"] = args
	}
	return now
}

// columns returns how wide the tables of a recording are: in version 1 they were
// as wide as they would be.
func (r *Recording) columns() int {
	if r.Version == oldest {
		return math.MaxInt
	}
	return 0
}

// gists returns a recording with the gist of every line.
func (r *Recording) gists() *Recording {
	short := *r
	short.Events = slices.Clone(r.Events)
	for i := range short.Events {
		short.Events[i].Line = gist(short.Events[i].Line)
	}
	short.Output = []byte(gistOfAll(string(r.Output)))
	short.End.Explained = gistOfAll(r.End.Explained)
	return &short
}

func gistOfAll(text string) string {
	var all strings.Builder
	for line := range strings.Lines(text) {
		all.WriteString(gist(line))
	}
	return all.String()
}

// byLine hands on the gist of what is written to it, line by line.
type byLine struct {
	to   io.Writer
	rest []byte // of a line that has not ended
}

// Write keeps the line that has not ended.
func (w *byLine) Write(b []byte) (int, error) {
	w.rest = append(w.rest, b...)
	end := bytes.LastIndexByte(w.rest, '\n') + 1
	whole := gistOfAll(string(w.rest[:end]))
	w.rest = w.rest[end:]
	_, err := io.WriteString(w.to, whole)
	return len(b), err
}

// end hands on the line that did not end.
func (w *byLine) end() {
	_, _ = io.WriteString(w.to, gist(string(w.rest))) // a comparison takes everything
	w.rest = nil
}
