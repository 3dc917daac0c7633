package node

// Endless is what a Protocol is besides whose runs may go on for ever.
type Endless interface {
	// Endless says what the nodes may be doing then, such as "leaders may be voting
	// each other out".
	Endless() string
}
