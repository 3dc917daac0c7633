package script

import (
	"context"
	"strings"
	"testing"

	"synod/script/lineend"
)

// The standard library does the same where its files were converted before they were
// embedded.
func TestLibraryFromWindows(t *testing.T) {
	for _, convert := range []func(string) string{func(text string) string { return text }, lineend.Windows} {
		files := FilesFrom(func(path string) ([]byte, error) {
			text, err := ReadFile(path)
			return []byte(convert(lineend.Unix(string(text)))), err
		})
		s := New(context.Background(), Options{Fleet: Simulated, Files: files})
		for _, name := range library() {
			_, _, text, _, err := s.find(s.thread("a.star", "."), name)
			if err != nil || !strings.Contains(text, "\n") {
				t.Fatalf("%s: got %v and %q", name, err, text)
			}
			if _, err := s.module(s.thread("a.star", "."), "", name, text, standard); err != nil {
				t.Errorf("%s: %s", name, s.Explain(err))
			}
			if strings.Contains(s.sources[name], "\r") {
				t.Errorf("%s has line ends of Windows", name)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
