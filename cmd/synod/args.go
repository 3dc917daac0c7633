package main

import (
	"fmt"
	"regexp"
	"strings"
)

// argName is what the name of a script's argument looks like.
var argName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// parseArgs reads a script's arguments, such as nodes=5.
func parseArgs(words []string) (map[string]string, error) {
	args := map[string]string{}
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		if !ok || !argName.MatchString(name) {
			return nil, fmt.Errorf("got the argument %q, want key=value such as nodes=5", word)
		}
		if first, given := args[name]; given {
			return nil, fmt.Errorf("got the argument %s twice, as %q and as %q", name, first, value)
		}
		args[name] = value
	}
	return args, nil
}

// splitArgs separates what stands before "--" from the script's arguments,
// given cobra's count of the former, which is -1 without a "--".
func splitArgs(words []string, dash int) (before, after []string) {
	if dash < 0 {
		return words, nil
	}
	return words[:dash], words[dash:]
}
