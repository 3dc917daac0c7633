package paxos

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ofPaxos are the words of Paxos, which stand in its rooms and nowhere else.
var ofPaxos = regexp.MustCompile(`(?i)ballot|proposer|acceptor|promise|quorum|CISC5597`)

// rooms are where these words may stand: the parts of a script that only Paxos has,
// and the model by which searches are tested, which names what it models.
var rooms = []string{"script/paxos/*", "script/paxos_*.go", "engine/search/internal/*/*"}

// TestWords reads every source of the engine and of its Starlark face, so that what
// only Paxos knows stands in its rooms.
func TestWords(t *testing.T) {
	root, read := os.DirFS("../.."), 0
	for _, dir := range []string{"engine", "script"} {
		err := fs.WalkDir(root, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || inRoom(name) {
				return err
			}
			read++
			source, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			found, err := wordsIn(name, source)
			for _, place := range found {
				t.Errorf("%s\nis a word of Paxos, want it in script/paxos or in a file script/paxos_*.go", place)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 100 {
		t.Errorf("read %d files, want those of the engine and of script", read)
	}
}

func inRoom(name string) bool {
	return slices.ContainsFunc(rooms, func(room string) bool {
		is, err := path.Match(room, name)
		return is && err == nil
	})
}

// wordsIn returns the place and the text of each identifier and each string of a
// source that has such a word.
func wordsIn(name string, source []byte) (found []string, err error) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		text := ""
		switch n := n.(type) {
		case *ast.Ident:
			text = n.Name
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				text = n.Value
			}
		}
		if at := ofPaxos.FindStringIndex(text); at != nil {
			begin := max(0, at[0]-30)
			place := files.Position(n.Pos())
			found = append(found, fmt.Sprintf("%s:%d: %s", name, place.Line, strings.Join(strings.Fields(text[begin:min(len(text), at[1]+30)]), " ")))
		}
		return true
	})
	return found, nil
}

// TestWordsIn finds words in names and in strings, and not in comments.
func TestWordsIn(t *testing.T) {
	const source = `// Package p counts ballots.
package p

type myBallot int // a quorum

var text = "no Acceptor" + "nothing"
`
	got, err := wordsIn("p.go", []byte(source))
	want := []string{"p.go:4: myBallot", `p.go:6: "no Acceptor"`}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q and error %v, want %q", got, err, want)
	}
}
