package recording

import (
	"strings"
	"testing"
)

// olderWrote is a run as the first version wrote it: it padded by bytes and not
// by cells, and escaped <, > and &.
const olderWrote = `{"recording":"synod","version":1,"by":"older"}
{"run":{"file":"x.star","shown":"x.star","trace":"TRACE","seed":"1"}}
{"source":{"path":"x.star","text":"c = cluster(1)\npropose(1, VALUE)\nstep(1)\nprint('é')\nc.history().show()\n","error":""}}
`

// A recording of the first version is repeated, although lines are written in
// another way now; whatever they say that is not the same is a difference still.
func TestRepeatsTheFirstVersion(t *testing.T) {
	values := map[string][2]string{ // what the script proposes, and how its value was written
		"'a<b & c>d'":                        {`"a\u003cb \u0026 c\u003ed"`, ""},
		"'é'":                                {`"é"`, ""},
		"'日本' + chr(127)":                    {"\"日本\x7f\"", ""},
		"[9007199254740993, {'<': 1 << 64}]": {`[9007199254740993,{"\u003c":18446744073709551616}]`, ""},
	}
	for source, value := range values {
		source = strings.ReplaceAll(source, "chr(127)", `'\x7f'`)
		r := older(t, "text", source, value[0])
		if got := replay(t, r); got != "" {
			t.Errorf("%s: %s", source, got)
		}
		r.Events[1].Line = strings.Replace(r.Events[1].Line, "n1 -> n1", "n1 -> n2", 1)
		if got := replay(t, r); !strings.Contains(got, "diverges at event 2 of 2") || !strings.Contains(got, "expected    2       1ms  n1 -> n2  prepare 1.1") {
			t.Errorf("%s: got %s\nwant the second event to differ", source, got)
		}
	}
}

// older returns the recording of a run with a value that was written so.
func older(t *testing.T, mode, source, value string) *Recording {
	t.Helper()
	quoted := func(s string) string {
		b, err := text(s).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	file := strings.Replace(olderWrote, "TRACE", mode, 1)
	inSource := quoted(source)
	file = strings.Replace(file, "VALUE", inSource[1:len(inSource)-1], 1)
	padded := "propose " + value
	padded += strings.Repeat(" ", max(28-len(padded), 2))
	trace := []string{
		"  1       0ms  n1        " + padded + "ballot 1.1",
		"  2       1ms  n1 -> n1  prepare 1.1                 promise, no vote",
	}
	for _, line := range trace {
		file += `{"event":{"cluster":1,"line":` + quoted(line) + "}}\n"
	}
	table := []string{
		"client  node  operation" + strings.Repeat(" ", len([]rune("propose "+value))-9) + "  invoked  returned  outcome",
		"c1      n1    propose " + value + "  0ms (1)  -         unknown: in flight",
	}
	out := append(append(trace, "é"), table...)
	for _, line := range out {
		file += `{"out":` + quoted(line+"\n") + "}\n"
	}
	file += `{"end":{"status":0,"explained":"","events":2,"lines":5}}` + "\n"
	r, err := Decode("x.jsonl", seal([]byte(file)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestGist(t *testing.T) {
	for _, test := range [][2]string{
		{"a   b", "a b"},
		{`"a\u003cb"`, `"a<b"`},
		{`\"a\\u003cb\"`, `\"a<b\"`},
		{"\x7f", `\u007f`},
		{`{"seq":1,"node":1,"request":{"op":"open","proposal":1,"value":[1,"a\u003cb"],"ballot":"2.1"}}`, `{"seq":1,"node":1,"request":{"op":"open","id":1,"args":{"ballot":"2.1","value":[1,"a<b"]}}}`},
		{`{"seq":1,"request":{"op":"read","proposal":2},"outcome":""}` + "\n", `{"seq":1,"request":{"op":"read","id":2},"outcome":""}` + "\n"},
		{"{\"text\":\"\x7f\"}", `{"text":"\\u007f"}`},
		{`{"trace":"synod","version":1,"x":1}`, `{"trace":"synod","version":2,"x":1}`},
		{`"value":9007199254740993`, `"value":{"$int":"9007199254740993"}`},
	} {
		if x, y := gist(test[0]), gist(test[1]); x != y {
			t.Errorf("got %q and %q, want the same", x, y)
		}
	}
	if gist("a b") == gist("ab") {
		t.Error("got the same for a b and ab")
	}
}
