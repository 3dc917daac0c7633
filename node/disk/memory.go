package disk

import "bytes"

// Memory is a disk that lives as long as its Memory does. It holds what was
// synced and nothing else, so dropping the Log on it is a crash.
type Memory struct {
	records []byte            // the record file
	exists  bool              // whether there is a record file
	files   map[string][]byte // the published files; nil until there is one
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty disk. The zero Memory is one too.
func NewMemory() *Memory { return &Memory{} }

// Create implements [Store].
func (m *Memory) Create(header []byte) error {
	if m.exists {
		return ErrExists
	}
	m.records, m.exists = append(m.records[:0], header...), true
	return nil
}

// Append implements [Store].
func (m *Memory) Append(b []byte) error {
	if !m.exists {
		return ErrMissing
	}
	m.records = append(m.records, b...)
	return nil
}

// Load implements [Store].
func (m *Memory) Load() ([]byte, bool, error) {
	if !m.exists {
		return nil, false, nil
	}
	return bytes.Clone(m.records), true, nil
}

// Truncate implements [Store].
func (m *Memory) Truncate(n int64) error {
	if !m.exists {
		return ErrMissing
	}
	if size := int64(len(m.records)); n < 0 || n > size {
		return errTruncate(n, size)
	}
	m.records = m.records[:n]
	return nil
}

// Recover implements [Store]. There is never anything to remove.
func (m *Memory) Recover() error { return nil }

// Publish implements [Store].
func (m *Memory) Publish(name string, content []byte) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if m.files == nil {
		m.files = make(map[string][]byte, 1)
	}
	m.files[name] = append(m.files[name][:0], content...)
	return nil
}

// ReadFile implements [Store].
func (m *Memory) ReadFile(name string) ([]byte, bool, error) {
	if err := CheckName(name); err != nil {
		return nil, false, err
	}
	content, ok := m.files[name]
	return bytes.Clone(content), ok, nil
}

// Wipe implements [Store]. It keeps the memory for the next Create.
func (m *Memory) Wipe() error {
	m.records, m.exists = m.records[:0], false
	clear(m.files)
	return nil
}

// Close implements [Store].
func (m *Memory) Close() error { return nil }
