package host

import "synod/node/disk"

// Mode says what Start expects of the disk.
type Mode uint8

// The three ways to start a node.
const (
	Create Mode = iota // a fresh disk; one in use is refused
	Keep               // what was synced before; a disk that lost it is refused
	Wipe               // whatever was there goes first
)

// open returns the records on the disk and the log to go on with.
func open(store disk.Store, owner string, mode Mode) ([][]byte, *disk.Log, error) {
	if mode == Keep {
		return disk.Open(store, owner)
	}
	if mode == Wipe {
		if err := store.Wipe(); err != nil {
			return nil, nil, err
		}
	}
	log, err := disk.Create(store, owner)
	return nil, log, err
}
