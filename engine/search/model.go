package search

import (
	"errors"
	"fmt"
	"sync"
)

// model is a System with a memory. It numbers the parts that states are made
// of, and asks the System about each pair of a local state and an event only
// once. A million transitions come from a few thousand calls, so a System may
// be slow.
type model struct {
	sys      System
	slots    int
	paranoid bool

	events   *memo     // local state and message, or ownMoves -> first transition + 1, or 0
	watches  *memo     // watcher and observation -> watched
	dead     *memo     // local state and message -> 0, or 1 if a Hinter says that it is dead
	needs    *memo     // local state and message -> the reasons of a Reducer
	symmetry *symmetry // nil: none
	stopped  *memo     // local state of the gate and message -> 0, or 1 if it does not pass
	awaited  *memo     // local state and event -> 0, or 1 if a Reducer says that it joins

	mu           sync.Mutex // guards everything below, and puts into the memos
	locals       pool
	messages     pool
	watchers     pool
	observations pool
	transitions  []transition
	names        []string // by transition, of the outcome
	sends        []uint32 // message ids; a transition has a run of them
	watched      []watched
	violations   []Violation
	rank         []uint32 // by message: its place in canonical order
}

// ownMoves is the event of a slot that moves by itself, in place of a message.
const ownMoves = ^uint32(0)

// transition is an outcome in ids. Those of one event follow one another.
type transition struct {
	change   sum    // of the fingerprint, by the local state and all messages
	local    uint32 // the new local state
	observed uint32 // the observation + 1, or 0
	send     uint32 // the first message sent, in sends
	sent     uint16 // how many
	cost     Classes
	last     bool // of its event
	lost     bool // the message does not arrive
}

// watched is what the watcher makes of an observation.
type watched struct {
	change sum
	next   uint32 // the new watcher
	bad    uint32 // the violation + 1, or 0
}

func newModel(sys System, o *Options) (*model, error) {
	m := &model{
		sys: sys, slots: sys.Slots(), paranoid: o.Paranoid,
		events: newMemo(), watches: newMemo(), dead: newMemo(), needs: newMemo(), awaited: newMemo(), stopped: newMemo(),
		locals: newPool(aLocal), messages: newPool(aMessage), watchers: newPool(aWatcher), observations: newPool(anObservation),
	}
	if m.slots < 1 || m.slots > maxSlots {
		return nil, fmt.Errorf("slots: got %d, want 1 to %d", m.slots, maxSlots)
	}
	if _, ok := sys.(Hinter); o.DropDead && !ok {
		return nil, errors.New("dead messages: the system is no Hinter and cannot tell which they are")
	}
	var err error
	if m.symmetry, err = newSymmetry(sys, o); err != nil {
		return nil, err
	}
	m.symmetry.tell(m)
	return m, o.checkReduce(sys)
}

// checkReduce returns an error unless a Reducer may be made use of, if it is to be.
func (o *Options) checkReduce(sys System) error {
	_, ok := sys.(Reducer)
	switch {
	case !o.Reduce:
		return nil
	case !ok:
		return errors.New("reduce: the system is no Reducer and cannot tell what makes no difference")
	case !o.DropDead:
		return errors.New("reduce: got it without dropping dead messages, want both")
	case len(o.Invariants)+len(o.Goals)+len(o.Prunes) > 0:
		return errors.New("reduce: got predicates, want none: they see what was left out")
	}
	return nil
}

// maxSlots bounds the slots, and with them the size of a state.
const maxSlots = 1 << 12

// handle asks what comes of event at local, and remembers. It returns the
// first transition + 1, or 0 when there is none.
func (m *model) handle(local item, id, event uint32, body string) (uint32, error) {
	outcomes, err := m.ask(local, event, body)
	if err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	key := eventKey(id, event)
	if first, ok := m.events.get(key); ok {
		return first, nil
	}
	first := uint32(0)
	if len(outcomes) > 0 {
		first = uint32(len(m.transitions)) + 1
	}
	before := local.sum
	if event != ownMoves {
		before = before.plus(m.messages.items[event].sum)
	}
	images := m.takenImages(local, event)
	for i := range outcomes {
		m.learn(int(local.slot), before, images, &outcomes[i], i == len(outcomes)-1)
	}
	m.events.put(key, first)
	return first, nil
}

// learn adds the transition that o makes, where before is the fingerprint of
// what it takes away, and images are those of its images.
func (m *model) learn(slot int, before sum, images []sum, o *Outcome, last bool) {
	t := transition{
		local: m.locals.id(slot, o.Local), send: uint32(len(m.sends)), sent: uint16(len(o.Send)), cost: o.Cost, last: last, lost: o.Lost,
	}
	t.change = m.locals.items[t.local].sum.minus(before)
	for _, s := range o.Send {
		id := m.messages.id(s.To, s.Body)
		m.sends = append(m.sends, id)
		t.change = t.change.plus(m.messages.items[id].sum)
	}
	if len(o.Observed) > 0 {
		t.observed = m.observations.id(slot, o.Observed) + 1
	}
	if m.symmetry != nil {
		m.learnImages(&t, images)
	}
	m.transitions = append(m.transitions, t)
	m.names = append(m.names, string(o.Name))
}

// ask calls the System.
func (m *model) ask(local item, event uint32, body string) ([]Outcome, error) {
	outcomes, err := m.call(local, event, body)
	if err != nil {
		return nil, err
	}
	if m.paranoid {
		again, err := m.call(local, event, body)
		if err != nil {
			return nil, err
		}
		if err := m.sameOutcomes(local, event, body, outcomes, again); err != nil {
			return nil, err
		}
	}
	if err := m.valid(local, event, body, outcomes); err != nil {
		return nil, err
	}
	return outcomes, m.checkImages(local, event, body, outcomes)
}

func (m *model) call(local item, event uint32, body string) ([]Outcome, error) {
	if event == ownMoves {
		return m.sys.Moves(int(local.slot), []byte(local.body))
	}
	return m.sys.React(int(local.slot), []byte(local.body), []byte(body))
}

// maxSent bounds what one outcome may send.
const maxSent = 1<<16 - 1

func (m *model) valid(local item, event uint32, body string, outcomes []Outcome) error {
	for i := range outcomes {
		o := &outcomes[i]
		if event == ownMoves && len(o.Name) == 0 {
			return fmt.Errorf("%s: got a move without a name", m.slotName(local.slot))
		}
		if len(o.Send) > maxSent {
			return fmt.Errorf("%s: %s: got %d messages sent, want at most %d",
				m.slotName(local.slot), m.eventName(local.slot, event, body), len(o.Send), maxSent)
		}
		for _, s := range o.Send {
			if s.To < 0 || s.To >= m.slots {
				return fmt.Errorf("%s: %s: got a message to slot %d, want 0 to %d",
					m.slotName(local.slot), m.eventName(local.slot, event, body), s.To, m.slots-1)
			}
		}
	}
	return nil
}

// watch asks what the watcher makes of an observation, and remembers. It
// returns the index in watched.
func (m *model) watch(watcher, observation item, watcherID, observationID uint32) (uint32, error) {
	next, bad, err := m.sys.Watch([]byte(watcher.body), int(observation.slot), []byte(observation.body))
	if err != nil {
		return 0, err
	}
	if m.paranoid {
		next2, bad2, err := m.sys.Watch([]byte(watcher.body), int(observation.slot), []byte(observation.body))
		if err != nil {
			return 0, err
		}
		if string(next2) != string(next) || bad2 != bad {
			return 0, m.impureWatch(observation)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	key := eventKey(watcherID, observationID)
	if i, ok := m.watches.get(key); ok {
		return i, nil
	}
	w := watched{next: m.watchers.id(0, next)}
	w.change = m.watchers.items[w.next].sum.minus(watcher.sum)
	if bad != (Violation{}) {
		m.violations = append(m.violations, bad)
		w.bad = uint32(len(m.violations))
	}
	m.watched = append(m.watched, w)
	m.watches.put(key, uint32(len(m.watched)-1))
	return uint32(len(m.watched) - 1), nil
}

// isDead asks the Hinter, and remembers.
func (m *model) isDead(local, message item, localID, messageID uint32) bool {
	yes := m.sys.(Hinter).Dead(int(local.slot), []byte(local.body), []byte(message.body))
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.dead.get(eventKey(localID, messageID)); ok {
		return yes
	}
	value := uint32(0)
	if yes {
		value = 1
	}
	m.dead.put(eventKey(localID, messageID), value)
	return yes
}

// bytes returns about how much memory m takes.
func (m *model) bytes() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.locals.size + m.messages.size + m.watchers.size + m.observations.size
	n += m.events.bytes() + m.watches.bytes() + m.dead.bytes() + m.needs.bytes() + m.awaited.bytes() + m.stopped.bytes()
	n += 8 * idleWords * int64(len(m.locals.items))
	if m.symmetry != nil {
		n += 16 * int64(cap(m.symmetry.changes))
	}
	return n + 64*int64(cap(m.transitions)) + 4*int64(cap(m.sends)+cap(m.rank)) + 32*int64(cap(m.watched))
}
