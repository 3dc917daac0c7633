package explore

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
)

var _ search.Symmetric = (*model)(nil)

// maxAlike bounds how many nodes are exchanged for one another: a state of four
// that are alike has up to 24 images, and each costs time.
const maxAlike = 4

// ordersFor returns the ways to exchange nodes that nothing tells apart: they are
// set up alike, clients ask nothing of them, so that they never start a ballot,
// and the world looks the same when they change places. Rules of the network may
// tell any two nodes apart, and so may somebody who looks. So does a crash in the
// middle of a broadcast: who gets the message is a matter of who comes first.
func (m *model) ordersFor(w *engine.World, o *Options) [][]int {
	renamer, ok := m.from.Protocol.(node.Renamer)
	walks := o.Strategy == search.RandomWalk || o.Strategy == search.PCT
	looks := o.Linearizable != nil || len(w.Invariants()) > 0 || o.Goal != nil || o.Prune != nil
	if !ok || !o.Reduce.Symmetry || walks || looks || len(w.Rules()) > 0 || o.Budgets.Crashes > 0 || m.divided() {
		return nil
	}
	m.renamer = renamer
	alike := m.alike()
	return exchanges(len(m.configs), alike[:min(len(alike), maxAlike)])
}

// alike returns the largest set of slots of which any two can change places.
func (m *model) alike() (largest []int) {
	var classes [][]int
	for slot := range m.configs {
		if !m.bystander(slot) {
			continue
		}
		i := slices.IndexFunc(classes, func(class []int) bool { return m.exchangeable(class[0], slot) })
		if i < 0 {
			classes = append(classes, nil)
			i = len(classes) - 1
		}
		if classes[i] = append(classes[i], slot); len(classes[i]) > len(largest) {
			largest = classes[i]
		}
	}
	return largest
}

// bystander reports whether clients ask nothing of a node.
func (m *model) bystander(slot int) bool {
	return !slices.ContainsFunc(m.requests, func(r Request) bool { return int(r.Node) == slot+1 })
}

// exchangeable reports whether nothing changes when two slots change places.
func (m *model) exchangeable(a, b int) bool {
	if !sameConfig(m.configs[a], m.configs[b]) {
		return false
	}
	to := identity(len(m.configs))
	to[a], to[b] = b, a
	start := m.Start()
	stay, _ := m.image(&start, identity(len(m.configs)))
	image, ok := m.image(&start, to)
	return ok && sameState(stay, image)
}

// sameConfig reports whether two nodes are set up alike but for their names.
func sameConfig(a, b node.Config) bool {
	return maps.Equal(a.Rules, b.Rules) && maps.Equal(a.Settings, b.Settings)
}

// image returns the image of a state; false when more than names would change.
func (m *model) image(s *search.State, to []int) (*search.State, bool) {
	i := &search.State{Locals: make([][]byte, len(s.Locals)), Budgets: s.Budgets}
	var ok bool
	for slot, l := range s.Locals {
		if i.Locals[to[slot]], ok = m.renameLocal(l, to); !ok {
			return nil, false
		}
	}
	for _, f := range s.Messages {
		body, ok := m.renameMessage(f.To, f.Body, to)
		if !ok {
			return nil, false
		}
		i.Messages = append(i.Messages, search.Message{To: to[f.To], Body: body})
	}
	i.Watcher = m.collected(must(m.from.JudgeOf(s.Watcher)).Renamed(nodesOf(to)))
	return i, true
}

// sameState reports whether two states are one, in whatever order their messages are.
func sameState(a, b *search.State) bool {
	text := func(s *search.State) []string {
		parts := []string{string(s.Watcher)}
		for _, l := range s.Locals {
			parts = append(parts, string(l))
		}
		var flights []string
		for _, f := range s.Messages {
			flights = append(flights, string(rune(f.To))+string(f.Body))
		}
		slices.Sort(flights)
		return append(parts, flights...)
	}
	return slices.Equal(text(a), text(b))
}

// exchanges returns all orders of the slots alike, first the one they are in; nil
// when there is no other.
func exchanges(slots int, alike []int) (orders [][]int) {
	var place func(to []int, k int)
	place = func(to []int, k int) {
		if k == len(alike) {
			orders = append(orders, slices.Clone(to))
			return
		}
		for i := k; i < len(alike); i++ {
			a, b := alike[k], alike[i]
			to[a], to[b] = to[b], to[a]
			place(to, k+1)
			to[a], to[b] = to[b], to[a]
		}
	}
	place(identity(slots), 0)
	if len(orders) == 1 {
		return nil
	}
	return orders
}

// identity returns the order in which all slots are where they are.
func identity(slots int) []int {
	to := make([]int, slots)
	for i := range to {
		to[i] = i
	}
	return to
}

// Orders implements [search.Symmetric].
func (m *model) Orders() [][]int { return m.orders }

// RenameLocal implements [search.Symmetric].
func (m *model) RenameLocal(_ int, local []byte, to []int) []byte {
	renamed, ok := m.renameLocal(local, to)
	return m.surely(renamed, ok, local)
}

// RenameMessage implements [search.Symmetric].
func (m *model) RenameMessage(slot int, body []byte, to []int) []byte {
	renamed, ok := m.renameMessage(slot, body, to)
	return m.surely(renamed, ok, body)
}

// surely returns the image of what was. Where there is none, nodes are not alike that
// were taken for it: one that clients ask nothing of did all the same something in
// which its name counts, such as to begin an election. Then the search is over.
func (m *model) surely(image []byte, ok bool, was []byte) []byte {
	if ok {
		return image
	}
	m.unlike.Store(true)
	return was
}

// alikeStill returns an error once nodes turned out not to be alike.
func (m *model) alikeStill() error {
	if !m.unlike.Load() {
		return nil
	}
	var names []string
	for slot := range m.configs {
		if slices.ContainsFunc(m.orders, func(to []int) bool { return to[slot] != slot }) {
			names = append(names, node.ID(slot+1).String())
		}
	}
	return fmt.Errorf("%w: %s were taken to be alike, since clients ask nothing of them, but one of them did something in which its name counts, such as to begin an election; search without the reduction symmetry",
		search.ErrAsymmetric, strings.Join(names, ", "))
}

// RenameWatcher implements [search.Symmetric]. What was forgotten has one form,
// which names nodes and has to be made again.
func (m *model) RenameWatcher(watcher []byte) (images [][]byte) {
	j := must(m.from.JudgeOf(watcher))
	for _, to := range m.orders {
		images = append(images, m.collected(j.Renamed(nodesOf(to))))
	}
	return images
}

// nodesOf returns an order of slots as one of nodes.
func nodesOf(to []int) func(node.ID) node.ID {
	return func(id node.ID) node.ID { return node.ID(to[id-1] + 1) }
}

func (m *model) renameLocal(local []byte, to []int) ([]byte, bool) {
	l, ok := parseLocal(local), true
	if l.up {
		if l.state, ok = m.renamer.RenameState(l.state, nodesOf(to)); !ok {
			return nil, false
		}
	}
	for _, list := range []*[][]byte{&l.synced, &l.unsynced} {
		records := must(m.decodeAll(*list))
		for i := range records {
			if records[i], ok = m.renamer.RenameMessage(records[i], nodesOf(to)); !ok {
				return nil, false
			}
		}
		*list = m.encodeAll(records)
	}
	return l.append(nil), true
}

func (m *model) renameMessage(slot int, body []byte, to []int) ([]byte, bool) {
	f := must(m.flight(slot, body))
	msg, ok := m.renamer.RenameMessage(f.Message, nodesOf(to))
	if !ok {
		return nil, false
	}
	return m.message(engine.Flight{Src: nodesOf(to)(f.Src), Dst: nodesOf(to)(f.Dst), Message: msg}).Body, true
}
