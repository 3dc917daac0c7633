package linediff

import (
	"regexp"
	"strings"
)

// Most lines of a transcript are events, with a number and a time: one event more
// changes both in every line below it. What a line says is the rest.

// shifting matches what one event more changes in the lines below it: the number and
// the time that an event begins with, as text or as JSON; a time, with the number of
// its event behind it; and a number that is named as that of an event.
var shifting = regexp.MustCompile(`^ *\d+ +\d+(?:\.\d+)?ms\b` +
	`|\b\d+(?:\.\d+)?(?:ns|µs|us|ms|s)\b(?: +\(\d+\))?` +
	`|"(?:seq|cause|at_us)":\d+` +
	`|\bevents? \d+\b`)

// number matches a number that is no part of a name, such as n1.
var number = regexp.MustCompile(`(^|[^A-Za-z0-9_])\d+(?:\.\d+)*`)

// blanks matches what columns are filled with.
var blanks = regexp.MustCompile(`[ \t]+`)

// saying returns what a line says, whatever the numbers and the times of events in it and
// however it ends.
func saying(line string) string {
	line = shifting.ReplaceAllString(trimmed(line), "#")
	return strings.TrimSpace(blanks.ReplaceAllString(line, " "))
}

// wording returns what a line says without any number: a ballot, a count.
func wording(saying string) string { return number.ReplaceAllString(saying, "${1}#") }

// trimmed returns a line without its end and the blanks before that.
func trimmed(line string) string { return strings.TrimRight(line, " \t\r\n") }
