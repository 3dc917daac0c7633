package script

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"go.starlark.net/syntax"
	"pgregory.net/rapid"
)

// These tests are about files that are no text, or text that another system wrote.
// A script that holds what no script can is refused with the place; it is never run
// up to there, and never run as if it said something else.

const (
	nulByte = `a NUL byte is no part of a script; a string has one as "\x00"`
	noUTF8  = "the byte 0x%02x is not UTF-8, want a script that is: save it as UTF-8"
	inUTF   = "this is encoded as UTF-%d, want a script in UTF-8: save it as UTF-8"
)

// utf16le returns text as some editors of Windows save it.
func utf16le(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// swapped returns pairs of bytes the other way round.
func swapped(text string) string {
	b := []byte(text)
	for i := 0; i+1 < len(b); i += 2 {
		b[i], b[i+1] = b[i+1], b[i]
	}
	return string(b)
}

// illegibles are files that hold what no script can: where, and what is said.
var illegibles = map[string]struct{ file, at, say string }{
	"NUL in the code":          {"print(1)\nprint(2)\x00\nprint(3)\n", "2:9", nulByte},
	"NUL first":                {"\x00print(1)\n", "1:1", nulByte},
	"NUL alone":                {"\x00", "1:1", nulByte},
	"NUL last":                 {"print(1)\n\x00", "2:1", nulByte},
	"NUL in a string":          {"print(1)\ns = 'é\x00'\n", "2:7", nulByte},
	"NUL in a long string":     {"s = '''a\nb\x00'''\n", "2:2", nulByte},
	"NUL in a comment":         {"print(1) # a\x00\nprint(2)\n", "1:13", nulByte},
	"NUL in a comment's line":  {"print(1)\n# a\x00\nprint(2)\n", "2:4", nulByte},
	"NUL in a block":           {"def f():\n    return 1\x00\nf()\n", "2:13", nulByte},
	"NUL in brackets":          {"x = [\n1,\x00\n2]\n", "2:3", nulByte},
	"NUL behind Windows lines": {"print(1)\r\n\x00\r\n", "2:1", nulByte},
	"NUL behind a mark":        {"\ufeffx\x00", "1:2", nulByte},
	"Latin-1":                  {"print('caf\xe9')\n", "1:11", fmt.Sprintf(noUTF8, 0xe9)},
	"Latin-1 in a comment":     {"print(1)\n# caf\xe9\n", "2:6", fmt.Sprintf(noUTF8, 0xe9)},
	"half a letter":            {"print('\xe2\x82')\n", "1:8", fmt.Sprintf(noUTF8, 0xe2)},
	"a surrogate":              {"print('\xed\xa0\x80')\n", "1:8", fmt.Sprintf(noUTF8, 0xed)},
	"UTF-16":                   {"\xff\xfe" + utf16le("print(1)\n"), "1:1", fmt.Sprintf(inUTF, 16)},
	"UTF-16, big end first":    {"\xfe\xff" + swapped(utf16le("print(1)\n")), "1:1", fmt.Sprintf(inUTF, 16)},
	"UTF-16 without a mark":    {utf16le("print('é')\r\n"), "1:1", fmt.Sprintf(inUTF, 16)},
	"big end, without a mark":  {swapped(utf16le("print(1)\n")), "1:1", fmt.Sprintf(inUTF, 16)},
	"UTF-32":                   {"\xff\xfe\x00\x00p\x00\x00\x00", "1:1", fmt.Sprintf(inUTF, 32)},
}

func TestIllegible(t *testing.T) {
	for name, c := range illegibles {
		t.Run(name, func(t *testing.T) {
			_, err := SourceText("a.star", c.file)
			var wrong syntax.Error
			if !errors.As(err, &wrong) || wrong.Error() != "a.star:"+c.at+": "+c.say {
				t.Errorf("got %v, want a.star:%s: %s", err, c.at, c.say)
			}
			t.Chdir(t.TempDir())
			write(t, "bad.star", c.file)
			for way, read := range waysToRead {
				said, status := read(t)
				if status != StatusScript || !strings.HasPrefix(said, "bad.star:"+c.at+": "+c.say+"\n") || strings.Contains(said, "\x00") {
					t.Errorf("%s: got status %d and\n%s\nwant %d and bad.star:%s: %s", way, status, said, StatusScript, c.at, c.say)
				}
			}
		})
	}
}

// waysToRead are the ways in which the file bad.star is read. Each returns what was
// said and the exit status.
var waysToRead = map[string]func(*testing.T) (string, int){
	"run": func(t *testing.T) (string, int) { return ranFile(t, "bad.star") },
	"loaded": func(t *testing.T) (string, int) {
		write(t, "main.star", "load('bad.star', 'x')\n")
		return ranFile(t, "main.star")
	},
	"before a prompt": func(t *testing.T) (string, int) { return feed(t, "bad.star", "") },
	"given": func(t *testing.T) (string, int) {
		var out bytes.Buffer
		s := newTestSession(t, &out)
		b, err := os.ReadFile("bad.star")
		if err != nil {
			t.Fatal(err)
		}
		err = s.Run("bad.star", ".", string(b))
		return out.String() + s.Explain(err), Status(err)
	},
}

// ranFile runs a file in a session of its own.
func ranFile(t *testing.T, file string) (said string, status int) {
	t.Helper()
	var out bytes.Buffer
	s := newTestSession(t, &out)
	err := s.RunFile(file, file)
	return out.String() + s.Explain(err), Status(err)
}

// What comes on a pipe is refused item by item, also where it is only a comment.
func TestIllegibleLines(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"in the code":  {"1\n2\x00\n3\n", "1\nstdin:2:2: " + nulByte + "\n    2␀\n     ^\n3\n"},
		"at the start": {"\x001\n", "stdin:1:1: " + nulByte + "\n    ␀1\n    ^\n"},
		"at the end":   {"1\n\x00", "1\nstdin:2:1: " + nulByte + "\n    ␀\n    ^\n"},
		"in a comment": {"1\n# a\x00\n2\n", "1\nstdin:2:4: " + nulByte + "\n    # a␀\n       ^\n2\n"},
		"in a string":  {"x = '''a\n\x00'''\n2\n", "stdin:2:1: " + nulByte + "\n    ␀'''\n    ^\n2\n"},
		"in a def":     {"def f():\n    # \x00\n    return 1\n2\n", "stdin:2:7: " + nulByte + "\n        # ␀\n          ^\n2\n"},
		"in a paste":   {":paste\n1\n\x00\n.\n2\n", "stdin:3:1: " + nulByte + "\n    ␀\n    ^\n2\n"},
		"Latin-1":      {"'\xe9'\n2\n", "stdin:1:2: " + fmt.Sprintf(noUTF8, 0xe9) + "\n    '\ufffd'\n     ^\n2\n"},
		"UTF-16":       {"\xff\xfe" + utf16le("1\n"), "stdin:1:1: " + fmt.Sprintf(inUTF, 16) + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, status := feed(t, "", c.text)
			if !strings.HasPrefix(got, c.want) || status != StatusScript {
				t.Errorf("got status %d and\n%s\nwant %d and\n%s", status, got, StatusScript, c.want)
			}
		})
	}
}

// At a prompt too, and the conversation goes on.
func TestIllegibleTyped(t *testing.T) {
	got, err := talk(t, "", "x = 1\x00", "x = 2", "x", "# \x00")
	want := "prompt:1:6: " + nulByte + "\n    x = 1␀\n         ^\n"
	if err != nil || !strings.Contains(got, want) || !strings.Contains(got, "2\n") || !strings.Contains(got, "prompt:4:3: "+nulByte) {
		t.Errorf("got %v and\n%s\nwant\n%s", err, got, want)
	}
}

// TestLineEnds runs scripts that other systems wrote: they print what they print with
// the line ends of this one.
func TestLineEnds(t *testing.T) {
	const src = "s = '''one\n\ntwo\n'''\nprint(s, len(s))\ndef f(): # here\n    return 'a\\\nb'\nprint(f(), r'''x\n''')\nassert.eq(f(), \n  1)\n"
	for name, change := range map[string]func(string) string{
		"Windows":                  func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
		"an old Mac":               func(text string) string { return strings.ReplaceAll(text, "\n", "\r") },
		"a mark":                   func(text string) string { return ByteOrderMark + text },
		"a mark, Windows":          func(text string) string { return ByteOrderMark + strings.ReplaceAll(text, "\n", "\r\n") },
		"only some lines":          func(text string) string { return strings.Replace(text, "\n", "\r\n", 3) },
		"without the last newline": func(text string) string { return strings.TrimSuffix(text, "\n") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for way, read := range waysToRead {
				write(t, "bad.star", src)
				want, failed := read(t)
				write(t, "bad.star", change(src))
				if got, status := read(t); got != want || status != failed || status != StatusFailed {
					t.Errorf("%s: got status %d and\n%q\nwant %d and\n%q", way, status, got, failed, want)
				}
			}
			want, _ := feed(t, "", src)
			if got, status := feed(t, "", change(src)); got != want || status != StatusFailed {
				t.Errorf("on a pipe: got status %d and\n%q\nwant\n%q", status, got, want)
			}
		})
	}
}

// TestSourceTextIsWhole requires of any bytes: what is taken for a text is what
// Starlark reads to its end, with no letter changed but those of line ends.
func TestSourceTextIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := []string{"x = 1", "\n", "\r\n", "\r", "\x00", "\xe9", "é", "'a'", "# c", " ", ByteOrderMark, "\x1b", "if x:"}
		file := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "file"), "")
		text, err := SourceText("a.star", file)
		if bad := strings.ContainsAny(file, "\x00") || strings.ToValidUTF8(file, "") != file; bad != (err != nil) {
			t.Fatalf("%q: got %v", file, err)
		}
		if err != nil {
			return
		}
		if strings.Contains(text, "\r") || strings.Count(text, "\n") != strings.Count(file, "\n")+strings.Count(file, "\r")-strings.Count(file, "\r\n") {
			t.Errorf("%q: got %q", file, text)
		}
		if again, err := SourceText("a.star", text); err != nil || again != strings.TrimPrefix(text, ByteOrderMark) {
			t.Errorf("%q: read again it is %q, %v", text, again, err)
		}
	})
}
