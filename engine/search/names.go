package search

import "fmt"

// slotName, localName and messageName ask the System's Namer, if it is one.
func (m *model) slotName(slot uint32) string {
	if n, ok := m.sys.(Namer); ok {
		return n.SlotName(int(slot))
	}
	return fmt.Sprintf("slot %d", slot)
}

func (m *model) localName(l item) string {
	if n, ok := m.sys.(Namer); ok {
		return n.LocalName(int(l.slot), []byte(l.body))
	}
	return fmt.Sprintf("%q", l.body)
}

func (m *model) messageName(slot uint32, body string) string {
	if n, ok := m.sys.(Namer); ok {
		return n.MessageName(int(slot), []byte(body))
	}
	return fmt.Sprintf("message %q", body)
}

// eventName names a delivery by its message, and all moves alike.
func (m *model) eventName(slot, event uint32, body string) string {
	if event == ownMoves {
		return "moves"
	}
	return m.messageName(slot, body)
}
