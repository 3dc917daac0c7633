// Package spell is about words in messages: it guesses what a misspelt name was
// meant to be, and counts things.
package spell

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Count returns "1 step" or "2 steps".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// Nearest returns the candidate that x was most likely meant to be, or "". It allows
// one slip for every three letters of the shorter name, so that start is not restart;
// also one that left a name of three without a letter. Case makes no slip, and the name
// itself is no guess.
func Nearest(x string, candidates []string) string {
	best, least := "", -1
	for _, c := range candidates {
		d := distance(strings.ToLower(x), strings.ToLower(c))
		short, long := utf8.RuneCountInString(x), utf8.RuneCountInString(c)
		if short > long {
			short, long = long, short
		}
		allowed := max(short/3, min(1, short/2, long/3))
		if c != x && d <= allowed && (least < 0 || d < least) {
			best, least = c, d
		}
	}
	return best
}

// Hint returns "; did you mean NAME?" for the nearest of candidates, to be put
// at the end of an error, or nothing.
func Hint(x string, candidates []string) string {
	if meant := Nearest(x, candidates); meant != "" {
		return "; did you mean " + meant + "?"
	}
	return ""
}

// distance returns how many letters must be put in, taken out, changed or
// swapped with their neighbour to make b of a (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, row := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+differs(x[i], y[j]))
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}

func differs(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
