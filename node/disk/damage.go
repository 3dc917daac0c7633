package disk

import "fmt"

// Damage is harm done to a record file while its node is down. Exactly one of
// its fields is set.
type Damage struct {
	_        struct{} `cbor:",toarray"`
	Torn     *int     // cut the last record after so many bytes of its frame
	Rollback int      // take away so many of the latest records, whole
	Flip     *int     // flip a bit, counted from the beginning of the file
}

// Apply does d to the record file of owner in store. It refuses, and changes
// nothing, when there is no such record or bit.
func (d Damage) Apply(store Store, owner string) error {
	b, exists, err := store.Load()
	if err != nil {
		return err
	}
	if !exists {
		return ErrMissing
	}
	if d.Flip != nil {
		return flip(store, b, *d.Flip)
	}
	ends, err := ends(b, owner)
	if err != nil {
		return err
	}
	if d.Torn != nil {
		return tear(store, ends, *d.Torn)
	}
	switch records := len(ends) - 1; {
	case records == 0:
		return fmt.Errorf("got a record file without a record, want one to take away")
	case d.Rollback < 1:
		return fmt.Errorf("got %d records to take away, want at least 1", d.Rollback)
	case d.Rollback > records:
		return fmt.Errorf("got %d records to take away, want at most the %d there are", d.Rollback, records)
	}
	return store.Truncate(int64(ends[len(ends)-1-d.Rollback]))
}

// ends returns where the header and each record end.
func ends(b []byte, owner string) ([]int, error) {
	records, _, err := decode(b, owner)
	if err != nil {
		return nil, err
	}
	at := len(appendHeader(nil, owner))
	list := []int{at}
	for _, rec := range records {
		at += frameHead + len(rec)
		list = append(list, at)
	}
	return list, nil
}

// tear leaves keep bytes of the last record's frame.
func tear(store Store, ends []int, keep int) error {
	if len(ends) < 2 {
		return fmt.Errorf("got a record file without a record, want one to tear")
	}
	start, end := ends[len(ends)-2], ends[len(ends)-1]
	if keep < 0 || keep >= end-start {
		return fmt.Errorf("got %d bytes of the last record to keep, want 0 to %d", keep, end-start-1)
	}
	return store.Truncate(int64(start + keep))
}

// flip turns one bit of the record file, and writes it anew.
func flip(store Store, b []byte, bit int) error {
	if bit < 0 || bit >= 8*len(b) {
		return fmt.Errorf("got the bit %d, want 0 to %d", bit, 8*len(b)-1)
	}
	b[bit/8] ^= 1 << (bit % 8)
	if err := store.Truncate(0); err != nil {
		return err
	}
	return store.Append(b)
}
