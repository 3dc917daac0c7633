package shell

import (
	"os/exec"
	"testing"
)

func TestQuote(t *testing.T) {
	for word, want := range map[string]string{
		"":                  "''",
		"examples/a-1.star": "examples/a-1.star",
		"--fleet=sim":       "--fleet=sim",
		"two words":         "'two words'",
		"it's":              `'it'\''s'`,
		"$HOME":             "'$HOME'",
		"~":                 "'~'",
		"ä":                 "'ä'",
	} {
		if got := Quote(word); got != want {
			t.Errorf("Quote(%q): got %s, want %s", word, got, want)
		}
	}
}

// A shell is the judge of what quotes mean.
func TestJoinIsReadBack(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh here")
	}
	words := []string{"a b", "", "it's", "$(x)`y`", "*?[z]", "n=\"1\"", "\\", "new\nline", "#", "!", "a;b|c&d"}
	out, err := exec.Command(sh, "-c", "printf '%s\\000' "+Join(words...)).Output()
	if err != nil {
		t.Fatal(err)
	}
	want := ""
	for _, word := range words {
		want += word + "\x00"
	}
	if string(out) != want {
		t.Errorf("got %q, want %q", out, want)
	}
}
