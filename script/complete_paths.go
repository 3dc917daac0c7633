package script

import (
	"os"
	"path/filepath"
	"strings"
)

// paths returns what a string that text ends in may become: the files that a
// load statement can name, when it is one of those.
func (c *conversation) paths(text string, p *place) (typed string, found []string) {
	if len(p.open) == 0 {
		return "", nil
	}
	call := p.open[len(p.open)-1].at
	start := p.quoteAt - len(p.quote)
	if trailingWord(text[:call]) != "load" || strings.TrimSpace(text[call+1:start]) != "" {
		return "", nil
	}
	typed = text[p.quoteAt:]
	found = startingWith(typed, library())
	if !strings.HasPrefix(typed, "@") {
		found = append(found, scripts(typed)...)
	}
	return typed, found
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
