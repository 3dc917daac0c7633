package node

// Programmed is what a Protocol is beside if it was made from a program, rather
// than built in.
type Programmed interface {
	// Program returns what the same protocol can be made from elsewhere. Equal
	// bytes make equal protocols.
	Program() []byte
}

// ProgramOf returns what p was made from; nil for a protocol that is built in.
func ProgramOf(p Protocol) []byte {
	if p, ok := p.(Programmed); ok {
		return p.Program()
	}
	return nil
}

// Maker makes the protocol called name: the one that is built in, or the one of a
// program. It may be called from several goroutines.
type Maker func(name string, program []byte) (Protocol, error)
