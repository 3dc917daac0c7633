package script

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// A terminal that is asked to brackets what is pasted, so that it can be told
// from what is typed: in what is pasted a TAB is a TAB, an empty line does not end
// a def, and nothing is a command to the line editor.
const (
	askForPaste = "\x1b[?2004h"
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// RefusePaste asks a terminal not to bracket what is pasted any longer, as it was before
// a conversation: for a program that ends in the middle of one.
const RefusePaste = "\x1b[?2004l"

// The bytes of some keys, and of the first letter.
const (
	keyCtrlC     = 3
	keyCtrlZ     = 26
	keyEscape    = 27
	firstVisible = ' '
	keyDelete    = 127
)

// tabMark stands for a TAB that was pasted while its line is edited: an editor
// takes a TAB for a key. It is one column wide, as the editor believes a TAB to be.
const tabMark = "␉"

// key is a byte that came from the terminal.
type key struct {
	b      byte
	pasted bool
}

// isLineEnd reports whether the line editor is done with its line after the key.
func (k key) isLineEnd() bool { return k.b == '\r' || k.b == '\n' || k.b == keyCtrlC }

// keys are what came from the terminal and the line editor has not had yet.
type keys struct {
	waiting []key
	partial []byte // the start of a bracket, whose rest is still to come
	pasting bool   // a paste has begun and not ended
	last    byte   // of the paste: CR and LF are one line end
}

// come takes what was read from the terminal in one go.
func (k *keys) come(chunk []byte) {
	chunk = append(k.partial, chunk...)
	k.partial = nil
	for len(chunk) > 0 {
		bracket := pasteBegins
		if k.pasting {
			bracket = pasteEnds
		}
		text, rest, found := bytes.Cut(chunk, []byte(bracket))
		if !found {
			n := begun(text, bracket)
			k.partial = slices.Clone(text[len(text)-n:])
			text = text[:len(text)-n]
		}
		switch {
		case k.pasting:
			k.paste(text)
		case isBurst(text):
			k.paste(text)
			k.last = 0
		default:
			k.press(text)
		}
		if found {
			k.pasting, k.last = !k.pasting, 0
		}
		chunk = rest
	}
}

// begun returns how many bytes at the end of text may be the start of bracket.
func begun(text []byte, bracket string) int {
	for n := min(len(text), len(bracket)-1); n > 0; n-- {
		if bytes.HasSuffix(text, []byte(bracket[:n])) {
			return n
		}
	}
	return 0
}

// giveUp takes what may be the start of a bracket for what was typed, such as the
// key Escape.
func (k *keys) giveUp() {
	if !k.pasting {
		k.press(k.partial)
		k.partial = nil
	}
}

// isBurst reports whether text that came in one go was pasted into a terminal that
// does not say so: it goes on behind the end of a line, and has nothing in it that
// only a key says.
func isBurst(text []byte) bool {
	if !utf8.Valid(text) {
		return false
	}
	ends := false
	for i, b := range text {
		switch {
		case b == '\r' || b == '\n':
			ends = ends || i+1 < len(text)
		case b != '\t' && b < firstVisible || b == keyDelete:
			return false
		}
	}
	return ends
}

// paste takes text that was pasted. Control characters that are no whitespace have
// no meaning in a script, and are left out.
func (k *keys) paste(text []byte) {
	for _, b := range text {
		switch {
		case b == '\t':
			k.put(tabMark, true)
		case b == '\n' && k.last == '\r':
		case b == '\r' || b == '\n':
			k.put("\r", true)
		case b >= firstVisible && b != keyDelete:
			k.put(string([]byte{b}), true)
		}
		k.last = b
	}
}

// press takes keys that were pressed. A TAB that came with what is behind it, where
// there is nothing to complete, is whitespace.
func (k *keys) press(text []byte) {
	for i, b := range text {
		if b == '\t' && isAlignment(text[:i], text[i+1:]) {
			k.put(tabMark, false)
			continue
		}
		k.put(string([]byte{b}), false)
	}
}

// isAlignment reports whether a TAB between two texts that came in one go only
// aligns what is behind it: the name before an = is complete, and so is a word
// before whitespace.
func isAlignment(before, after []byte) bool {
	after = bytes.TrimLeft(after, " \t")
	if len(after) == 0 || len(before) == 0 {
		return false
	}
	assigns := after[0] == '=' && !bytes.HasPrefix(after, []byte("=="))
	last := before[len(before)-1]
	return assigns || (last == ' ' || last == '\t') && len(bytes.TrimSpace(before)) > 0 && after[0] >= firstVisible
}

func (k *keys) put(text string, pasted bool) {
	for i := range len(text) {
		k.waiting = append(k.waiting, key{text[i], pasted})
	}
}

// next takes what the line editor may have now: up to the end of a line, or up to a
// key that is not for the editor. More says that the line was pasted, and that the
// paste goes on behind it.
func (k *keys) next() (text []byte, end key, more bool) {
	for i, b := range k.waiting {
		switch {
		case b.b == keyCtrlZ && i == 0:
			k.waiting = k.waiting[1:]
			return nil, b, false
		case b.b == keyCtrlZ:
			k.waiting = k.waiting[i:]
			return text, key{}, false
		case b.isLineEnd() && b.pasted && k.pasting && i+1 == len(k.waiting):
			k.waiting = k.waiting[i:]
			return text, key{}, false // whether the paste goes on is still to be seen
		case b.isLineEnd():
			k.waiting = k.waiting[i+1:]
			return append(text, b.b), b, b.pasted && len(k.waiting) > 0 && k.waiting[0].pasted
		}
		text = append(text, b.b)
	}
	k.waiting = nil
	return text, key{}, false
}

// dropPaste forgets what was pasted and is still to be read.
func (k *keys) dropPaste() {
	k.waiting = slices.DeleteFunc(k.waiting, func(b key) bool { return b.pasted })
}
