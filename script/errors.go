package script

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/cells"
)

// The exit statuses of the commands.
const (
	StatusOK     = 0 // all held
	StatusFailed = 1 // an assertion, a property or an invariant failed, or a golden differs
	StatusScript = 2 // the script is wrong
	StatusLab    = 3 // the lab itself failed, so there is no verdict
)

// isVerdict reports whether err says something about the run rather than
// about the arguments of the verb that returned it.
func isVerdict(err error) bool {
	var assertion *AssertionError
	var eval *starlark.EvalError
	return isFinal(err) || errors.As(err, &assertion) || errors.As(err, &eval)
}

// isFinal reports whether err ends the script, whoever would like to catch it.
func isFinal(err error) bool {
	var broken *engine.Violation
	var lab *fleet.Error
	var exit *exitError
	var mistake *node.HandlerError
	return errors.As(err, &broken) || errors.As(err, &lab) || errors.As(err, &exit) || errors.As(err, &mistake) ||
		interrupted(err) || isStop(err) || errors.Is(err, errEnded)
}

// isStop reports whether err ends what runs because somebody wants it to stop
// there, and not because anything failed.
func isStop(err error) bool {
	var limit *limit
	var jump *jump
	return errors.As(err, &limit) || errors.As(err, &jump) || errors.Is(err, errCut) || errors.Is(err, errDocumented) || errors.Is(err, errArrived)
}

// Status returns the exit status that an error of Run stands for.
func Status(err error) int {
	var exit *exitError
	var lab *fleet.Error
	var broken *engine.Violation
	var assertion *AssertionError
	var refused *fleet.Refused
	switch {
	case err == nil:
		return StatusOK
	case errors.As(err, &exit):
		return exit.code
	case errors.As(err, &lab), interrupted(err):
		return StatusLab
	case errors.As(err, &broken), errors.As(err, &assertion), errors.As(err, &refused), errors.Is(err, ErrNothing), gaveUp(err):
		return StatusFailed
	}
	return StatusScript
}

// gaveUp reports whether the script itself said fail(…). A function of the
// library does so when it is not called as it wants to be.
func gaveUp(err error) bool {
	inner := innermost(err)
	if inner == nil || inner.Unwrap() == nil || !strings.HasPrefix(inner.Msg, "fail: ") {
		return false
	}
	stack := inner.CallStack
	if n := len(stack); n < 2 || stack[n-1].Name != "fail" || stack[n-1].Pos.Filename() != "<builtin>" {
		return false
	}
	return !strings.HasPrefix(stack[len(stack)-2].Pos.Filename(), standard)
}

func interrupted(err error) bool {
	var eval *starlark.EvalError
	return errors.Is(err, engine.ErrInterrupted) ||
		errors.As(err, &eval) && strings.HasSuffix(eval.Msg, "cancelled: interrupted")
}

// message returns what went wrong, without a position.
func message(err error) string {
	var eval *starlark.EvalError
	for errors.As(err, &eval) {
		cause := eval.Unwrap()
		if cause == nil {
			return eval.Msg
		}
		err = cause
		eval = nil
	}
	return err.Error()
}

// Headline returns what went wrong in one line, without a position.
func Headline(err error) string {
	var broken *engine.Violation
	var failed *AssertionError
	var mistake *node.HandlerError
	switch {
	case errors.As(err, &broken):
		return violated(broken)
	case errors.As(err, &failed):
		return failed.Error()
	case errors.As(err, &mistake):
		return mistake.Where + ": " + mistake.Text
	}
	return message(err)
}

func violated(v *engine.Violation) string {
	return fmt.Sprintf("%s is violated: %s", v.Name, v.Sentence)
}

// Explain returns an error of Run as a person wants to read it: the position,
// the line with a mark below it, what went wrong and what would be right, and
// what happened last. It returns "" for nil and for a script that said exit.
func (s *Session) Explain(err error) string {
	var exit *exitError
	if err == nil || errors.As(err, &exit) {
		return ""
	}
	var text strings.Builder
	if interrupted(err) {
		s.pointInterruption(&text, err)
		return text.String()
	}
	var undefined resolve.ErrorList
	var parse syntax.Error
	var mistake *node.HandlerError
	var eval *starlark.EvalError
	switch {
	case errors.As(err, &undefined):
		for _, e := range undefined {
			s.point(&text, e.Pos, s.didYouMean(e.Msg, e.Pos.Filename()))
		}
	case errors.As(err, &parse):
		s.point(&text, parse.Pos, unlearned(parse.Msg, s.line(parse.Pos)))
	case errors.As(err, &mistake):
		s.explainMistake(&text, mistake, err)
	case errors.As(err, &eval):
		s.explainEval(&text, err)
	default:
		fmt.Fprintln(&text, unplaced(err))
	}
	s.explainRun(&text, err)
	s.explainLoss(&text, err)
	return cells.VisibleLines(text.String())
}

// pointInterruption says where the script was when somebody had enough of it.
func (s *Session) pointInterruption(text *strings.Builder, err error) {
	if inner := innermost(err); inner == nil || s.script == nil || !s.pointInto(text, inner.CallStack, s.interruption()) {
		fmt.Fprintln(text, s.interruption())
	}
}

// pointInto points at the innermost call of a stack that is in a script, and
// reports whether there is one.
func (s *Session) pointInto(text *strings.Builder, stack starlark.CallStack, what string) bool {
	for _, frame := range slices.Backward(stack) {
		if _, known := s.sources[frame.Pos.Filename()]; known {
			s.point(text, frame.Pos, what)
			return true
		}
	}
	return false
}

// interruption says why a script was interrupted: the cause of the end of the
// session's context, if it has one of its own.
func (s *Session) interruption() string {
	return interruptionBy(context.Cause(s.ctx))
}

// unplaced returns an error that is nowhere in the script. What was found and
// wanted comes below it.
func unplaced(err error) string {
	var failed *AssertionError
	if errors.As(err, &failed) && failed.Message != "" {
		return "assertion failed: " + failed.Message
	}
	return err.Error()
}

// ExplainSource is Explain for a script called name that has not run, because
// it could not be read.
func ExplainSource(name, src string, err error) string {
	text, _ := SourceText(name, src) // err says what is wrong with it
	s := &Session{sources: map[string]string{name: text}}
	return s.Explain(err)
}

// explainEval explains an error that happened while the script ran: the
// innermost line of a script first, then the lines that led there.
func (s *Session) explainEval(text *strings.Builder, err error) {
	inner := innermost(err)
	stack := inner.CallStack
	for len(stack) > 0 && stack[len(stack)-1].Pos.Filename() == "<builtin>" {
		stack = stack[:len(stack)-1]
	}
	if len(stack) == 0 {
		fmt.Fprintln(text, s.headline(inner))
		return
	}
	s.point(text, stack[len(stack)-1].Pos, s.headline(inner))
	s.calledFrom(text, stack[:len(stack)-1])
}

// calledFrom writes the calls of a stack in scripts, the innermost first.
func (s *Session) calledFrom(text *strings.Builder, stack starlark.CallStack) {
	const most = 10 // callers to show; a recursion may have thousands
	shown := 0
	for i := len(stack) - 1; i >= 0 && shown < most; i-- {
		if stack[i].Pos.Filename() != "<builtin>" {
			name := stack[i].Name
			if name == "<expr>" { // an expression at a prompt
				name = "<toplevel>"
			}
			fmt.Fprintf(text, "  called from %v in %s\n", stack[i].Pos, name)
			shown++
		}
	}
}

// innermost returns the evaluation error that is nearest to the cause: an
// error in a loaded file passes through the load statements above it.
func innermost(err error) *starlark.EvalError {
	var found, e *starlark.EvalError
	for errors.As(err, &e) {
		found, err, e = e, e.Unwrap(), nil
	}
	return found
}

// headline says in one line what went wrong.
func (s *Session) headline(e *starlark.EvalError) string {
	file := ""
	if n := len(e.CallStack); n > 0 {
		file = e.CallStack[n-1].Pos.Filename()
	}
	var broken *engine.Violation
	var failed *AssertionError
	switch {
	case errors.As(e, &broken):
		return violated(broken)
	case errors.As(e, &failed) && failed.Message != "":
		return "assertion failed: " + failed.Message
	case errors.As(e, &failed):
		return "assertion failed"
	}
	if e.Msg == "invalid call of non-function (module)" {
		return "assert is no function, and has one for each check: assert.true(x), assert.eq(x, y); help(assert) lists them"
	}
	if e.Msg == tooDeep {
		return "== and other operators compare at most ten lists inside each other; assert.eq and assert.contains compare values however deep they go"
	}
	return s.didYouMean(lateBound(strings.TrimPrefix(e.Msg, "Starlark computation cancelled: ")), file)
}

// tooDeep is what Starlark says of two values that its operators do not compare.
const tooDeep = "comparison exceeded maximum recursion depth"

// lateBound says in a script's words what Starlark says of a name that is
// looked up when it is used, and is not there.
func lateBound(msg string) string {
	name, ok := strings.CutPrefix(msg, "internal error: predeclared variable ")
	if !ok {
		return msg
	}
	return "undefined: " + strings.TrimSuffix(name, " is uninitialized")
}

// line returns the line of a script that a position is in; "" when there is none.
func (s *Session) line(pos syntax.Position) string {
	lines := strings.Split(s.sources[pos.Filename()], "\n")
	if pos.Line < 1 || int(pos.Line) > len(lines) {
		return ""
	}
	return lines[pos.Line-1]
}

// point writes "file:line:col: what", the line, and a mark below the place.
func (s *Session) point(text *strings.Builder, pos syntax.Position, what string) {
	fmt.Fprintf(text, "%v: %s\n", pos, what)
	line := []rune(visible(s.line(pos)))
	if strings.TrimSpace(string(line)) == "" {
		return // the end of the text
	}
	start, end := s.span(pos, len(line))
	start, end = min(start, len(line)), min(end, len(line))
	shown := func(part []rune) string { return cells.VisibleLines(string(part)) }
	marked := max(cells.Width(shown(line[start:max(start, end)])), 1)
	fmt.Fprintf(text, "    %s\n    %s^%s\n", shown(line), blank(shown(line[:start])), strings.Repeat("~", marked-1))
}

// blank returns spaces as wide as text, and a tab where it has one.
func blank(text string) string {
	parts := strings.Split(text, "\t")
	for i, part := range parts {
		parts[i] = strings.Repeat(" ", cells.Width(part))
	}
	return strings.Join(parts, "\t")
}

// span returns the columns to mark, from 0. A call that failed is known by its
// opening parenthesis: the whole call is marked, to the end of the line at most.
func (s *Session) span(pos syntax.Position, width int) (start, end int) {
	start = int(pos.Col) - 1
	end = start + 1
	file, err := Dialect.Parse(pos.Filename(), s.sources[pos.Filename()], 0)
	if err != nil {
		return start, end
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		call, ok := n.(*syntax.CallExpr)
		if !ok || call.Lparen.Line != pos.Line || call.Lparen.Col != pos.Col {
			return true
		}
		from, to := call.Span()
		if from.Line == pos.Line {
			start = int(from.Col) - 1
		}
		if end = width; to.Line == pos.Line {
			end = int(to.Col) - 1
		}
		return false
	})
	return start, end
}

// lastEvents is how many lines of the trace a failure shows.
const lastEvents = 8

// explainRun adds what the run itself has to say to a failure.
func (s *Session) explainRun(text *strings.Builder, err error) {
	var broken *engine.Violation
	var failed *AssertionError
	switch {
	case errors.As(err, &broken) && s.current != nil:
		s.lines(text, "led to by", engine.Lines(broken.Chain, s.current.world.Words()))
	case errors.As(err, &failed):
		for _, line := range strings.Split(failed.What, "\n") {
			fmt.Fprintf(text, "  %s\n", line)
		}
		s.explainLast(text)
	case Status(err) == StatusFailed:
		s.explainLast(text)
	default:
		return
	}
	if s.options.Again == "" {
		return
	}
	fmt.Fprintf(text, "again: %s\n", s.options.Again)
	if done := s.meddled(); len(done) > 0 {
		fmt.Fprintf(text, "but not without what was done at the prompt where it stopped: %s\n", strings.Join(done, "; "))
	}
}

// explainLast adds what happened last.
func (s *Session) explainLast(text *strings.Builder) {
	switch {
	case s.lastWords != nil:
		s.lines(text, "last events", s.lastWords)
	case s.current != nil:
		s.lines(text, "last events", s.current.world.Recent(lastEvents))
	}
}

// meddled returns what somebody did at a prompt inside the script that did more than
// look: it is no part of the script.
func (s *Session) meddled() (done []string) {
	if s.talk == nil {
		return nil
	}
	for _, e := range s.talk.tape.entries {
		if e.depth > 0 && e.changed && !e.left {
			done = append(done, strings.TrimSpace(e.text))
		}
	}
	return done
}

func (s *Session) lines(text *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(text, "%s:\n", title)
	for _, line := range lines {
		fmt.Fprintf(text, "  %s\n", line)
	}
}
