package format

import "strings"

// scan finds the comments of a script, and the lines that begin inside a
// string. The parser knows them too, but loses some comments.
func scan(src string) (comments []string, inString map[int]bool) {
	inString = map[int]bool{}
	line := 1
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '\n':
			line++
		case '#':
			comment, _, _ := strings.Cut(src[i:], "\n")
			comments = append(comments, strings.TrimSpace(comment))
			i += len(comment) - 1
		case '"', '\'':
			text := stringAt(src[i:])
			for range strings.Count(text, "\n") {
				line++
				inString[line] = true
			}
			i += len(text) - 1
		}
	}
	return comments, inString
}

// stringAt returns the literal that src begins with, quotes included.
func stringAt(src string) string {
	quote := src[:1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(src, triple) {
		quote = triple
	}
	i := len(quote)
	for i < len(src) && !strings.HasPrefix(src[i:], quote) {
		if src[i] == '\\' { // in a raw string too, a quote behind it does not end the string
			i++
		}
		i++
	}
	return src[:min(i+len(quote), len(src))]
}
