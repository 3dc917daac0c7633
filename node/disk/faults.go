package disk

import "errors"

// Faults is what is wrong with a disk. The zero Faults is a disk that works.
type Faults struct {
	_        struct{} `cbor:",toarray"`
	FailSync int      // how many of the next syncs fail
	Full     bool     // there is no room for another byte
	Lie      bool     // syncs say they are done, and are not: a crash loses all of it
}

// The errors of a disk with faults.
var (
	ErrFault = errors.New("the disk reports an error")
	ErrFull  = errors.New("no space left on the disk")
)

// IsFault reports whether err came of Faults, and not of a real disk.
func IsFault(err error) bool { return errors.Is(err, ErrFault) || errors.Is(err, ErrFull) }

// IsUnfit reports whether err says that a disk does not hold what a node of
// that name left on it: damage, or the loss of the whole record file.
func IsUnfit(err error) bool {
	var corrupt *CorruptError
	return errors.Is(err, ErrMissing) || errors.As(err, &corrupt)
}

// Faulty is a disk with faults, in front of a real one. A node that is told of
// an error stops, since it cannot know what the disk holds.
type Faulty struct {
	Store
	faults Faults
	unkept []byte // what the disk said was synced and was not
}

var _ Store = (*Faulty)(nil)

// NewFaulty returns store with no faults yet. Faults other than Lie concern
// the record file and the published files alike.
func NewFaulty(store Store) *Faulty { return &Faulty{Store: store} }

// Set changes what is wrong. A disk that stops lying writes what it held back.
func (f *Faulty) Set(faults Faults) error {
	f.faults = faults
	if faults.Lie || len(f.unkept) == 0 {
		return nil
	}
	late := f.unkept
	f.unkept = nil
	return f.Store.Append(late)
}

// Append implements [Store].
func (f *Faulty) Append(b []byte) error {
	if err := f.fault(); err != nil {
		return err
	}
	if f.faults.Lie {
		f.unkept = append(f.unkept, b...)
		return nil
	}
	return f.Store.Append(b)
}

// Publish implements [Store].
func (f *Faulty) Publish(name string, content []byte) error {
	if err := f.fault(); err != nil {
		return err
	}
	return f.Store.Publish(name, content)
}

// fault returns the error of the next write, if it is to fail.
func (f *Faulty) fault() error {
	switch {
	case f.faults.Full:
		return ErrFull
	case f.faults.FailSync > 0:
		f.faults.FailSync--
		return ErrFault
	}
	return nil
}

// Crash forgets the faults, and what the disk said was synced and was not.
func (f *Faulty) Crash() { f.faults, f.unkept = Faults{}, nil }

// Wipe implements [Store]. The new disk has no faults.
func (f *Faulty) Wipe() error {
	f.Crash()
	return f.Store.Wipe()
}
