package node

// Hinter is what a Protocol may be besides, to be searched faster. Every hint
// leaves out only what cannot make a difference; a search can check that.
type Hinter interface {
	// Compact returns a short list of records from which a machine of cfg
	// starts in the same state as from records, now and when more are written
	// behind them. Lists that mean the same should become the same.
	Compact(cfg Config, records []Message) []Message
	// Resends reports whether t only sends again what may have been lost.
	Resends(t Timer) bool
	// Dead reports whether m from from can never do anything to a machine in
	// this state any more, nor in any state that it can come to.
	Dead(machine Machine, from ID, m Message) bool
}
