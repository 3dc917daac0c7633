package script

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// typedLines returns what the editor gets, a line each, and which of the lines a
// paste goes on behind.
func typedLines(k *keys) (lines []string, goOn []bool) {
	line := ""
	for {
		text, end, more := k.next()
		line += string(text)
		switch {
		case end.isLineEnd():
			lines, goOn = append(lines, line), append(goOn, more)
			line = ""
		case end.b == keyCtrlZ:
			line += "^Z"
		case len(text) == 0:
			if line != "" {
				lines, goOn = append(lines, line), append(goOn, false)
			}
			return lines, goOn
		}
	}
}

// What comes from a terminal in one go.
func TestKeys(t *testing.T) {
	for name, c := range map[string]struct {
		chunk string
		want  []string
	}{
		"keys":                  {"clus\t(3)\r\x1b[A", []string{"clus\t(3)\r", "\x1b[A"}},
		"TAB at the start":      {"\treturn 1\r", []string{"\treturn 1\r"}},
		"an assignment":         {"sub\t= 5\r", []string{"sub␉= 5\r"}},
		"a comparison":          {"sub\t== 5\r", []string{"sub\t== 5\r"}},
		"a parameter":           {"f(hol\tTrue)\r", []string{"f(hol\tTrue)\r"}},
		"behind a space":        {"x = \t5\r", []string{"x = ␉5\r"}},
		"more than a line":      {"if x:\r\ty\r", []string{"if x:\r", "␉y\r"}},
		"typed ahead":           {"x\r\x1b[A\r", []string{"x\r", "\x1b[A\r"}},
		"Ctrl-C in between":     {"x\r\ty\x03z", []string{"x\r", "\ty\x03", "z"}},
		"Ctrl-Z":                {"x\x1ay\r", []string{"x^Zy\r"}},
		"a paste":               {pasteBegins + "a\tb\nc\r\nd" + pasteEnds + "e\t", []string{"a␉b\r", "c\r", "de\t"}},
		"a paste of a line end": {pasteBegins + "a\n" + pasteEnds, []string{"a\r"}},
		"controls in a paste":   {pasteBegins + "a\x03\x04\x1a\x1b[Ab\x00\x7f" + pasteEnds, []string{"a[Ab"}},
		"two pastes":            {pasteBegins + "a\r" + pasteEnds + pasteBegins + "\nb" + pasteEnds, []string{"a\r", "\r", "b"}},
	} {
		var k keys
		k.come([]byte(c.chunk))
		if got, _ := typedLines(&k); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// Goal: it does not matter in which portions a paste comes.
// Method: keys and pastes are cut at random, and read as a whole, too.
func TestKeysInPortions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := ""
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			all += rapid.StringOf(rapid.RuneFrom([]rune("ab= é"))).Draw(t, "typed")
			all += pasteBegins + rapid.StringOf(rapid.RuneFrom([]rune("ab=\té\r\n\x1b[20"))).Draw(t, "pasted") + pasteEnds
		}
		var whole, parts keys
		whole.come([]byte(all))
		for rest := all; rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "cut")
			parts.come([]byte(rest[:n]))
			rest = rest[n:]
		}
		want, wantMore := typedLines(&whole)
		got, gotMore := typedLines(&parts)
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Fatalf("got %q in portions, want %q", got, want)
		}
		for i := range want {
			if gotMore[i] != wantMore[i] {
				t.Fatalf("got %v behind line %d of %q, want %v", gotMore[i], i, want, wantMore[i])
			}
		}
	})
}

// A paste goes on behind each of its lines but the last.
func TestPasteGoesOn(t *testing.T) {
	var k keys
	k.come([]byte("typed\r" + pasteBegins + "one\r\rthree\r"))
	if got, more := typedLines(&k); strings.Join(got, "|") != "typed\r|one\r|\r|three" || !more[1] || !more[2] || more[0] {
		t.Errorf("got %q, %v; want the last line to wait for what follows it", got, more)
	}
	k.come([]byte(pasteEnds))
	if got, more := typedLines(&k); len(got) != 1 || got[0] != "\r" || more[0] {
		t.Errorf("got %q, %v; want the end of the last line, and of the paste", got, more)
	}
}
