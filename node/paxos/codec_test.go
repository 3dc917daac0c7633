package paxos

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

func TestCodecRoundTrip(t *testing.T) {
	values := []node.Value{x, "0", `""`, "false", "null", "[]", `{"a":[1,2.5,"ü"]}`, node.Value(`"` + strings.Repeat("a", maxValue-2) + `"`)}
	for _, m := range every {
		for _, v := range values {
			if !m.Value.Absent() {
				m.Value = v
			}
			got, err := Protocol{}.Decode(Protocol{}.Encode(nil, m))
			if err != nil || got != node.Message(m) {
				t.Errorf("%.60v: got %.60v, error %v", m, got, err)
			}
		}
	}
}

// Records of an old run must be readable tomorrow: the bytes are a format.
func TestEncodingIsStable(t *testing.T) {
	for i, want := range []string{
		"8500f482030182000060", "8501f482030182000060", "8501f582040582030163225822", "8502f482030182000063225822",
		"8503f482030182000063225822", "8504f482030182040560", "8505f482030182000063225822", "8506f482030182000060",
		"8507f482030182000063225822", "8508f482030182000060", "8509f482000082000063225822",
	} {
		if got := hex.EncodeToString(Protocol{}.Encode(nil, every[i])); got != want {
			t.Errorf("%v: got %s, want %s", every[i], got, want)
		}
	}
	if got := string(Protocol{}.Encode([]byte("before "), every[0])); !strings.HasPrefix(got, "before \x85") {
		t.Errorf("got %q, want it appended", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct{ name, hex, want string }{
		{"nothing", "", "EOF"},
		{"garbage", "ff", "unexpected"},
		{"a number", "01", "cannot unmarshal"},
		{"a map", "a0", "cannot unmarshal"},
		{"a missing element", "8400f4820301820000", "different number of elements"},
		{"an extra element", "8600f48203018200006000", "different number of elements"},
		{"trailing bytes", "8500f48203018200006000", "extraneous data"},
		{"a truncation", "8500f4820301820000", "unexpected EOF"},
		{"an unknown kind", "850af482030182000060", "got kind 10, want one below 10"},
		{"a kind that is no byte", "85190100f482030182000060", "cannot unmarshal"},
		{"a long form", "851800f482030182000060", "redundant bytes"},
		{"null for a number", "8500f4820301f660", "redundant bytes"},
		{"null for a value", "8500f4820301820000f6", "redundant bytes"},
		{"an indefinite array", "9f00f482030182000060ff", "indefinite-length"},
		{"a tag", "c18500f482030182000060", "tag"},
		{"a negative round", "8500f482200182000060", "got ballots -1.1 and 0.0, want no negative round or node"},
		{"a negative node", "8504f482030182042060", "got ballots 3.1 and 4.-1, want no negative round or node"},
		{"a round that does not fit", "8500f4821a800000000182000060", "cannot unmarshal"},
		{"no ballot", "8500f482000082000060", "got ballot 0.0 in prepare"},
		{"a ballot too many", "8509f482030182000063225822", "got ballot 3.1 in learned"},
		{"a second ballot too many", "8500f482030182040560", "got a second ballot 4.5 in prepare"},
		{"a vote in a prepare", "8500f582030182000060", "got a vote in prepare"},
		{"a vote without a value", "8501f582030182020160", "got value - in promise"},
		{"a value without a vote", "8501f482030182000063225822", "got value X in promise"},
		{"no value", "8502f482030182000060", "got value - in accept"},
		{"a value too many", "8500f482030182000063225822", "got value X in prepare"},
		{"bytes for text", "8502f482030182000043225822", "cannot unmarshal"},
		{"invalid JSON", "8502f48203018200006158", "want JSON"},
		{"JSON and more", "8502f4820301820000623020", "without spaces"},
		{"invalid UTF-8", "8502f48203018200006322ff22", "invalid UTF-8"},
		{"nesting", strings.Repeat("81", 50) + "00", "nested"},
		{"size", strings.Repeat("00", maxValue+maxExtra+1), "got 1048641 bytes, want at most 1048640"},
	} {
		b, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		m, err := Protocol{}.Decode(b)
		if err == nil || m != nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "message: ") {
			t.Errorf("%s: got %v, error %v; want an error with %q", c.name, m, err, c.want)
		}
	}
}

// Whatever Decode takes is what Encode writes, and nothing makes it panic.
func FuzzDecode(f *testing.F) {
	for _, m := range every {
		f.Add(Protocol{}.Encode(nil, m))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Protocol{}.Decode(b)
		if err != nil {
			return
		}
		if again := (Protocol{}).Encode(nil, m); !bytes.Equal(again, b) {
			t.Fatalf("got %x for %x, want the same", again, b)
		}
		_, _ = m.(Message).Fact(), m.(Message).String()
	})
}

// Every single-byte change of a message is another message or an error.
func TestDecodeOfDamage(t *testing.T) {
	for _, m := range every {
		whole := Protocol{}.Encode(nil, m)
		for i := range whole {
			for v := range 256 {
				b := slices.Clone(whole)
				b[i] = byte(v)
				got, err := Protocol{}.Decode(b)
				if err == nil && (b[i] != whole[i]) == (got == node.Message(m)) {
					t.Fatalf("%v with byte %d = %#x: got %v", m, i, v, got)
				}
			}
		}
	}
}

func TestSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(1, 1000).Draw(t, "nodes")
		ids := rapid.SliceOf(rapid.IntRange(1, nodes)).Draw(t, "ids")
		var s, reversed set
		twin := map[node.ID]bool{}
		for i := range ids {
			id := node.ID(ids[i])
			if got := s.add(id); got == twin[id] {
				t.Fatalf("add %v: got %t, want %t", id, got, !twin[id])
			}
			twin[id] = true
			reversed.add(node.ID(ids[len(ids)-1-i]))
		}
		for id := node.ID(1); int(id) <= nodes; id++ {
			if s.has(id) != twin[id] {
				t.Fatalf("has %v: got %t, want %t", id, s.has(id), twin[id])
			}
		}
		list := s.list(nodes)
		if len(list) != len(twin) || s.size() != len(twin) || !slices.IsSorted(list) {
			t.Fatalf("got %v, size %d; want %d members", list, s.size(), len(twin))
		}
		if !bytes.Equal(encode(nil, &s), encode(nil, &reversed)) {
			t.Fatalf("the order of adding shows in the encoding")
		}
		if !s.within(nodes) || len(list) > 0 && s.within(int(list[len(list)-1])-1) {
			t.Fatalf("within: %v", list)
		}
	})
	if (&set{High: []uint64{0}}).within(1000) {
		t.Error("got a set with an empty word within, want it refused: it has a shorter form")
	}
}
