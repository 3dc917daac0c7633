package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"synod/node/cells"
	"synod/script/sweep"
)

// gauge shows on a terminal how far something is that takes long: one line of
// standard error, which is gone when it is done, or when another line is
// written. Elsewhere it shows nothing.
//
// Whatever writes to the terminal does so through beside, so that the line is
// erased before, and never drawn behind half a line.
type gauge struct {
	w     io.Writer  // standard error
	width func() int // how many columns it has; 0 when it is no terminal

	mu     sync.Mutex
	text   string      // what to show; "" for nothing
	began  time.Time   // when there was something to show
	timer  *time.Timer // shows it next; nil for nothing to show
	shown  bool
	midway bool // half a line was written, and the cursor is behind it
}

const (
	gaugeAfter = time.Second            // what takes less is not worth a line
	gaugeEvery = 250 * time.Millisecond // how often it is drawn
)

// newGauge returns one for a terminal, or one that shows nothing.
func newGauge(f *os.File) *gauge {
	g := &gauge{w: f, width: func() int { return 0 }}
	if os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd())) {
		g.width = func() int {
			columns, _, _ := term.GetSize(int(f.Fd())) // 0 when nobody knows
			return columns
		}
	}
	return g
}

// shows reports whether there is a terminal to show anything on.
func (g *gauge) shows() bool { return g.width() > 0 }

// set says what to show from now on; "" means that it is done.
func (g *gauge) set(text string) {
	if !g.shows() {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case text == "":
		g.stop()
	case g.text == "":
		g.began = time.Now()
		g.timer = time.AfterFunc(gaugeAfter, g.tick)
	}
	g.text = text
}

// stop shows nothing any more.
func (g *gauge) stop() {
	if g.timer != nil {
		g.timer.Stop()
		g.timer = nil
	}
	g.erase()
	g.text = ""
}

// tick draws the line, and goes on doing so.
func (g *gauge) tick() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.text != "" {
		g.draw()
		g.timer.Reset(gaugeEvery)
	}
}

// echoed is how many columns are left for what the terminal itself writes behind
// the line, such as ^C, so that it does not begin another one.
const echoed = 6

// fitting returns a text, or as many of the parts between its commas as fit into n cells.
func fitting(text string, n int) string {
	for short := text; cells.Width(text) > n; text = short {
		i := strings.LastIndex(short, ", ")
		if i < 0 {
			return cells.Cut(text, n)
		}
		short = short[:i]
	}
	return text
}

// draw draws the line, as much of it as there is room for. How long it takes is
// what it ends with.
func (g *gauge) draw() {
	since := fmt.Sprintf(", %v", time.Since(g.began).Truncate(time.Second))
	room := g.width() - echoed - len(since)
	if g.midway || room <= 0 {
		return
	}
	fmt.Fprintf(g.w, "\r\x1b[K%s%s", fitting(cells.Visible(g.text), room), since)
	g.shown = true
}

// erase leaves the line as if it had never been.
func (g *gauge) erase() {
	if g.shown {
		fmt.Fprint(g.w, "\r\x1b[K")
		g.shown = false
	}
}

// leave erases the line for good, unless something is being written.
func (g *gauge) leave() {
	if g.mu.TryLock() {
		defer g.mu.Unlock()
		g.stop()
	}
}

// beside is a writer to the terminal that a gauge is on.
type beside struct {
	g *gauge
	w io.Writer
}

// besides returns a writer to f that does not mix with a gauge.
func besides(g *gauge, f *os.File) io.Writer {
	if !g.shows() || !term.IsTerminal(int(f.Fd())) {
		return f
	}
	return &beside{g, f}
}

// Write erases the line of the gauge, and writes.
func (b *beside) Write(text []byte) (int, error) {
	b.g.mu.Lock()
	defer b.g.mu.Unlock()
	b.g.erase()
	if len(text) > 0 {
		b.g.midway = text[len(text)-1] != '\n'
	}
	return b.w.Write(text)
}

// sweepEvery is how often a line says how far a sweep is where lines stay.
const sweepEvery = 10 * time.Second

// sweeping returns what shows how far a sweep is: on the gauge, or in a line now
// and then where there is no terminal.
func sweeping(c *console) func(sweep.Progress) {
	next := sweepEvery
	return func(p sweep.Progress) {
		text := fmt.Sprintf("%s, %.0f runs/s", plural(p.Runs, "run"), p.Rate())
		if p.Guided {
			text += fmt.Sprintf(", %s seen, corpus %d", plural(p.Situations, "situation"), p.Corpus)
		}
		switch {
		case c.gauge.shows():
			c.gauge.set(text)
		case p.Time >= next:
			fmt.Fprintf(c.err, "%s, %v\n", text, p.Time.Round(100*time.Millisecond))
			next = p.Time + sweepEvery
		}
	}
}
