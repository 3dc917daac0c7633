package script

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.uber.org/goleak"

	"synod/engine"
)

// talkInterrupted holds a conversation in which interrupt() is Ctrl-C, pressed
// while a script runs; it returns False when that has been noticed.
func talkInterrupted(t *testing.T, typed ...string) string {
	t.Helper()
	defer goleak.VerifyNone(t)
	var out bytes.Buffer
	s := newTestSession(t, &out)
	interrupts := make(chan os.Signal, 1)
	s.names["interrupt"] = starlark.NewBuiltin("interrupt", func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		if s.ctx.Err() == nil {
			interrupts <- os.Interrupt
			<-s.ctx.Done()
		}
		return starlark.False, nil
	})
	c := &conversation{reader: &typist{screen: &out, lines: typed}, interrupts: interrupts}
	if err := s.converse(c, ""); err != nil {
		t.Errorf("got the error %v, want an orderly end", err)
	}
	return strings.Replace(out.String(), greeting, "", 1)
}

// Whatever runs is interrupted, and the next item finds the session, its names
// and its cluster as they were between two events. Each item here would run
// for ever.
func TestInterrupt(t *testing.T) {
	const duel = `cluster(3, backoff = "none", quiet = True, retransmit = "0s"); a = propose(1, "A"); b = propose(3, "B")`
	for name, item := range map[string]string{
		"a loop":                    `f()`,
		"the world":                 `run(until = interrupt, within = "8760h")`,
		"a predicate":               `run(until = f)`,
		"an invariant":              `invariant("never ends", f)`,
		"a description of messages": `pending(where = lambda m: f())`,
		"what a failure would mean": `assert.fails(f)`,
		"a task":                    `t = spawn(f); run("1s")`,
		"a comprehension":           `[f() for _ in range(3)]`,
		"a model":                   `linearizable(lambda s, o, r: f(), initial = 0, budget = 1 << 60, history = [operation("c", "write", 1, invoked = "1ms", returned = "2ms")])`,
	} {
		t.Run(name, func(t *testing.T) {
			got := talkInterrupted(t, duel, "def f():", "    interrupt()", "    while True: pass", "", item,
				"a.ballot != None", `step(20)`, "check()", "state(2).promised != None")
			if strings.Count(got, "interrupted\n") != 1 {
				t.Errorf("got\n%s\nwant one item interrupted", got)
			}
			want := item + "\ninterrupted\nsynod> a.ballot != None\nTrue\nsynod> step(20)\n20\nsynod> check()\nsynod> state(2).promised != None\nTrue\n"
			if !strings.Contains(got, want) {
				t.Errorf("got\n%s\nwant it to contain\n%s", got, want)
			}
		})
	}
}

// A world that was interrupted goes on as if nothing had been: the events are
// those of a run that was not.
func TestInterruptedRunGoesOnTheSame(t *testing.T) {
	run := func(typed ...string) string {
		all := append([]string{`cluster(3, seed = 7, latency = ("1ms", "5ms")); a = propose(1, "A"); b = propose(3, "B")`}, typed...)
		got := talkInterrupted(t, append(all, `settle()`, `trace(1000)`)...)
		_, trace, ok := strings.Cut(got, "synod> trace(1000)\n")
		if !ok {
			t.Fatalf("got\n%s", got)
		}
		return trace
	}
	straight := run()
	stopped := run("def nth(n):", "    count[0] += 1", "    return interrupt() if count[0] == n else False", "",
		"count = [0]", "run(until = lambda: nth(4))", "count = [0]", "run(until = lambda: nth(9))")
	if straight != stopped {
		t.Errorf("got\n%s\nafter interrupts, want\n%s", stopped, straight)
	}
	if strings.Count(straight, "\n") < 20 {
		t.Errorf("got a run of few events:\n%s", straight)
	}
}

// An interrupt that comes when nothing runs is not saved for what runs next.
func TestInterruptOfNothing(t *testing.T) {
	var out bytes.Buffer
	s := newTestSession(t, &out)
	interrupts := make(chan os.Signal, 1)
	r := &typist{screen: &out, lines: []string{"x = 1", "x + 1"}, before: func(string) {
		select {
		case interrupts <- os.Interrupt:
		default:
		}
	}}
	if err := s.converse(&conversation{reader: r, interrupts: interrupts}, ""); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "synod> x + 1\n2\n") {
		t.Errorf("got\n%s", out.String())
	}
}

// waiter is a LineReader on which nobody types.
type waiter struct{ waiting, closed chan struct{} }

func (w *waiter) Prompt(string) (string, error) {
	close(w.waiting)
	<-w.closed
	return "", errors.New("closed")
}
func (w *waiter) AppendHistory(string) {}
func (w *waiter) Close() error         { close(w.closed); return nil }

// The end of the session's context ends a conversation in which nobody types,
// and gives the terminal back.
func TestSessionEndsAtThePrompt(t *testing.T) {
	defer goleak.VerifyNone(t)
	ctx, cancel := context.WithCancel(t.Context())
	s := New(ctx, Options{Fleet: Simulated})
	w := &waiter{make(chan struct{}), make(chan struct{})}
	c := &conversation{reader: w}
	ended := make(chan error)
	go func() { ended <- s.converse(c, "") }()
	<-w.waiting
	cancel()
	err := <-ended
	if !errors.Is(err, engine.ErrInterrupted) || Status(err) != StatusLab {
		t.Errorf("got the error %v, want it to be interrupted", err)
	}
	if _, found, _ := c.complete("clu", 3); found != nil {
		t.Errorf("got %q completed after the end", found)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// What panics while a line is read ends the conversation, but not before the
// terminal is given back.
func TestReaderPanics(t *testing.T) {
	var out bytes.Buffer
	s := newTestSession(t, &out)
	r := &typist{screen: &out, lines: []string{"1"}, before: func(string) { panic("no columns") }}
	err := s.Converse(r, "")
	if err == nil || Status(err) != StatusLab || !strings.Contains(err.Error(), "no columns") {
		t.Errorf("got the error %v", err)
	}
	if !r.closed {
		t.Error("the reader is not closed")
	}
}

// A rule that cannot be asked about a message is an error of every message, and
// stops none of them: once it is gone, the world is the one it would have been.
func TestBrokenRuleLosesNothing(t *testing.T) {
	run := func(rule, end string) string {
		typed := []string{`cluster(3)`, rule, `a = propose(1, "A")`}
		for range 40 { // more than there are events
			typed = append(typed, "step()")
		}
		got, err := talk(t, "", append(typed, end, "settle()", "trace(1000)")...)
		if err != nil {
			t.Fatal(err)
		}
		_, trace, ok := strings.Cut(got, "synod> trace(1000)\n")
		if !ok {
			t.Fatalf("got\n%s", got)
		}
		return events(trace)
	}
	for _, rule := range []string{"lose", "hold"} {
		without := run("1", "1")
		with := run(`r = `+rule+`(where = lambda m: m.kind == "no such" or 1 // 0)`, "r.stop()")
		if with != without {
			t.Errorf("%s: got\n%s\nwant\n%s", rule, with, without)
		}
	}
}

// events returns the lines of a trace that are about nodes, without their numbers.
func events(trace string) string {
	var kept strings.Builder
	for _, line := range strings.Split(trace, "\n") {
		if len(line) > 3 && !strings.Contains(line, "  lab  ") {
			kept.WriteString(line[3:] + "\n")
		}
	}
	return kept.String()
}

// An invariant that cannot be asked is none, so its name is still free.
func TestBrokenInvariantIsNone(t *testing.T) {
	got, err := talk(t, "", `cluster(3)`, `invariant("sane", lambda: 1 // 0)`, `invariant("sane", lambda: chosen() in (None, "A"))`, `submit(1, "A").mine`)
	if err != nil || !strings.HasSuffix(got, "\nTrue\nsynod> ^D\n") {
		t.Errorf("got the error %v and\n%s", err, got)
	}
}
