//go:build unix

package script

import (
	"io"
	"os"
	"os/signal"
	"reflect"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/peterh/liner"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// keyboard stands between the terminal and the line editor. The editor sets the
// modes of the terminal, and reads from a pipe: what is pasted, and the keys that
// are not for the editor, are told apart before.
//
// It reads from the terminal only while a line is asked for, and no further than
// that line needs. What comes at other times is for whatever runs then.
type keyboard struct {
	terminal int         // the descriptor that is read from
	before   *term.State // of the terminal, before the editor changed it
	between  *term.State // of the terminal, as the editor leaves it from line to line
	reads    *os.File    // the editor reads from here
	editor   *os.File    // what is written here
	woken    *os.File    // what waits for the terminal waits for this, too:
	wakes    *os.File    // a byte that is written here, which says why

	keys    keys
	more    bool // the line that was read last was pasted, and the paste goes on
	dropped bool // it was given up
	ended   bool // there was no line, but the end of the input

	lines   sync.Mutex  // held while a line is read
	asking  atomic.Bool // a line is being read
	closed  bool
	signals chan os.Signal
	watched chan struct{} // closed when the signals are watched no more
}

// Why what waits for the terminal is to wake.
const (
	wakeDone   = 'd' // the line is read
	wakeDrop   = 'x' // it is given up
	wakeClosed = 'q' // the conversation is over
)

// newKeyboard returns a keyboard, and the editor that reads from it. It is nil
// where the editor has to read for itself.
func newKeyboard() (*keyboard, *liner.State) {
	k := &keyboard{terminal: syscall.Stdin}
	var err error
	if k.before, err = term.GetState(k.terminal); err != nil {
		return nil, liner.NewLiner()
	}
	if k.reads, k.editor, err = os.Pipe(); err != nil {
		return nil, liner.NewLiner()
	}
	if k.woken, k.wakes, err = os.Pipe(); err != nil || k.woken.Fd() >= unix.FD_SETSIZE {
		k.closeFiles()
		return nil, liner.NewLiner()
	}
	defer func(stdin *os.File) { os.Stdin = stdin }(os.Stdin)
	os.Stdin = k.reads // the editor keeps the file that has this name now, and sets the modes of descriptor 0
	editor := liner.NewLiner()
	k.between, _ = term.GetState(k.terminal) // nil when the terminal is gone
	k.bracket(askForPaste)
	k.watch()
	return k, editor
}

// watch attends to two signals: that of Ctrl-C, which is a key only in a window that
// is wide enough for lines to be edited, and the one with which a program goes on
// that was stopped, maybe after a shell has used the terminal.
func (k *keyboard) watch() {
	k.signals, k.watched = make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(k.signals, os.Interrupt, syscall.SIGCONT)
	go func() {
		defer close(k.watched)
		for sig := range k.signals {
			switch {
			case sig == syscall.SIGCONT:
				k.bracket(askForPaste)
			case k.asking.Load():
				k.wake(wakeDrop)
			}
		}
	}()
}

func (k *keyboard) wake(why byte) { _, _ = k.wakes.Write([]byte{why}) } // a keyboard that is closed sleeps on

// read lets prompt read a line in the editor. The error is io.EOF at the end of the
// input, and ErrDropped for a line that was given up.
func (k *keyboard) read(prompt func() (string, error)) (string, error) {
	if k == nil {
		return prompt()
	}
	k.lines.Lock()
	defer k.lines.Unlock()
	if k.closed {
		return "", io.EOF
	}
	k.more, k.dropped, k.ended = false, false, false
	stop := k.start()
	defer stop()
	line, err := prompt()
	stop()
	switch {
	case err == nil && k.ended:
		err = io.EOF
	case err == nil && k.dropped:
		err = ErrDropped
	}
	return line, err
}

// start feeds the editor, until the function that it returns is called.
func (k *keyboard) start() (stop func()) {
	for k.ready(0, false) { // to drop the line before
		k.why()
	}
	fed := make(chan struct{})
	k.restore(k.between) // a shell may have changed it while the program was stopped
	k.asking.Store(true)
	go func() {
		defer close(fed)
		k.feed()
	}()
	return sync.OnceFunc(func() {
		k.asking.Store(false)
		k.wake(wakeDone)
		<-fed
	})
}

// bracket asks the terminal to bracket what is pasted, or no longer to.
func (k *keyboard) bracket(ask string) {
	if liner.TerminalSupported() {
		_, _ = os.Stdout.WriteString(ask) // the editor notices when nothing can be written
	}
}

// feed gives the editor what comes from the terminal, up to the end of a line.
func (k *keyboard) feed() {
	fed := false
	for {
		if !fed {
			fed = k.feedLine()
		}
		if k.ready(-1, !fed) {
			switch k.why() {
			case wakeDone:
				return
			case wakeDrop:
				if !fed {
					fed = k.drop()
				}
			case wakeClosed:
				_ = k.editor.Close() // the editor is at the end of its input
				fed = true
			}
			continue
		}
		if !k.gather() {
			k.ended = true
			fed = k.endLine()
		}
	}
}

// drop gives the line in the editor up. The editor ends the line on the screen where
// it edits, and the terminal does not.
func (k *keyboard) drop() bool {
	if now, err := term.GetState(k.terminal); err == nil && reflect.DeepEqual(now, k.before) {
		_, _ = os.Stdout.WriteString("\n")
	}
	k.dropped = true
	return k.endLine()
}

// endLine ends the line in the editor, as a key would.
func (k *keyboard) endLine() bool {
	_, _ = k.editor.Write([]byte{'\n'}) // the pipe is whole as long as the editor reads
	return true
}

// feedLine gives the editor what is there, and reports whether that ends its line.
func (k *keyboard) feedLine() bool {
	for {
		text, end, more := k.keys.next()
		if end.b == '\r' {
			text[len(text)-1] = '\n' // which ends a line also where the editor cannot edit
		}
		if len(text) > 0 {
			_, _ = k.editor.Write(text)
		}
		switch {
		case end.b == keyCtrlZ:
			k.suspend()
		case end.isLineEnd():
			k.more = more
			return true
		case len(text) == 0:
			return false
		}
	}
}

// Keys of one burst come closer to each other than any two that somebody presses.
const (
	burstGap  = 10 * time.Millisecond
	escapeGap = 50 * time.Millisecond // how long the rest of what begins like Escape may take
	burstMost = 1 << 20               // bytes that are read before the editor has any of them
	longKey   = 4                     // bytes of a letter, at most
)

// gather reads what has come from the terminal. It reports whether there was
// anything, and not the end.
func (k *keyboard) gather() bool {
	chunk, ok := k.readTerminal()
	if !ok {
		return false
	}
	isBurst := len(chunk) > longKey && chunk[0] != keyEscape
	for isBurst && len(chunk) < burstMost && k.typedWithin(burstGap) {
		more, ok := k.readTerminal()
		if !ok {
			break // it is found again
		}
		chunk = append(chunk, more...)
	}
	k.keys.come(chunk)
	if len(k.keys.partial) > 0 && !k.keys.pasting && !k.typedWithin(escapeGap) {
		k.keys.giveUp()
	}
	return true
}

// readTerminal reads what is there. It reports whether anything was.
func (k *keyboard) readTerminal() ([]byte, bool) {
	b := make([]byte, 1<<12)
	for {
		n, err := unix.Read(k.terminal, b)
		switch {
		case err == unix.EINTR:
		case err == unix.EAGAIN:
			return nil, true
		case err != nil || n <= 0:
			return nil, false
		default:
			return b[:n], true
		}
	}
}

// typedWithin reports whether something comes from the terminal within a time.
func (k *keyboard) typedWithin(d time.Duration) bool {
	var set unix.FdSet
	set.Set(k.terminal)
	return k.selected(&set, k.terminal, d) && set.IsSet(k.terminal)
}

// ready waits until something is to wake, and then reports true, or until there is
// something to read from the terminal, if it is to listen to that. It waits for
// ever when d is less than 0.
func (k *keyboard) ready(d time.Duration, listen bool) bool {
	woken := int(k.woken.Fd())
	var set unix.FdSet
	set.Set(woken)
	if listen {
		set.Set(k.terminal)
	}
	return k.selected(&set, woken, d) && set.IsSet(woken)
}

// selected waits for one of the descriptors in set, of which most is the highest.
func (k *keyboard) selected(set *unix.FdSet, most int, d time.Duration) bool {
	wanted := *set
	for {
		var timeout *unix.Timeval
		if d >= 0 {
			tv := unix.NsecToTimeval(int64(d))
			timeout = &tv
		}
		*set = wanted
		n, err := unix.Select(max(most, k.terminal)+1, set, nil, nil, timeout)
		if err != unix.EINTR {
			return err == nil && n > 0
		}
	}
}

// why returns why something was woken.
func (k *keyboard) why() byte {
	b := make([]byte, 1)
	_, _ = k.woken.Read(b)
	return b[0]
}

func (k *keyboard) restore(mode *term.State) {
	if mode != nil {
		_ = term.Restore(k.terminal, mode) // it works as long as there is a terminal
	}
}

// resumed is how long the program waits to be told to go on before it believes that
// it was not stopped: no program is, whose shell is gone.
const resumed = 200 * time.Millisecond

// suspend stops the program in the middle of a line, with the terminal as it was
// before the program. When it goes on, the line is there again.
//
// The signal is the system's to act on: what it does once a program has listened to
// it is another matter, so nothing listens to it, here and elsewhere.
func (k *keyboard) suspend() {
	mode, err := term.GetState(k.terminal)
	if err != nil {
		return
	}
	k.bracket(RefusePaste)
	_, _ = os.Stdout.WriteString("^Z")
	k.restore(k.before)
	goesOn := make(chan os.Signal, 1)
	signal.Notify(goesOn, syscall.SIGCONT)
	_ = syscall.Kill(0, syscall.SIGTSTP)
	select {
	case <-goesOn:
	case <-time.After(resumed):
		k.bracket(askForPaste)
	}
	signal.Stop(goesOn)
	k.restore(mode)
	_ = syscall.Kill(os.Getpid(), syscall.SIGWINCH) // the editor shows its line again
}

// close ends a line that is being read. The editor can be closed then.
func (k *keyboard) close() {
	if k == nil {
		return
	}
	k.wake(wakeClosed)
	k.lines.Lock()
	defer k.lines.Unlock()
	if k.closed {
		return
	}
	k.closed = true
	signal.Stop(k.signals)
	close(k.signals)
	<-k.watched
	k.bracket(RefusePaste)
	k.closeFiles()
}

func (k *keyboard) closeFiles() {
	for _, f := range []*os.File{k.reads, k.editor, k.woken, k.wakes} {
		if f != nil {
			_ = f.Close() // nothing is lost in a pipe that is no longer read
		}
	}
}

// goesOn reports whether the line that was read last was pasted, and followed by
// more of the paste.
func (k *keyboard) goesOn() bool { return k != nil && k.more }

// dropPaste forgets what was pasted and not read yet.
func (k *keyboard) dropPaste() {
	if k != nil {
		k.keys.dropPaste()
	}
}
