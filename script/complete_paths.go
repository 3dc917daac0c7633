package script

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// paths returns what a string that text ends in may become: the files that a load
// statement can name, and behind one of the library's its functions.
func (c *conversation) paths(text string, p *place) (typed string, found []string) {
	if len(p.open) == 0 {
		return "", nil
	}
	call := p.open[len(p.open)-1].at
	start := p.quoteAt - len(p.quote)
	if trailingWord(text[:call]) != "load" {
		return "", nil
	}
	typed = text[p.quoteAt:]
	if given := text[call+1 : start]; strings.TrimSpace(given) != "" {
		return typed, startingWith(typed, namesToLoad(given))
	}
	found = startingWith(typed, library())
	if !strings.HasPrefix(typed, "@") {
		found = append(found, scripts(typed)...)
	}
	return typed, found
}

// loadedFile matches the arguments of a load statement that begin with a file.
var loadedFile = newPattern(`^\s*(?:"([^"]*)"|'([^']*)')\s*,`)

// namesToLoad returns what a load statement with these arguments may name: the
// functions of a file of the library.
func namesToLoad(given string) []string {
	m := loadedFile.FindStringSubmatch(given)
	if m == nil || !slices.Contains(library(), m[1]+m[2]) {
		return nil
	}
	var names []string
	for _, fn := range readLibrary(strings.TrimPrefix(m[1]+m[2], standard)).functions {
		if !strings.Contains(given, `"`+fn.name+`"`) && !strings.Contains(given, "'"+fn.name+"'") {
			names = append(names, fn.name)
		}
	}
	slices.Sort(names)
	return names
}

// scripts returns the scripts and folders whose path starts with typed.
func scripts(typed string) []string {
	dir := typed[:strings.LastIndexByte(typed, '/')+1]
	entries, err := os.ReadDir(filepath.FromSlash("./" + dir))
	if strings.HasPrefix(dir, "/") {
		entries, err = os.ReadDir(filepath.FromSlash(dir))
	}
	if err != nil {
		return nil
	}
	var found []string
	for _, e := range entries {
		name := dir + e.Name()
		switch {
		case strings.HasPrefix(e.Name(), "."), !strings.HasPrefix(name, typed):
		case e.IsDir():
			found = append(found, name+"/")
		case strings.HasSuffix(name, ".star"):
			found = append(found, name)
		}
	}
	return found
}
