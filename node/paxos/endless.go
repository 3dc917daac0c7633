package paxos

// Endless implements [node.Endless].
func (Protocol) Endless() string { return "proposers may be duelling without back-off" }
