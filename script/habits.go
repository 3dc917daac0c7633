package script

import (
	"strings"
)

// habits says to who writes Python what a scenario has in place of it, by what the
// parser got.
var habits = map[string]string{
	"import": `load("file.star", "name") takes a name from another file`,
	"from":   `load("file.star", "name") takes a name from another file`,
	"class":  "there are no classes: a dict or struct(…) holds values together",
	"try":    "nothing is caught: assert.fails(fn) calls what is to fail, and during(rule, fn) ends a fault whatever happens",
	"except": "nothing is caught: assert.fails(fn) calls what is to fail",
	"raise":  `fail("why") ends the script`,
	"with":   "during(rule, fn) ends a rule or a fault whatever happens in fn",
	"is":     "== compares",
	"del":    "d.pop(key) takes something out of a dict",
	"yield":  "there are no generators: append to a list",
	"async":  "spawn(fn) lets a function run beside the script",
	"global": "a function cannot set a name of the file: keep what changes in a dict",
	"indent": "the line stands to the right of what is before it; at a prompt an empty line ends a def, and :paste takes lines as they are",
}

// formatted matches the beginning of an f-string.
var formatted = newPattern(`\bf["']`)

// unlearned adds to what a parser says of a word that Python knows what there is in
// place of it. Line is the line of the script.
func unlearned(msg, line string) string {
	word, ok := strings.CutPrefix(msg, "got ")
	if !ok {
		return msg
	}
	word, _, _ = strings.Cut(word, ",")
	hint := habits[word]
	if strings.HasPrefix(strings.TrimSpace(line), "assert ") {
		hint = "assert.true(x) and assert.eq(x, y) check; help(assert) lists the others"
	}
	if word == "string literal" && formatted.MatchString(line) {
		hint = `there are no f-strings: "%s" % x or "{}".format(x)`
	}
	if hint == "" {
		return msg
	}
	return msg + " (" + hint + ")"
}
