// Package shell writes command lines that a person can paste into a shell.
package shell

import "strings"

// plain are the bytes, beside letters and digits, that no shell gives a
// meaning to inside a word.
const plain = "%+,-./:=@_"

// Join returns the words as one command line.
func Join(words ...string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = Quote(word)
	}
	return strings.Join(quoted, " ")
}

// Quote returns a word as a POSIX shell reads it, in quotes only if it needs them.
func Quote(word string) string {
	if word != "" && strings.IndexFunc(word, special) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func special(c rune) bool {
	letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	return !letter && !strings.ContainsRune(plain, c)
}
