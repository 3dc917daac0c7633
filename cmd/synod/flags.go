package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"synod/engine"
	"synod/script"
	"synod/script/sweep"
)

// The types below are the values of flags. The error of a Set says what would
// be right; what was got is put in front of it by flagError.
var (
	_ pflag.Value = (*choice[script.FleetKind])(nil)
	_ pflag.Value = (*seed)(nil)
	_ pflag.Value = (*count)(nil)
	_ pflag.Value = (*amount)(nil)
	_ pflag.Value = (*shard)(nil)
	_ pflag.Value = (*event)(nil)
	_ pflag.Value = (*limit)(nil)
	_ pflag.Value = (*pattern)(nil)
)

// choice is one of a few words.
type choice[T ~string] struct {
	value *T
	words []T
}

// String returns the word.
func (c *choice[T]) String() string {
	if c.value == nil {
		return ""
	}
	return string(*c.value)
}

// Type returns "processes|sim".
func (c *choice[T]) Type() string { return strings.Join(c.strings(), "|") }

// Set takes a word.
func (c *choice[T]) Set(text string) error {
	if !slices.Contains(c.words, T(text)) {
		words := c.strings()
		last := len(words) - 1
		return fmt.Errorf("want %s or %s", strings.Join(words[:last], ", "), words[last])
	}
	*c.value = T(text)
	return nil
}

func (c *choice[T]) strings() []string {
	words := make([]string, len(c.words))
	for i, w := range c.words {
		words[i] = string(w)
	}
	return words
}

// choose adds a flag that takes one of a few words, the first of which is its default.
func choose[T ~string](cmd *cobra.Command, value *T, name, usage string, words ...T) {
	*value = words[0]
	c := &choice[T]{value, words}
	cmd.Flags().Var(c, name, usage)
	// It fails for a flag that does not exist, and this one does.
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(c.strings(), cobra.ShellCompDirectiveNoFileComp))
}

// seed is what decides the draws of a run: a seed, maybe with forks.
type seed engine.Input

// String returns the text form.
func (s *seed) String() string { return engine.Input(*s).String() }

// Type returns "N".
func (s *seed) Type() string { return "N" }

// Set takes a number, or one with forks.
func (s *seed) Set(text string) error {
	in, err := engine.ParseInput(text)
	switch {
	case errors.Is(err, engine.ErrInput) || err == nil && in.Seed == 0:
		return errors.New(`want a whole number from 1 to 2^64-1, or one with forks such as "7,120:93"`)
	case err != nil:
		return err
	}
	*s = seed(in)
	return nil
}

// maxCount bounds what a count may be: it is a slip of the finger beyond.
const maxCount = 100_000

// count is how often, or how many.
type count int

// String returns the number.
func (c *count) String() string { return strconv.Itoa(int(*c)) }

// Type returns "N".
func (c *count) Type() string { return "N" }

// Set takes a number.
func (c *count) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxCount {
		return fmt.Errorf("want a whole number from 1 to %d", maxCount)
	}
	*c = count(n)
	return nil
}

// maxAmount bounds what an amount may be: more would never come to an end.
const maxAmount = 1_000_000_000

// amount is how many of something there may be very many of.
type amount int

// String returns the number.
func (a *amount) String() string { return strconv.Itoa(int(*a)) }

// Type returns "N".
func (a *amount) Type() string { return "N" }

// Set takes a number.
func (a *amount) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxAmount {
		return fmt.Errorf("want a whole number from 1 to %d", maxAmount)
	}
	*a = amount(n)
	return nil
}

// shard is one part of several.
type shard sweep.Shard

// String returns "1/4".
func (s *shard) String() string { return sweep.Shard(*s).String() }

// Type returns "i/n".
func (s *shard) Type() string { return "i/n" }

// Set takes a shard.
func (s *shard) Set(text string) error {
	first, second, _ := strings.Cut(text, "/")
	nth, badNth := strconv.Atoi(first)
	of, badOf := strconv.Atoi(second)
	if badNth != nil || badOf != nil || of < 1 || of > maxCount {
		return errors.New("want i/n such as 1/4, the first of four parts")
	}
	if nth < 1 || nth > of {
		return fmt.Errorf("want one of 1/%d to %d/%d", of, of, of)
	}
	*s = shard{nth, of}
	return nil
}

// event is the number of an event in a trace; 0 for none.
type event int

// String returns the number.
func (e *event) String() string { return strconv.Itoa(int(*e)) }

// Type returns "N".
func (e *event) Type() string { return "N" }

// Set takes a number.
func (e *event) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return errors.New("want the number of an event, from 1")
	}
	*e = event(n)
	return nil
}

// limit is a bound of wall time.
type limit time.Duration

// String returns the duration.
func (l *limit) String() string { return time.Duration(*l).String() }

// Type returns "DURATION".
func (l *limit) Type() string { return "DURATION" }

// Set takes a duration.
func (l *limit) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return errors.New(`want a duration such as "30s" or "5m"`)
	}
	*l = limit(d)
	return nil
}

// pattern is a regular expression; none at first.
type pattern struct{ *regexp.Regexp }

// String returns the expression.
func (p *pattern) String() string {
	if p.Regexp == nil {
		return ""
	}
	return p.Regexp.String()
}

// Type returns "REGEXP".
func (p *pattern) Type() string { return "REGEXP" }

// Set takes an expression.
func (p *pattern) Set(text string) (err error) {
	if p.Regexp, err = regexp.Compile(text); err != nil {
		return fmt.Errorf("want a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return nil
}
