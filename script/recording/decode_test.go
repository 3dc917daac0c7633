package recording

import (
	"bytes"
	"strings"
	"testing"

	"synod/engine"
	"synod/script"
)

// small is a recording with one line of each kind.
func small() *Recording {
	return &Recording{
		By: "test", Run: Run{File: "x.star", Shown: "x.star", Trace: script.TraceText, Seed: engine.Input{Seed: 1}},
		Sources: []Source{{Path: "x.star", Text: "print(1)"}}, Events: []Event{{1, "  1  0ms  lab"}}, Output: []byte("1\n"),
	}
}

// Every file that is not whole and unchanged is refused, with its name.
func TestDamaged(t *testing.T) {
	file := small().Encode()
	for i := range file {
		for _, damaged := range [][]byte{
			file[:i],
			append(append([]byte(nil), file[:i]...), file[i+1:]...),
			append(append(append([]byte(nil), file[:i]...), file[i]^1), file[i+1:]...),
		} {
			if _, err := Decode("x.jsonl", damaged); err == nil || !strings.HasPrefix(err.Error(), "x.jsonl:") {
				t.Fatalf("got %v, want an error for\n%s", err, damaged)
			}
		}
	}
	if _, err := Decode("x.jsonl", append(file, file...)); err == nil {
		t.Error("got no error for a file twice")
	}
}

// A file with the right checksum may still say what no recording says.
func TestRefused(t *testing.T) {
	const (
		head   = `{"recording":"synod","version":1,"by":"test"}` + "\n"
		run    = `{"run":{"file":"x.star","shown":"x.star","trace":"text","seed":"1"}}` + "\n"
		source = `{"source":{"path":"x.star","text":"","error":""}}` + "\n"
		event  = `{"event":{"cluster":1,"line":"a"}}` + "\n"
		out    = `{"out":"a\n"}` + "\n"
		end    = `{"end":{"status":0,"explained":"","events":0,"lines":0}}` + "\n"
	)
	if _, err := Decode("x.jsonl", seal([]byte(head+run+source+end))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, want string }{
		"empty":        {"", "x.jsonl:1: this is no recording"},
		"another":      {`{"trace":"synod","version":1}` + "\n", "x.jsonl:1: this is no recording"},
		"old":          {`{"recording":"synod","version":0,"by":"old"}` + "\n", "x.jsonl:1: got a recording of version 0, want version 1 or 2; repeat it with the synod that made it: old"},
		"no lines":     {head, "x.jsonl:2: want the end of the run"},
		"no run":       {head + source + end, "x.jsonl:2: this line is out of place"},
		"two runs":     {head + run + run + source + end, "x.jsonl:3: this line is out of place"},
		"no source":    {head + run + end, "x.jsonl:3: this line is out of place"},
		"wrong order":  {head + run + source + out + event + end, "x.jsonl:5: this line is out of place"},
		"behind":       {head + run + source + end + out, "x.jsonl:5: this line is out of place"},
		"counts":       {head + run + source + event + end, "x.jsonl:5: the counts are not those of the lines above"},
		"unknown":      {head + run + source + `{"fleet":"sim"}` + "\n" + end, `x.jsonl:4: unknown field "fleet"`},
		"nothing":      {head + run + source + "{}\n" + end, "x.jsonl:4: want one of run, source, event, out and end"},
		"no JSON":      {head + run + source + "hello\n" + end, "x.jsonl:4: invalid character"},
		"two objects":  {head + run + source + "{} {}\n" + end, "x.jsonl:4: got more than one object in a line"},
		"two kinds":    {head + run + source + `{"event":{"cluster":1,"line":""},"out":""}` + "\n" + end, "x.jsonl:4: want one of"},
		"trace":        {head + strings.Replace(run, `"text"`, `"loud"`, 1) + source + end, `x.jsonl:2: got the trace "loud", want "text", "json" or "off"`},
		"forks":        {head + strings.Replace(run, `"seed":"1"`, `"seed":"1,5:2,3:4"`, 1) + source + end, "x.jsonl:2: got the seed 1,5:2,3:4: "},
		"seed":         {head + strings.Replace(run, `"seed":"1"`, `"seed":"0"`, 1) + source + end, "x.jsonl:2: got the seed 0: want a number from 1"},
		"other script": {head + run + strings.Replace(source, "x.star", "y.star", 1) + end, `x.jsonl:3: got the source of "y.star", want that of the script "x.star"`},
		"twice":        {head + run + source + source + end, `x.jsonl:4: got the source of "x.star" twice`},
		"cluster":      {head + run + source + strings.Replace(event, `"cluster":1`, `"cluster":0`, 1) + end, "x.jsonl:4: got an event of cluster 0"},
		"spaces":       {head + run + " " + source + end, "x.jsonl: the lines are not as synod run --record writes them"},
		"base64":       {head + run + source + `{"out":{"base64":"YQ=="}}` + "\n" + end, "x.jsonl:4: got base64"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Decode("x.jsonl", seal([]byte(c.file)))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// Whatever a file holds, it is refused, or it is what would be written.
func FuzzDecode(f *testing.F) {
	file := small().Encode()
	f.Add(file, false)
	f.Add(file[:bytes.LastIndexByte(file[:len(file)-1], '\n')+1], true)
	f.Fuzz(func(t *testing.T, file []byte, sealed bool) {
		if sealed {
			file = seal(file)
		}
		r, err := Decode("x.jsonl", file)
		switch {
		case err != nil && !strings.HasPrefix(err.Error(), "x.jsonl:"):
			t.Errorf("got %v, want the name in front", err)
		case err == nil && !bytes.Equal(r.Encode(), file):
			t.Error("the recording would be written in another way")
		}
	})
}
