package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"synod/script/manual"
)

// fuzzing returns the manual's page about fuzzing.
func fuzzing(t *testing.T) string {
	t.Helper()
	for _, page := range manual.Pages() {
		if page.Name == "fuzzing" {
			return page.Source
		}
	}
	t.Fatal("the manual has no page about fuzzing")
	return ""
}

// TestManualFuzz checks that the manual shows what "synod fuzz" really prints.
func TestManualFuzz(t *testing.T) {
	t.Chdir("../..") // paths are shown as from there
	_, rest, _ := strings.Cut(fuzzing(t), "<!-- fuzz -->\n```\n")
	want, _, found := strings.Cut(rest, "```\n<!-- /fuzz -->\n")
	if !found {
		t.Fatal("the manual shows no output of synod fuzz")
	}
	var out bytes.Buffer
	root := newRoot(&console{out: &outlet{w: &out, cancel: func() {}}, terminal: os.Stdout, err: io.Discard, gauge: &gauge{w: io.Discard, width: func() int { return 0 }}})
	root.SetArgs([]string{"fuzz", "examples/chaos/soak.star", "--runs", "10000", "--", "off=accept_durable"})
	if err := root.ExecuteContext(context.Background()); err == nil {
		t.Error("all held, want a failure")
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}
