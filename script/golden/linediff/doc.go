// Package linediff says how two transcripts differ.
//
//	first, note := linediff.First("a.golden", golden, "a.star", got)
//	all := linediff.Full("a.golden", golden, "a.star", got)
//
// Lines are aligned by what they say. One event more gives another number and another
// time to every line below it, and a diff of the bytes would show them all: here a pair
// of lines of which only such numbers differ stays a pair, and is no difference to look
// at as long as there is any other.
//
// First shows the first difference that matters, with the lines around it: where a line
// says something else or a number is another, or else where nothing is but the number or
// the time of an event, the blanks at its end or the end itself. In a printed line a time,
// or the number of an event, that moved as far as the trace did is one of those; where it
// did not, it is a number that is another.
// It is empty for texts that are the same byte for byte, and for no others. Full shows
// everything, in the order of the lines.
//
// Both are written as a unified diff. In First, lines that differ in the number and the
// time of their event alone stand between the others as in the second text. What a
// terminal would obey, or not show, is shown as an escape.
package linediff
