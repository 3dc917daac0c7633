package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// writers matches the ways in which Go writes a file without this package.
var writers = regexp.MustCompile(`\bos\.(Create|CreateTemp|WriteFile|OpenFile|Rename|Link|Truncate)\(|\bioutil\.`)

// Everything that writes a file for a person does it here: what writes one in another
// way loses the old file when the disk is full. The disks of the nodes are elsewhere,
// and have rules of their own.
func TestNothingElseWritesFiles(t *testing.T) {
	searched := 0
	for _, room := range []string{"cmd", "script", "engine", "lib", "examples"} {
		err := filepath.WalkDir(filepath.Join("..", "..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(filepath.ToSlash(path), "/script/atomicfile/") {
				return err
			}
			searched++
			src, err := os.ReadFile(path)
			for i, line := range strings.Split(string(src), "\n") {
				if code, _, _ := strings.Cut(line, "//"); writers.MatchString(code) {
					t.Errorf("%s:%d: %s", path, i+1, strings.TrimSpace(line))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if searched < 100 {
		t.Errorf("only %d files were searched", searched)
	}
}
