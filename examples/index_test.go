package examples

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"synod/script/lineend"
)

// update makes the test of the index write it.
var update = flag.Bool("update", false, "rewrite README.md")

// folders introduces the folders, in the order of the index.
var folders = []struct{ name, introduction string }{
	{"lab", "The five classic stories of two proposers, driven by hand: who gets a value chosen, who has to adopt it, and how both can go on for ever. Most of them have a second telling with three nodes."},
	{"contention", "Proposers in each other's way: equal values, equal rounds, even clusters, and a thousand orders of the same messages."},
	{"partitions", "Networks that are cut, in both directions or in one, and what is decided on either side."},
	{"crashes", "Nodes that die at the worst moment and come back: with their disks, which is harmless, or without, which is not."},
	{"messages", "Messages that come late, twice, in the wrong order or not at all."},
	{"quorums", "Quorums that are no majorities: those that overlap, and those that do not."},
	{"liveness", "Runs that are safe and go nowhere, and what it takes for a decision: a quorum that works, and somebody who waits."},
	{"chaos", "Everything that can go wrong, drawn at random and the same with every seed: to be run with thousands of them."},
	{"search", "Questions about everything that can happen: proofs that nothing goes wrong, the shortest way to what does, and searches for a state to stand in."},
	{"mutants", "One rule of the protocol is missing in each: the shortest way to two chosen values that a search found, and what the rule is for."},
	{"protocols", "Protocols that a script defines itself: a replicated register, a ring election, and Paxos as a student writes it, with crashes, searches and mutants as any other."},
	{"histories", "What clients asked for and were told, and whether that can be explained: by hand, in a storm, and with a rule switched off."},
	{"errors", "What a script that is wrong is told, and that nothing has changed afterwards."},
}

// index is the examples' README: every scenario by folder, with the first
// sentence of its opening.
const index = "README.md"

// The index lists the scenarios that there are. The flag -update writes it.
func TestIndex(t *testing.T) {
	want, err := writeIndex(FS)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(index, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(index)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if lineend.Unix(string(got)) != want {
		t.Errorf("examples/%s is stale (go test ./examples -run Index -update writes it); want\n%s", index, want)
	}
}

// writeIndex returns the index of the scenarios in files.
func writeIndex(files fs.FS) (string, error) {
	scenarios, err := byFolder(files)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	text.WriteString("# Scenarios\n\nEach tells one story, says in its opening what it shows, and has the golden file of what it prints beside it.\n" +
		"`synod run examples/lab/a_wins.star` runs one, `synod test` all.\n")
	for _, folder := range folders {
		fmt.Fprintf(&text, "\n## %s\n\n%s\n\n", folder.name, folder.introduction)
		for _, name := range scenarios[folder.name] {
			src, err := fs.ReadFile(files, name)
			if err != nil {
				return "", err
			}
			opening, err := opening(name, src)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&text, "- [%s](%s): %s\n", strings.TrimSuffix(path.Base(name), ".star"), name, firstSentence(opening))
		}
	}
	return text.String(), nil
}

// A folder without an introduction, and an introduction without a folder, are
// errors that say where to go.
func TestIndexWantsIntroductions(t *testing.T) {
	files := fstest.MapFS{"zoo/a.star": {Data: []byte(`"""A zoo."""`)}}
	for _, folder := range folders {
		files[folder.name+"/b.star"] = files["zoo/a.star"]
	}
	_, err := writeIndex(files)
	if want := "examples/zoo: the folder has no introduction; add one or two sentences to folders in examples/index_test.go"; err == nil || err.Error() != want {
		t.Errorf("got the error %v, want %s", err, want)
	}
	delete(files, "zoo/a.star")
	if text, err := writeIndex(files); err != nil || strings.Count(text, ": A zoo.\n") != len(folders) {
		t.Errorf("got %v and\n%s", err, text)
	}
	delete(files, folders[0].name+"/b.star")
	if _, err := writeIndex(files); err == nil || !strings.HasPrefix(err.Error(), "examples/lab: there is no scenario in it; ") {
		t.Errorf("got the error %v", err)
	}
}

func TestFirstSentence(t *testing.T) {
	for text, want := range map[string]string{
		"One.":                         "One.",
		"One,\nin two lines. Two.":     "One, in two lines.",
		"What? That.":                  "What?",
		"Every 1.5 ms, e.g. at 3.1. B": "Every 1.5 ms, e.g. at 3.1.",
		"No end":                       "No end",
		"":                             "",
	} {
		if got := firstSentence(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// byFolder returns the paths of the scenarios in each folder, sorted. Every
// folder of scenarios must have an introduction, and every introduction a folder.
func byFolder(files fs.FS) (map[string][]string, error) {
	paths, err := fs.Glob(files, "*/*.star")
	if err != nil {
		return nil, err
	}
	scenarios := map[string][]string{}
	for _, p := range paths {
		if strings.HasPrefix(path.Base(p), "_") {
			continue // it is for others to load
		}
		scenarios[path.Dir(p)] = append(scenarios[path.Dir(p)], p)
	}
	introduced := map[string]bool{}
	for _, folder := range folders {
		introduced[folder.name] = true
		if scenarios[folder.name] == nil {
			return nil, fmt.Errorf("examples/%s: there is no scenario in it; take it out of folders in examples/index_test.go", folder.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(scenarios)) {
		if !introduced[name] {
			return nil, fmt.Errorf("examples/%s: the folder has no introduction; add one or two sentences to folders in examples/index_test.go", name)
		}
	}
	return scenarios, nil
}

// firstSentence returns the first sentence of a text, in one line.
func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for i := range text {
		end := i > 0 && strings.IndexByte(".?!", text[i-1]) >= 0 && text[i] == ' '
		if end && (text[i+1] < 'a' || text[i+1] > 'z') {
			return text[:i]
		}
	}
	return text
}
