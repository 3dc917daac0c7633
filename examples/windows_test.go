package examples

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"synod/script"
	"synod/script/golden"
	"synod/script/lineend"
)

// TestFromWindows runs every scenario from a working copy whose line ends were converted:
// scripts, what they load and golden files. They print what they print here. In short
// nothing searches.
func TestFromWindows(t *testing.T) {
	dir := t.TempDir()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if ext := path.Ext(name); err != nil || d.IsDir() || ext != ".star" && ext != ".golden" {
			return err
		}
		text, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		return os.WriteFile(to, []byte(lineend.Windows(lineend.Unix(string(text)))), 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
	paths := scenarios(t)
	if testing.Short() {
		paths = slices.DeleteFunc(paths, searches)
	}
	t.Chdir(dir)
	report, err := golden.Test(context.Background(), golden.Options{
		Paths: paths, Fleets: []script.FleetKind{script.Simulated}, Run: golden.RunStrict, Out: t.Output(), Diag: t.Output(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if passed, failed := report.Count(); passed != len(paths) || failed != 0 {
		t.Errorf("got %d passed, %d failed, want each of %d scenarios", passed, failed, len(paths))
	}
}
