package node

// Compactor is what a Protocol may be besides, so that a search need not tell disks
// apart that mean the same.
type Compactor interface {
	// Compact returns a short list of records from which a machine of cfg
	// starts in the same state as from records, now and when more are written
	// behind them. Lists that mean the same should become the same.
	Compact(cfg Config, records []Message) []Message
}

// Hinter is what a Protocol may be besides, to be searched faster. Every hint
// leaves out only what cannot make a difference; a search can check that.
type Hinter interface {
	Compactor
	// Resends reports whether t only sends again what may have been lost.
	Resends(t Timer) bool
	// WithoutResends returns s as it is for machines that never set such a timer.
	WithoutResends(s Settings) Settings
	// Dead reports whether m from from can never do anything to a machine in
	// this state any more, nor in any state that it can come to.
	Dead(machine Machine, p Prospects, from ID, m Message) bool
}

// WithoutResends returns settings with which no machine of p sets a timer that
// only sends again, as far as p knows of such timers.
func WithoutResends(p Protocol, s Settings) Settings {
	if h, ok := p.(Hinter); ok {
		return h.WithoutResends(s)
	}
	return s
}

// Prospects is what may still happen to a node by itself, in a search.
type Prospects struct {
	Timers   bool // timers may fire
	Requests bool // clients may ask something of it
}

// Reducer is what a Hinter may be besides, to be searched faster by those who
// look at nothing but the facts that messages and records state. A search cannot
// check what it says.
type Reducer interface {
	// Needless returns the reasons, a bit each, for which a machine agrees that
	// m from src to dst is of no use any more, to whatever node. It is forgotten
	// for a reason that the machines of all nodes agree with.
	Needless(machine Machine, p Prospects, src, dst ID, m Message) uint8
	// Waits returns 0, or how many more answers the machine waits for, while
	// nothing that it has of them yet can be told from outside.
	Waits(machine Machine, p Prospects) int
	// Joins reports whether m is what a machine that waits waits for; with no
	// message, whether a timer is.
	Joins(machine Machine, m Message) bool
	// Survives reports whether a machine that crashed before and is now after
	// has lost nothing but what it might as well never have gone on with.
	Survives(before, after Machine, p Prospects) bool
}

// Renamer is what a Protocol may be besides, to be searched faster: it knows
// where its machines and messages name nodes. Nodes that may be told apart by
// nothing but their names can then take each other's place.
type Renamer interface {
	// RenameState returns what AppendState would write if node id were called
	// to(id), of a machine that wrote state; it may leave out what nobody but a
	// reader of traces can tell. It reports false when more than names would
	// change, as where the order of two ballots depends on a name.
	RenameState(state []byte, to func(ID) ID) ([]byte, bool)
	// RenameMessage does the same with a message or a record.
	RenameMessage(m Message, to func(ID) ID) (Message, bool)
}
