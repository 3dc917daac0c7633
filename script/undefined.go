package script

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node/spell"
)

// inPython says what a scenario has in place of a name that Python knows.
var inPython = map[string]string{
	"open":       "a script reads and writes no files: load() takes names from another script",
	"input":      "a script asks for nothing while it runs: args(name, default) returns what was given after --",
	"map":        "[f(x) for x in list] does it",
	"filter":     "[x for x in list if f(x)] does it",
	"reduce":     "a loop over the list does it",
	"isinstance": `type(x) == "int" compares the type`,
	"issubclass": "there are no classes",
	"object":     "there are no classes: a dict or struct(…) holds values together",
	"super":      "there are no classes",
	"property":   "there are no classes",
	"round":      "int(x + 0.5) rounds",
	"divmod":     "x // y and x % y do it",
	"pow":        "a loop that multiplies does it",
	"format":     `"%s" % x or "{}".format(x) does it`,
	"next":       "a for loop takes one element after the other",
	"iter":       "a for loop takes one element after the other",
	"frozenset":  "set(list) is a set, and a tuple is a list that cannot change",
	"exec":       "load(file, name) takes a name from another script",
	"eval":       "load(file, name) takes a name from another script",
	"exception":  `fail("why") ends the script; nothing is caught, but assert.fails(fn) calls what is to fail`,
	"quit":       "exit(code) ends the script",
	"null":       "None is no value",
	"nil":        "None is no value",
	"undefined":  "None is no value",
	"self":       "a method of a cluster or a node stands behind its dot, and what a function gets among its parameters",
	"this":       "a method of a cluster or a node stands behind its dot, and what a function gets among its parameters",
	"time":       "now() is the virtual time, and sleep(duration) lets it pass",
	"datetime":   "now() is the virtual time, and sleep(duration) lets it pass",
	"os":         "a script sees no more of the machine than args(name, default) gives it",
	"sys":        "a script sees no more of the machine than args(name, default) gives it",
	"math":       "numbers have + - * / // % and abs, min and max",
	"json":       "a history has json(), and print shows every value",
	"re":         `strings have find, split, startswith and the like, and "in" looks inside`,
	"threading":  "spawn(fn) lets a function run beside the script",
	"asyncio":    "spawn(fn) lets a function run beside the script",
	"unittest":   "assert.eq(x, y) and assert.true(x) check; help(assert) lists the others",
	"pytest":     "assert.eq(x, y) and assert.true(x) check; help(assert) lists the others",
}

// errorType matches the names of Python's exceptions.
var errorType = newPattern(`^([A-Z]\w*(Error|Exception)|Exception)$`)

// nodeInTrace matches what a trace calls a node.
var nodeInTrace = newPattern(`^n[1-9][0-9]{0,4}$`)

// undefined returns what to do about a name that nothing has, for the end of an
// error; "" when there is no good guess. Known are the names that there are.
func undefined(name string, known []string) string {
	if errorType.MatchString(name) {
		name = "exception"
	}
	switch from := libraryOf(name); {
	case nodeInTrace.MatchString(name):
		return fmt.Sprintf("node(%s) is that node", name[1:])
	case inPython[name] != "":
		return inPython[name]
	case from != "":
		return fmt.Sprintf("load(%q, %q) makes it known", from, name)
	case slices.Contains(promptNames(), name):
		return "it is there at a prompt only: of synod repl, or where breakpoint() stops a run"
	}
	if hint := spell.Nearest(name, known); hint != "" {
		return "did you mean " + hint + "?"
	}
	return ""
}

// libraryOf returns the file of the standard library that gives a name away, or "".
func libraryOf(name string) string {
	for _, f := range theLibrary() {
		for i := range f.functions {
			if f.functions[i].name == name {
				return standard + f.name
			}
		}
	}
	return ""
}

// theLibrary is the standard library, read once.
var theLibrary = sync.OnceValue(libraryFiles)

// promptNames returns the verbs that only a conversation has.
func promptNames() (names []string) {
	for _, v := range promptVerbs(&conversation{}) {
		names = append(names, v.Name)
	}
	return names
}

// didYouMean adds to "undefined: x" what x may have been meant to be, or what there
// is in place of it, going by how the file uses x.
func (s *Session) didYouMean(msg, file string) string {
	name, ok := strings.CutPrefix(msg, "undefined: ")
	if !ok {
		return unwidened(attributed(msg))
	}
	fits := s.useOf(name, file)
	var known []string
	for _, names := range []starlark.StringDict{s.names, starlark.Universe, s.globals} {
		for _, name := range sortedKeys(names) {
			if fits(names[name]) {
				known = append(known, name)
			}
		}
	}
	if hint := undefined(name, known); hint != "" {
		return msg + " (" + hint + ")"
	}
	return msg
}

// useOf returns which values are of the kind that a file takes a name for: what is called
// is a function, and what stands before a dot has what stands behind it.
func (s *Session) useOf(name, file string) (fits func(starlark.Value) bool) {
	called, has := false, ""
	s.walk(file, func(n syntax.Node) {
		switch n := n.(type) {
		case *syntax.CallExpr:
			called = called || isName(n.Fn, name)
		case *syntax.DotExpr:
			if isName(n.X, name) {
				has = n.Name.Name
			}
		}
	})
	return func(v starlark.Value) bool {
		if _, ok := v.(starlark.Callable); called && !ok {
			return false
		}
		if has == "" {
			return true
		}
		owner, ok := v.(starlark.HasAttrs)
		return ok && slices.Contains(owner.AttrNames(), has)
	}
}

func isName(x syntax.Expr, name string) bool {
	id, ok := x.(*syntax.Ident)
	return ok && id.Name == name
}

// guessed matches what Starlark says of an attribute or a name of a file that is not
// there, with a guess that it makes of half a word.
var guessed = newPattern(`^(.* has no \.(\w+) (?:field or method|field|method)|.* name (\w+) not found .*)( \(did you mean \.?(\w+)\?\))$`)

// methodsOfPython says what there is in place of methods that Python or other
// languages have.
var methodsOfPython = map[string]string{
	"push": "append adds an element", "add": "append adds an element", "length": "len(x) is how many there are",
	"size": "len(x) is how many there are", "has_key": "key in dict looks it up", "contains": "x in y looks inside",
	"iteritems": "items() lists the pairs", "iterkeys": "keys() lists the keys", "itervalues": "values() lists the values",
	"sort": "sorted(list) returns a sorted list", "reverse": "reversed(list) returns a reversed list", "copy": "list(x) or dict(x) copies",
}

// missingMethod matches what Starlark says of a method that a value has not.
var missingMethod = newPattern(`^(?:list|dict|string|tuple|set|range) has no \.(\w+) field or method`)

// attributed takes a guess away that is too far from what was written, and says what
// there is in place of a method that other languages have.
func attributed(msg string) string {
	if m := guessed.FindStringSubmatch(msg); m != nil {
		if spell.Nearest(m[2]+m[3], []string{m[5]}) == "" {
			msg = m[1]
		}
	}
	if m := missingMethod.FindStringSubmatch(msg); m != nil && methodsOfPython[m[1]] != "" && !strings.HasSuffix(msg, "?)") {
		msg += " (" + methodsOfPython[m[1]] + ")"
	}
	if uncalled.MatchString(msg) {
		msg += " (it is a function: with parentheses it is called)"
	}
	return msg
}

// uncalled matches what Starlark says where a function is used and not what it returns.
var uncalled = newPattern(`^(builtin_function_or_method|function) has no \.\w+ field or method$|` +
	`^unhandled index operation (builtin_function_or_method|function)\[|^(builtin_function_or_method|function) value is not iterable$|` +
	`value of type (builtin_function_or_method|function) has no len$|^unknown binary op: .*\b(builtin_function_or_method|function)\b`)

// widened match what Starlark says of "%5d" % n and "{:5}".format(n).
var widened = newPattern(`^(unknown conversion %[-+ #0-9.].*|format spec features not supported in replacement fields: .*)$`)

// unwidened adds where the widths are that Starlark's formats do not know.
func unwidened(msg string) string {
	if !widened.MatchString(msg) {
		return msg
	}
	return msg + fmt.Sprintf(" (formats know no widths: pad(x, 5) does, and table(rows); load(%q, \"pad\", \"table\") makes them known)", standard+"text.star")
}
