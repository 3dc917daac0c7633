package script

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	histories "synod/engine/history"
	"synod/engine/trace"
	"synod/node"
	"synod/node/paxos"
)

// Cluster is a cluster as a script sees it.
type Cluster struct {
	handle
	world   *engine.World
	number  int  // from 1, in the order in which the session made them
	run     int  // how often it was reset
	keeps   bool // its nodes' directories stay when it is closed
	name    string
	nodes   []*Node    // by id; 0 is unused
	tasks   []*Task    // spawned in this run
	waiting []*waiting // what tasks wait for in it
	made    string     // the call that makes it as it is since the last reset
	deeds   deeds      // what was done in this run
	roles   []role     // in the order in which they were given
	closed  bool
	ending  bool // its tasks are being ended: nothing is to be done any more

	judgedBy   *histories.Model             // the model with a name that linearizable judged the run by last; nil for none
	invariants map[string]starlark.Callable // by name, of this run and those before
	wheres     []starlark.Callable          // that rules ask about messages, of this run and those before
}

var _ starlark.HasAttrs = (*Cluster)(nil)

// String returns "cluster of 5 paxos nodes".
func (c *Cluster) String() string {
	return fmt.Sprintf("cluster of %d %s nodes", c.world.Nodes(), c.world.Options().Protocol.Name())
}

// Type returns "cluster".
func (c *Cluster) Type() string { return "cluster" }

// Hash fails: a cluster is no key.
func (c *Cluster) Hash() (uint32, error) { return unhashable(c.Type()) }

// Attr returns a property or a verb.
func (c *Cluster) Attr(name string) (starlark.Value, error) {
	return attr(c, "cluster", clusterProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (c *Cluster) AttrNames() []string { return attrNames("cluster", clusterProperties) }

var clusterProperties = []property[*Cluster]{
	{"seed", `the seed of the run; a string such as "7,120:93" when it changes to another on the way`, func(c *Cluster) (starlark.Value, error) {
		return inputValue(c.world.Input()), nil
	}},
	{"roles", "the roles that cluster() was told: a dict from their names to lists of nodes", func(c *Cluster) (starlark.Value, error) {
		return c.rolesValue(), nil
	}},
	{"size", "how many nodes there are", func(c *Cluster) (starlark.Value, error) {
		return num(c.world.Nodes()), nil
	}},
}

// close stops the nodes.
func (c *Cluster) close() error {
	if c.closed {
		return nil
	}
	c.closed = true
	c.noteRun()
	c.endTasks()
	return c.world.Close()
}

// endTasks ends the tasks that still wait.
func (c *Cluster) endTasks() {
	c.ending = true
	for _, t := range c.tasks {
		t.end()
	}
	c.tasks, c.ending = nil, false
}

// maxClusters bounds how many clusters one script may have open: each may be
// a set of processes.
const maxClusters = 16

// clusterVerb is cluster(…).
func clusterVerb(c *call) (starlark.Value, error) {
	o, settings := engine.Options{Latency: engine.Constant(engine.DefaultLatency)}, paxos.Defaults()
	var protocol protocolArg
	var order string
	nodes, hold, quiet := 0, false, false
	var retransmit duration
	kind, seed := string(c.session.options.Fleet), seedArg(c.session.options.input())
	var rules rulesArg
	var named rolesArg
	own, err := c.parameters()
	if err != nil {
		return nil, err
	}
	err = c.unpack(&nodes, &protocol, &hold, (*latency)(&o.Latency), (*backoff)(&settings.Backoff), (*phaseSize)(&settings.Q1), (*phaseSize)(&settings.Q2),
		&rules, &seed, &kind, &quiet, &settings.Unsafe, &retransmit, &order, &named, nil)
	if err != nil {
		return nil, err
	}
	roles, err := named.of(nodes)
	if err != nil {
		return nil, fmt.Errorf("for parameter roles: %w", err)
	}
	settings.Retransmit = time.Duration(retransmit)
	o.Nodes, o.Hold, o.Rules, o.Settings = nodes, hold, rules, settings.Settings()
	o.Protocol = protocol.protocol
	if protocol.scripted {
		o.Settings = own
		if err := knownRules(o.Protocol, rules); err != nil {
			return nil, err
		}
	}
	o.Seed, o.Forks = seed.Seed, seed.Forks
	o.Order = orders[order]
	c.session.switchRules(&o)
	cluster, err := c.session.newCluster(o, FleetKind(kind), quiet)
	if err == nil {
		cluster.made, cluster.roles = c.clusterText(engine.Input(seed)), roles
	}
	return cluster, err
}

// switchRules switches the rules that the session's options say, on top of
// those that the script switches.
func (s *Session) switchRules(o *engine.Options) {
	for _, rule := range o.Protocol.Rules() {
		on, switched := s.options.Rules[rule.Name]
		if !switched {
			continue
		}
		if o.Rules == nil {
			o.Rules = map[string]bool{}
		}
		o.Rules[rule.Name] = on
	}
}

func seedOf(v starlark.Int) (uint64, error) {
	seed, ok := v.Uint64()
	if !ok {
		return 0, fmt.Errorf("got the seed %v, want a number from 0 to 2^64-1", v)
	}
	return seed, nil
}

// orders are the orders of what is pending, by the names that scripts give them.
var orders = map[string]engine.Order{"time": engine.ByTime, "random": engine.BySeed}

// newCluster starts a cluster and makes it the current one.
func (s *Session) newCluster(o engine.Options, kind FleetKind, quiet bool) (*Cluster, error) {
	if kind != Processes && kind != Simulated {
		return nil, fmt.Errorf(`got the fleet %q, want %q or %q`, kind, Processes, Simulated)
	}
	open := 0
	for _, c := range s.clusters {
		if !c.closed {
			open++
		}
	}
	if open >= maxClusters {
		return nil, fmt.Errorf("%d clusters are open already; close() one, or start over in the same one with reset()", open)
	}
	if err := o.Check(); err != nil {
		return nil, err
	}
	var err error
	if o.Sink, err = s.sink(o, quiet); err != nil {
		return nil, err
	}
	if o.Fleet, err = s.lend(kind, s.dataDir()); err != nil {
		return nil, err
	}
	world, err := engine.New(s.ctx, o)
	if err != nil {
		return nil, err
	}
	c := &Cluster{world: world, nodes: make([]*Node, o.Nodes+1), number: len(s.clusters) + 1, keeps: kind == Processes && s.dataDir() != ""}
	c.handle = handle{s, c}
	world.Picked(c.picked)
	world.Expect(s.expected)
	for id := 1; id <= o.Nodes; id++ {
		c.nodes[id] = &Node{handle: c.handle, id: node.ID(id)}
	}
	s.clusters, s.current = append(s.clusters, c), c
	if s.course.watching {
		s.attend(c)
	}
	return c, nil
}

// sink returns where the trace of a new cluster goes.
func (s *Session) sink(o engine.Options, quiet bool) (trace.Sink, error) {
	if s.copied != nil {
		return trace.NewText(s.copied, o.Protocol), nil
	}
	shown, err := s.shownSink(o, quiet)
	if err != nil || s.options.Traced == nil {
		return shown, err
	}
	return &tracedSink{tell: s.options.Traced, cluster: len(s.clusters) + 1, words: o.Protocol, shown: shown}, nil
}

// shownSink returns what shows the trace of a new cluster, or nil.
func (s *Session) shownSink(o engine.Options, quiet bool) (trace.Sink, error) {
	switch {
	case s.options.Sink != nil:
		return s.options.Sink, nil
	case quiet || s.options.Trace == TraceOff:
		return nil, nil
	case s.options.Trace == TraceJSON:
		_, forks, _ := strings.Cut(engine.Input{Seed: o.Seed, Forks: o.Forks}.String(), ",")
		return trace.NewJSON(s.out, o.Protocol, trace.Header{Protocol: o.Protocol.Name(), Nodes: o.Nodes, Seed: node.Count(o.Seed), Forks: forks})
	}
	if !s.onTerminal() {
		return trace.NewText(s.out, o.Protocol), nil
	}
	shown := trace.NewFolded(s.out, o.Protocol, func() int { return s.columns(0) })
	if s.options.Color {
		shown.Colored()
	}
	return shown, nil
}

// dataDir returns where the next cluster keeps its nodes' directories: the
// first cluster in the folder itself, later ones in folders inside.
func (s *Session) dataDir() string {
	dir := s.options.DataDir
	if dir == "" || len(s.clusters) == 0 {
		return dir
	}
	return filepath.Join(dir, fmt.Sprintf("cluster%d", len(s.clusters)+1))
}

// nodesVerb is nodes(which).
func nodesVerb(c *call) (starlark.Value, error) {
	which := nodesArg{cluster: c.cluster}
	if err := c.unpack(&which); err != nil {
		return nil, err
	}
	if which.ids != nil {
		list := make([]starlark.Value, len(which.ids))
		for i, id := range which.ids {
			list[i] = c.cluster.nodes[id]
		}
		return starlark.NewList(list), nil
	}
	list := make([]starlark.Value, 0, len(c.cluster.nodes))
	for _, n := range c.cluster.nodes[1:] {
		list = append(list, n)
	}
	return starlark.NewList(list), nil
}

// nodeVerb is node(node).
func nodeVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	return c.cluster.nodes[n.id], nil
}

// resetVerb is reset(seed).
func resetVerb(c *call) (starlark.Value, error) {
	seed := seedArg(c.cluster.world.Input())
	if err := c.unpack(&seed); err != nil {
		return nil, err
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	if err := c.cluster.world.Resettable(); err != nil {
		return nil, err
	}
	c.cluster.endTasks()
	c.cluster.noteRun()
	c.cluster.deeds = deeds{}
	c.session.course.survey.end(c.cluster)
	c.cluster.run++
	c.cluster.made = withSeed(c.cluster.made, engine.Input(seed))
	return nil, c.cluster.world.Reset(seed.Seed, seed.Forks...)
}

// closeVerb is close().
func closeVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	err := c.cluster.close()
	if c.session.current == c.cluster {
		c.session.current = nil
	}
	return nil, errors.Join(err)
}
