package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"synod/script"
	"synod/script/shell"
)

// lab is what the commands that run a script have in common: the flags that
// say where and how.
type lab struct {
	fleet script.FleetKind
	seed  seed
	data  string
	trace script.TraceMode

	strict  bool
	timeout limit // of the whole command; 0 is none
}

// strictUsage explains --strict.
const strictUsage = "fail where a scenario does not show what it says: a rule that matched nothing, a fault that never happened"

// addPlace adds the flags that say where, and with which draws.
func (l *lab) addPlace(cmd *cobra.Command) {
	l.seed = seed{Seed: script.DefaultSeed}
	choose(cmd, &l.fleet, "fleet", "run the nodes as processes, or in the simulator", script.Processes, script.Simulated)
	cmd.Flags().Var(&l.seed, "seed", "decide every random draw")
}

// addFlags adds all flags to a command.
func (l *lab) addFlags(cmd *cobra.Command) {
	l.addPlace(cmd)
	choose(cmd, &l.trace, "trace", "show the trace as text, as JSON Lines or not at all", script.TraceText, script.TraceJSON, script.TraceOff)
	cmd.Flags().BoolVar(&l.strict, "strict", false, strictUsage)
	cmd.Flags().StringVar(&l.data, "data", "", "keep the directories of the nodes in `DIR`")
	_ = cmd.MarkFlagDirname("data") // it fails for a flag that does not exist, and this one does
}

// addTimeout adds the flag that bounds a whole command.
func addTimeout(cmd *cobra.Command, timeout *limit) {
	cmd.Flags().Var(timeout, "timeout", "end the command after this long by the clock, as an interrupt does")
	cmd.Flags().Lookup("timeout").DefValue = "0" // not worth mentioning
}

// check returns what is wrong with flags that are fine one by one.
func (l *lab) check(cmd *cobra.Command) error {
	switch {
	case !cmd.Flags().Changed("data"):
		return nil
	case l.data == "":
		return errors.New("--data: got nothing, want the name of a folder")
	case l.fleet == script.Simulated:
		return errors.New("--data: simulated nodes have no directories; leave out --data or --fleet=sim")
	}
	return nil
}

// options returns the options of a session, given the script's arguments.
func (l *lab) options(cmd *cobra.Command, c *console, words []string) (script.Options, error) {
	args, err := parseArgs(words)
	if err == nil {
		err = l.check(cmd)
	}
	if err == nil {
		c.ending.limit(l.timeout)
	}
	return script.Options{
		Fleet: l.fleet, Seed: l.seed.Seed, Forks: l.seed.Forks, Trace: l.trace, DataDir: l.data, Strict: l.strict,
		Args: args, Out: c.out, Diag: c.err, In: c.in, Screen: c.terminal, Color: c.colored(), Alert: c.colored() && c.oneScreen(), Insist: c.ending.insist, Doing: c.gauge.set,
	}, err
}

// again returns the command line that repeats a run: the flags that were given
// and the seed. The data directory is none of them, because it is used now and
// would be refused.
func (l *lab) again(cmd *cobra.Command, file string, args []string) string {
	words := []string{"synod", cmd.Name(), file}
	for _, name := range []string{"fleet", "trace"} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			words = append(words, "--"+name+"="+f.Value.String())
		}
	}
	if l.strict {
		words = append(words, "--strict")
	}
	words = append(words, "--seed", fmt.Sprint(&l.seed))
	if len(args) > 0 {
		words = append(append(words, "--"), args...)
	}
	return shell.Join(words...)
}
