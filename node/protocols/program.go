package protocols

import (
	"fmt"
	"sync"

	"synod/node"
	"synod/node/starlark"
)

// load makes the protocol of a program.
var load = func(program []byte) (node.Protocol, error) { return starlark.Load(program) }

// Make returns the protocol called name: that of program or, without one, the one
// that is built in. Equal programs give one protocol, for as long as they are in
// use. It may be called from several goroutines.
func Make(name string, program []byte) (node.Protocol, error) {
	if program == nil {
		return Lookup(name)
	}
	p, err := made.get(string(program))
	if err != nil {
		return nil, fmt.Errorf("protocol %s: %w", name, err)
	}
	if p.Name() != name {
		return nil, fmt.Errorf("protocol %s: got the program of %s", name, p.Name())
	}
	return p, nil
}

// made are the protocols that were made last. Nodes start over, and a sweep runs
// one script thousands of times: each would load the same program again.
var made = memory{protocols: map[string]node.Protocol{}}

// maxMade bounds how many of them are kept.
const maxMade = 8

// memory holds protocols by their programs.
type memory struct {
	mu        sync.Mutex
	protocols map[string]node.Protocol
	programs  []string // the keys, the one that was asked for last at the end
}

// get returns the protocol of a program, which it loads if need be.
func (m *memory) get(program string) (node.Protocol, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, known := m.protocols[program]
	if !known {
		var err error
		if p, err = load([]byte(program)); err != nil {
			return nil, err
		}
	}
	m.keep(program, p)
	return p, nil
}

// keep makes program the one that was asked for last, and forgets the one that
// was not asked for longest if there are too many.
func (m *memory) keep(program string, p node.Protocol) {
	for i, known := range m.programs {
		if known == program {
			m.programs = append(m.programs[:i], m.programs[i+1:]...)
			break
		}
	}
	m.programs, m.protocols[program] = append(m.programs, program), p
	if len(m.programs) > maxMade {
		delete(m.protocols, m.programs[0])
		m.programs = m.programs[1:]
	}
}
