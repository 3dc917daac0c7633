package script

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Words that a person types at a prompt as they would elsewhere, and what a
// conversation takes them for. A name of the person's own is that name.
var (
	question = newPattern(`^\s*([\pL_][\pL\pN_.]*)(?:\(\))?\s*\?{1,2}\s*$`)
	ofResult = newPattern(`^\s*[^#"'\s][^#"']*\.([\pL_][\pL\pN_]*)(?:\(\))?\s*\?{1,2}\s*$`) // of what an expression returns
	asked    = newPattern(`^\s*\?{1,2}\s*([\pL_][\pL\pN_.]*)?\s*$`)
	helpFor  = newPattern(`^\s*help\s+([\pL_][\pL\pN_.]*)\s*$`)
	leaving  = newPattern(`^\s*(quit|exit)\s*(\(\s*\))?\s*;?\s*$`)
	justHelp = newPattern(`^\s*help\s*;?\s*$`)
)

// meant returns the statement that an item stands for: most stand for themselves.
func (c *conversation) meant(it item) item {
	line, more := strings.CutSuffix(it.text, "\n")
	if !more || strings.Contains(line, "\n") {
		return it
	}
	if m := leaving.FindStringSubmatch(line); m != nil && c.isFree(m[1]) {
		it.text = "exit()\n"
		return it
	}
	if justHelp.MatchString(line) && c.isFree("help") {
		it.text = "help()\n"
		return it
	}
	for _, form := range []*pattern{question, asked, helpFor, ofResult} {
		if m := form.FindStringSubmatch(line); m != nil && c.isFree("help") {
			it.text = "help(" + c.topic(m[1]) + ")\n"
			return it
		}
	}
	return it
}

// isFree reports whether the person calls nothing of their own by a name.
func (c *conversation) isFree(name string) bool {
	return c.names.here[name] == nil && c.names.all[name] == c.names.given[name]
}

// topic returns the argument of help for what a person asked about: an expression that
// has a value, or else the name of something that can be explained.
func (c *conversation) topic(name string) string {
	if name == "" || c.hasValue(name) {
		return name
	}
	return syntax.Quote(explained(name), false)
}

// explained returns the name by which the reference has what a word of the prompt does,
// with its colon or without; other names as they are.
func explained(name string) string {
	word := strings.TrimPrefix(name, ":")
	for _, cmd := range words() {
		if cmd.name() == ":"+word {
			return cmd.doc
		}
	}
	for _, cmd := range commands() {
		if cmd.name() == ":"+word {
			return cmd.name()
		}
	}
	return name
}

// hasValue reports whether a name, with attributes behind it, has a value now.
func (c *conversation) hasValue(name string) bool {
	words := strings.Split(name, ".")
	v := c.names.value(words[0])
	for _, word := range words[1:] {
		owner, ok := v.(starlark.HasAttrs)
		if !ok {
			return false
		}
		var err error
		if v, err = owner.Attr(word); err != nil {
			return false
		}
	}
	return v != nil
}

// words are the commands that mean the same with a colon and without. They work also
// where the person has taken the name for something else. The doc of each is the verb
// that does the same.
func words() []command {
	return []command{
		{usage: ":help NAME", doc: "help", run: (*conversation).helpCommand},
		{usage: ":quit", doc: "exit", run: (*conversation).quit},
		{usage: ":exit", doc: "exit", run: (*conversation).quit},
		{usage: ":where", doc: "where", run: (*conversation).whereCommand},
		{usage: ":q", doc: "exit", run: (*conversation).quit},
	}
}

// helpCommand is :help.
func (c *conversation) helpCommand(about string) error {
	text := overview()
	var err error
	if about != "" {
		text, err = c.explainNamed(strings.TrimSuffix(strings.Trim(about, `"'`), "()"))
	}
	if err != nil {
		return err
	}
	return c.tell(text)
}

// explainNamed returns the help about what is called name: a value or a topic.
func (c *conversation) explainNamed(name string) (string, error) {
	if v := c.names.value(name); v != nil {
		return c.explain(v)
	}
	return Doc(explained(name))
}

// quit is :quit.
func (c *conversation) quit(string) error { return &exitError{} }
