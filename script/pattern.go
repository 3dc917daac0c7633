package script

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used. Every
// process of a node has those of this package, and uses none.
type pattern struct {
	text     string
	once     sync.Once
	compiled *regexp.Regexp
}

// newPattern returns the pattern of a text that is in order.
func newPattern(text string) *pattern { return &pattern{text: text} }

func (p *pattern) regexp() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.text) })
	return p.compiled
}

// MatchString is that of [regexp.Regexp].
func (p *pattern) MatchString(s string) bool { return p.regexp().MatchString(s) }

// FindStringSubmatch is that of [regexp.Regexp].
func (p *pattern) FindStringSubmatch(s string) []string { return p.regexp().FindStringSubmatch(s) }

// ReplaceAllString is that of [regexp.Regexp].
func (p *pattern) ReplaceAllString(s, with string) string {
	return p.regexp().ReplaceAllString(s, with)
}
