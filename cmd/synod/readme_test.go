package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
)

// TestReadmeFuzz checks that the README shows what "synod fuzz" really prints.
func TestReadmeFuzz(t *testing.T) {
	t.Chdir("../..") // paths are shown as from there
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Skip("there is no README to compare with")
	}
	_, rest, _ := strings.Cut(string(text), "<!-- fuzz -->\n```\n")
	want, _, found := strings.Cut(rest, "```\n<!-- /fuzz -->\n")
	if !found {
		t.Fatal("the README shows no output of synod fuzz")
	}
	var out bytes.Buffer
	root := newRoot(&console{out: &outlet{w: &out, cancel: func() {}}, terminal: os.Stdout, err: io.Discard})
	root.SetArgs([]string{"fuzz", "examples/chaos/soak.star", "--runs", "10000", "--", "off=accept_durable"})
	if err := root.ExecuteContext(context.Background()); err == nil {
		t.Error("all held, want a failure")
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}
