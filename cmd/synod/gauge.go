package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"synod/script/sweep"
)

// gauge shows how far a sweep is: one line that is written over on a terminal,
// and a line now and then elsewhere.
type gauge struct {
	w        io.Writer
	terminal bool
	next     time.Duration // when to show it again
	shown    bool
}

// gaugeEvery is how often a line is written where lines stay.
const gaugeEvery = 10 * time.Second

// newGauge returns one that writes to w.
func newGauge(w io.Writer) *gauge {
	f, ok := w.(*os.File)
	g := &gauge{w: w, terminal: ok && term.IsTerminal(int(f.Fd()))}
	if !g.terminal {
		g.next = gaugeEvery
	}
	return g
}

// show shows how far the sweep is.
func (g *gauge) show(p sweep.Progress) {
	text := fmt.Sprintf("%d runs, %.0f runs/s, %v", p.Runs, p.Rate(), p.Time.Round(100*time.Millisecond))
	if p.Guided {
		text += fmt.Sprintf(", %d situations seen, corpus %d", p.Situations, p.Corpus)
	}
	switch {
	case g.terminal:
		fmt.Fprintf(g.w, "\r\x1b[K%s", text)
		g.shown = true
	case p.Time >= g.next:
		fmt.Fprintln(g.w, text)
		g.next = p.Time + gaugeEvery
	}
}

// end leaves the last line where it stands.
func (g *gauge) end() {
	if g.shown {
		fmt.Fprintln(g.w)
	}
}
