package recording

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
)

// Encode returns the file of a recording.
func (r *Recording) Encode() []byte {
	var w writer
	w.put(header{"synod", cmp.Or(r.Version, Version), text(r.By)})
	w.put(line{Run: r.Run.line()})
	for _, s := range r.Sources {
		w.put(line{Source: &sourceLine{text(s.Path), text(s.Text), text(s.Error)}})
	}
	for _, e := range r.Events {
		w.put(line{Event: &eventLine{e.Cluster, text(e.Line)}})
	}
	output := lines(r.Output)
	for _, l := range output {
		out := text(l)
		w.put(line{Out: &out})
	}
	w.put(line{End: &endLine{r.End.Status, text(r.End.Explained), len(r.Events), len(output)}})
	return seal(w.Bytes())
}

// line returns the line of the run.
func (r *Run) line() *runLine {
	l := &runLine{File: text(r.File), Shown: text(r.Shown), Trace: r.Trace, Seed: r.Seed.String(), Rules: r.Rules}
	for _, name := range slices.Sorted(maps.Keys(r.Args)) {
		l.Args = append(l.Args, argument{text(name), text(r.Args[name])})
	}
	return l
}

// seal returns the lines with their checksum behind them.
func seal(lines []byte) []byte {
	sum := sha256.Sum256(lines)
	w := writer{*bytes.NewBuffer(slices.Clip(lines))}
	w.put(checksum{hex.EncodeToString(sum[:])})
	return w.Bytes()
}

// writer writes JSON Lines.
type writer struct{ bytes.Buffer }

func (w *writer) put(v any) {
	b, err := marshal(v)
	if err != nil {
		panic(err) // the types above can all be written
	}
	w.Write(append(b, '\n'))
}

// marshal is json.Marshal for people to read: "->" stays as it is.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
