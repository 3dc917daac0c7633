package trace

import (
	"io"
	"strconv"
	"strings"
	"time"

	"synod/node/cells"
)

// Text is a Sink that writes one readable line for each record.
type Text struct {
	w       io.Writer
	words   Words
	columns func() int // how wide a line may be; nil for as wide as it is
	buf     []byte
	colored bool // for a terminal
}

var _ Sink = (*Text)(nil)

// NewText returns a Text that writes to w, one Write for each line.
func NewText(w io.Writer, words Words) *Text { return &Text{w: w, words: words} }

// NewFolded returns a Text whose lines are folded to what columns says: for a
// terminal, which would break them anywhere.
func NewFolded(w io.Writer, words Words, columns func() int) *Text {
	return &Text{w: w, words: words, columns: columns}
}

// Record writes the line of r.
func (t *Text) Record(r *Record) error {
	t.buf = AppendText(t.buf[:0], r, t.words)
	if t.columns != nil {
		t.buf = append(t.buf[:0], Fold(string(t.buf), t.columns())...)
	}
	if t.colored {
		t.buf = append(t.buf[:0], paint(r.Kind, string(t.buf))...)
	}
	t.buf = append(t.buf, '\n')
	_, err := t.w.Write(t.buf)
	return err
}

// Columns of a line, in cells of a terminal, counted from 0. A part that is too
// long pushes the rest of its own line to the right and no other line.
const (
	timeEnd   = 13 // the time ends here, so that the units stand below each other
	whoStart  = timeEnd + 2
	whatStart = whoStart + 10
	doneStart = whatStart + 28
)

// AppendText appends the line of r, without a newline:
//
//	9     6ms  n1 -> n3  accept 3.1 X                refused, promised 4.5
//
// It is one line whatever the record says, and a terminal obeys nothing in it.
func AppendText(dst []byte, r *Record, words Words) []byte {
	start := len(dst)
	dst = appendHead(dst, r)
	what := len(dst)
	dst = appendWhat(dst, r, words)
	dst = appendDone(dst, start, r, words)
	if cells.PlainBytes(dst[what:]) {
		return trimRight(dst)
	}
	return appendWide(dst[:start], r, words)
}

// appendWide is AppendText for a line in which a byte may not be a cell: what
// happened is written to begin with, so that its width is known.
func appendWide(dst []byte, r *Record, words Words) []byte {
	start := len(dst)
	dst = appendHead(dst, r)
	what := cells.Visible(string(appendWhat(nil, r, words)))
	dst = append(dst, what...)
	start += len(what) - cells.Width(what) // the columns behind it are so many bytes further on
	from := len(dst)
	dst = appendDone(dst, start, r, words)
	done := cells.Visible(string(dst[from:]))
	return trimRight(append(dst[:from], done...))
}

// appendHead appends the number, the time and who, up to where what begins.
func appendHead(dst []byte, r *Record) []byte {
	start := len(dst)
	for least := 100; r.Seq < least && least > 1; least /= 10 {
		dst = append(dst, ' ') // three digits stand below each other
	}
	dst = strconv.AppendInt(dst, int64(r.Seq), 10)
	dst = appendTimeRight(dst, start+timeEnd, r.Time)
	dst = appendWho(pad(dst, start+whoStart, 2), r)
	return pad(dst, start+whatStart, 2)
}

// appendTimeRight appends a time behind two spaces at least, moved right so that
// it ends at column end. It moves bytes instead of building a string: a trace may
// be a million lines long.
func appendTimeRight(dst []byte, end int, t time.Duration) []byte {
	from := len(dst)
	dst = AppendTime(append(dst, "  "...), t)
	gap := end - len(dst)
	for range gap {
		dst = append(dst, ' ')
	}
	if gap > 0 {
		copy(dst[from+gap:], dst[from:len(dst)-gap])
		for i := range gap {
			dst[from+i] = ' '
		}
	}
	return dst
}

// pad appends spaces up to column, and at least the given number.
func pad(dst []byte, column, least int) []byte {
	n := max(column-len(dst), least)
	for ; n >= 8; n -= 8 {
		dst = append(dst, "        "...) // eight at once
	}
	for range n {
		dst = append(dst, ' ')
	}
	return dst
}

func trimRight(dst []byte) []byte {
	for len(dst) > 0 && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// AppendTime appends a virtual time in milliseconds with at most three
// decimals, such as "1.25ms": one unit for all lines, so that times compare at
// a glance.
func AppendTime(dst []byte, t time.Duration) []byte {
	us := t.Microseconds()
	dst = strconv.AppendInt(dst, us/1000, 10)
	if frac := us % 1000; frac != 0 {
		digits := [4]byte{'.', byte('0' + frac/100), byte('0' + frac/10%10), byte('0' + frac%10)}
		end := 4
		for digits[end-1] == '0' {
			end--
		}
		dst = append(dst, digits[:end]...)
	}
	return append(dst, "ms"...)
}

func appendWho(dst []byte, r *Record) []byte {
	if r.Message != nil && r.Src != 0 {
		return r.Dst.Append(append(r.Src.Append(dst), " -> "...))
	}
	if r.Dst != 0 {
		return r.Dst.Append(dst)
	}
	if r.Kind == Remark {
		return append(dst, '#')
	}
	return append(dst, "lab"...)
}

func appendWhat(dst []byte, r *Record, words Words) []byte {
	switch r.Kind {
	case Deliver, Lose, Drop, Hold, Duplicate:
		return r.Message.Append(dst)
	case Fire:
		return append(append(dst, "timer "...), words.TimerName(r.Timer)...)
	case Ask:
		return words.AppendRequest(dst, r.Request)
	case Note:
		return words.AppendNote(dst, r.Outcome)
	case Crash:
		return append(dst, "crash"...)
	case Restart:
		return append(dst, "restart"...)
	case Violation:
		return append(append(dst, "VIOLATION: "...), r.Text...)
	}
	return append(dst, r.Text...)
}

// appendDone appends the last column: what came of the record.
func appendDone(dst []byte, start int, r *Record, words Words) []byte {
	switch r.Kind {
	case Deliver, Fire, Ask:
		if r.Outcome.Code == 0 {
			return dst
		}
		return words.AppendNote(pad(dst, start+doneStart, 2), r.Outcome)
	case Lose:
		return append(append(pad(dst, start+doneStart, 2), "lost: "...), r.Text...)
	case Drop:
		return append(pad(dst, start+doneStart, 2), "dropped"...)
	case Hold:
		return append(pad(dst, start+doneStart, 2), "held"...)
	case Duplicate:
		return append(pad(dst, start+doneStart, 2), "duplicated"...)
	case Crash:
		return append(pad(dst, start+doneStart, 2), r.Text...)
	case Restart:
		dst = append(pad(dst, start+doneStart, 2), r.Text...)
		if r.Outcome.Code == 0 {
			return dst
		}
		return words.AppendNote(append(dst, ": "...), r.Outcome)
	}
	return dst
}

// Fold returns a line in as many lines as it takes to be no wider than so many
// columns; 0 is any width. It goes on below its last column, or where that has no
// room of its own below what happened.
func Fold(line string, columns int) string {
	if columns <= 0 || len(line) <= columns || cells.Width(line) <= columns {
		return line
	}
	for _, column := range []int{doneStart, whatStart} {
		head := cells.Head(line, column)
		rest := line[len(head):]
		begins := cells.Width(head) == column && strings.HasSuffix(head, "  ") && !strings.HasPrefix(rest, " ")
		if begins && columns-column >= leastColumn {
			return strings.TrimSuffix(cells.Hang(head, rest, columns), "\n")
		}
	}
	return strings.TrimSuffix(cells.Hang("", line, columns), "\n")
}

// leastColumn is how wide a column must be to go on below itself.
const leastColumn = 20

// Line returns the line of r.
func Line(r *Record, words Words) string { return string(AppendText(nil, r, words)) }
