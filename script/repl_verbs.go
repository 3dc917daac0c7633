package script

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"

	"synod/node/cells"
)

// groupPrompt is the heading of what can be said at the prompt only.
const groupPrompt = "at the prompt"

// promptVerbs returns the verbs that only a conversation has. Their
// definitions are of use without one, too.
func promptVerbs(c *conversation) []*Verb {
	all := []*Verb{
		{Name: "help", Group: groupPrompt, fn: c.help,
			Params: []Param{{Name: "about", Default: "None", Type: anything, Doc: "A verb, a value, or the name of a verb, a group or a kind of value."}},
			Doc: `Prints what can be said, or explains one thing.

help(crash), help("network"), help("` + exampleKind + `") and help(node(1)) all have an answer.`},
		{Name: "who", Group: groupPrompt, fn: c.who,
			Doc: `Prints the names that you have defined, and what they are.

The value of the last expression is called _. At a breakpoint the names of what has stopped are
among them.`},
		{Name: "where", Group: groupPrompt, fn: c.where,
			Doc: `Prints where a script has stopped: the lines around, and the calls that led there.

It also says what can be taken back there. :where does the same.`},
		{Name: "undo", Group: groupPrompt, fn: c.onlyNow(c.undo),
			Params: []Param{{Name: "k", Default: "1", Type: anInt, Unit: "commands", Doc: "How many commands are taken back."}},
			Doc: `Goes back to before the last k commands, by doing everything before them again, unseen.
Processes that run keep running.

A command is what was typed up to a prompt, or a statement of the file that ran first. One that only
looks does not count: it let nothing happen, and left every name and list as it was. Names,
functions, loaded files and _ are what they were then.

At a breakpoint it takes back what was typed there. What the script did before is no command: goto
goes back in that.`},
		{Name: "redo", Group: groupPrompt, fn: c.onlyNow(c.redo),
			Params: []Param{{Name: "k", Default: "1", Type: anInt, Unit: "commands", Doc: "How many commands are done again."}},
			Doc: `Does the next k commands again that undo or goto took back. There is nothing to redo any more once
another command has changed something.`},
		{Name: "goto", Group: groupPrompt, fn: c.onlyNow(c.goTo),
			Params: []Param{{Name: "event", Type: anInt, Doc: "The number of an event, as the trace shows it."}},
			Doc: `Goes to just before an event of the trace, by its number, in what was done or undone. What remains
of the command that let the event happen is not done.

An event that another brings with it, such as a choice, has that one's place.`},
		{Name: "save", Group: groupPrompt, fn: c.onlyNow(c.save),
			Params: []Param{
				{Name: "path", Type: aString, Doc: "The path of the script."},
				{Name: "overwrite", Default: "False", Type: aBool, Doc: "With True a file that is there already is replaced."},
			},
			Doc: `Writes the session to path as a script that synod run repeats with the same trace, to the byte,
and says how to make its golden.

Commands that failed and did nothing are left out, and those that only look at something; those that
print or check it stay. What was undone is not in it.`},
	}
	for _, v := range all {
		v.prepare()
	}
	return all
}

// help is help(about).
func (c *conversation) help(call *call) (starlark.Value, error) {
	var about starlark.Value = starlark.None
	if err := call.unpack(&about); err != nil {
		return nil, err
	}
	text, err := c.explain(about)
	if err != nil {
		return nil, err
	}
	return nil, c.tell(text)
}

// explain returns the help about a value.
func (c *conversation) explain(v starlark.Value) (string, error) {
	switch v := v.(type) {
	case starlark.NoneType:
		return overview(), nil
	case starlark.String:
		return Doc(string(v))
	case *Protocol:
		return c.session.docOf(v), nil
	case *starlark.Function:
		return functionDoc(v), nil
	case *starlark.Builtin:
		if verb := verbOf(v, promptVerbs(c)); verb != nil {
			return verb.text(), nil
		}
		return wrap(fmt.Sprintf("%s is a part of Starlark itself: %s", v.Name(), languageSpec), "", textWidth), nil
	case *starlarkstruct.Module:
		return Doc(v.Name)
	}
	if k := kindNamed(v.Type()); k != nil {
		return k.text(), nil
	}
	return typeDoc(v), nil
}

// languageSpec is where the language is explained.
const languageSpec = "https://github.com/bazelbuild/starlark/blob/master/spec.md"

// typeDoc returns what there is to say about a value of Starlark's own.
func typeDoc(v starlark.Value) string {
	text := fmt.Sprintf("A value of the type %s", v.Type())
	if v, ok := v.(starlark.HasAttrs); ok && len(v.AttrNames()) > 0 {
		text += ", which has " + strings.Join(v.AttrNames(), ", ")
	}
	return wrap(text+". The type is a part of Starlark itself: "+languageSpec, "", textWidth)
}

// functionDoc returns how a function of the person's own is called, and its
// doc string.
func functionDoc(fn *starlark.Function) string {
	params := paramsOfValue(fn)
	doc := takeApart(fn.Doc())
	return hung(fn.Name()+"("+signature(params)+")", "") + doc.text(params)
}

func numberOf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// maxShown bounds how much of a value who shows.
const maxShown = 60

// leastShown is how much of a value who shows beside long names.
const leastShown = 16

// who is who().
func (c *conversation) who(call *call) (starlark.Value, error) {
	if err := call.unpack(); err != nil {
		return nil, err
	}
	own := c.names.visible()
	if len(own) == 0 {
		fmt.Fprintln(c.session.out, "You have not defined a name yet. c = cluster(3) would.")
		return nil, nil
	}
	rows := [][]string{{"name", "kind", "value"}}
	name, kind := len("name"), len("kind")
	for _, n := range own {
		v := c.names.value(n)
		rows = append(rows, []string{n, v.Type(), strings.Join(strings.Fields(v.String()), " ")})
		name, kind = max(name, cells.Width(n)), max(kind, cells.Width(v.Type()))
	}
	columns := c.session.columns(cells.Columns)
	room := min(maxShown, max(columns-name-kind-len("    "), leastShown))
	for _, row := range rows[1:] {
		row[2] = cells.Cut(cells.Visible(row[2]), room)
	}
	fmt.Fprint(c.session.out, cells.Table(rows, columns))
	return nil, nil
}
