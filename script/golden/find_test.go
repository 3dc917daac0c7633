package golden

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tree makes files below a new folder, goes there, and returns to where it was
// at the end of the test.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// scenarios is a tree with scripts in and out of sight.
func scenarios(t *testing.T) {
	tree(t, map[string]string{
		"examples/b.star": "", "examples/b.golden": "", "examples/a.star": "",
		"examples/deep/er/c.star": "", "examples/_lib/x.star": "", "examples/.hid/x.star": "", "examples/_shared.star": "",
		"examples/deep/notes.txt": "", "_mine/d.star": "", "empty/readme": "",
	})
}

func TestFind(t *testing.T) {
	scenarios(t)
	for _, c := range []struct {
		paths []string
		match string
		want  []string
	}{
		{[]string{"examples"}, "", []string{"examples/a.star", "examples/b.star", "examples/deep/er/c.star"}},
		{[]string{"./examples/", "examples/a.star", "examples"}, "", []string{"examples/a.star", "examples/b.star", "examples/deep/er/c.star"}},
		{[]string{"examples/deep"}, "", []string{"examples/deep/er/c.star"}},
		{[]string{"_mine"}, "", []string{"_mine/d.star"}},                        // named, so meant
		{[]string{"examples/_lib/x.star"}, "", []string{"examples/_lib/x.star"}}, // the same
		{[]string{"examples"}, "er/|^examples/b", []string{"examples/b.star", "examples/deep/er/c.star"}},
	} {
		var match *regexp.Regexp
		if c.match != "" {
			match = regexp.MustCompile(c.match)
		}
		got, err := Find(c.paths, match)
		for i := range got {
			got[i] = filepath.ToSlash(got[i])
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("Find(%q, %q): got %q, %v, want %q", c.paths, c.match, got, err, c.want)
		}
	}
}

func TestFindNothing(t *testing.T) {
	scenarios(t)
	for _, c := range []struct{ path, match, want string }{
		{"examples/none", "", "examples/none: no such file or directory"},
		{"examples/deep/notes.txt", "", "got a file that is no script, want one that ends in .star, or a folder"},
		{"empty", "", "there is no .star file in empty"},
		{"examples", "zzz", `no script in examples matches "zzz"`},
	} {
		got, err := Find([]string{c.path}, regexp.MustCompile(c.match))
		if err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("Find(%q, %q): got %q, %v, want the error %q", c.path, c.match, got, err, c.want)
		}
	}
}

// A file that is for others to load is no scenario, and yet a script.
func TestFindAll(t *testing.T) {
	tree(t, map[string]string{"examples/a.star": "", "examples/_shared.star": "", "examples/_lib/x.star": ""})
	got, err := FindAll([]string{"examples"})
	if want := []string{filepath.FromSlash("examples/_shared.star"), filepath.FromSlash("examples/a.star")}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}
