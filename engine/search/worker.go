package search

import "slices"

// worker is one goroutine's view of the model. It reads the model's parts
// without a lock, through copies of the slice headers, and takes new copies
// when it meets an id that these do not cover yet. Parts are only ever
// appended, so what a copy covers never changes.
type worker struct {
	*model
	o        *Options
	dropDead bool
	gate     int  // the slot that is one, or -1
	drops    bool // messages may be forgotten, or lost
	reduce   bool

	locals       []item
	messages     []item
	watchers     []item
	observations []item
	transitions  []transition
	sends        []uint32
	watched      []watched
	rank         []uint32
	nodes        []node // of the judges

	changes  []sum    // by transition, one for each order of a symmetry
	images   []sum    // of the images of the state that is expanded
	to       []sum    // of those of a successor
	distinct []sum    // scratch
	alike    int      // how many other states are the one that is expanded
	incoming []uint32 // scratch: messages that a state gains, in order
	idle     idle
	peek     candidates // scratch: of a state that is only asked whether it has any
	waiting  []uint16   // by local state: how much it waits for + 1; 0: not known yet
}

func newWorker(m *model, o *Options) *worker {
	gate := gateOf(m.sys)
	w := &worker{model: m, o: o, dropDead: o.DropDead, gate: gate, drops: o.DropDead || gate >= 0, reduce: o.Reduce, idle: idle{forget: m.paranoid}}
	w.refresh()
	return w
}

// refresh covers everything that the model has by now.
func (w *worker) refresh() {
	m := w.model
	m.mu.Lock()
	defer m.mu.Unlock()
	w.locals, w.messages = m.locals.items, m.messages.items
	w.watchers, w.observations = m.watchers.items, m.observations.items
	w.transitions, w.sends, w.watched, w.rank = m.transitions, m.sends, m.watched, m.rank
	if m.symmetry != nil {
		w.changes = m.symmetry.changes
	}
}

func (w *worker) local(id uint32) *item {
	if int(id) >= len(w.locals) {
		w.refresh()
	}
	return &w.locals[id]
}

func (w *worker) message(id uint32) *item {
	if int(id) >= len(w.messages) {
		w.refresh()
	}
	return &w.messages[id]
}

func (w *worker) watcher(id uint32) *item {
	if int(id) >= len(w.watchers) {
		w.refresh()
	}
	return &w.watchers[id]
}

func (w *worker) observation(id uint32) *item {
	if int(id) >= len(w.observations) {
		w.refresh()
	}
	return &w.observations[id]
}

func (w *worker) transition(id uint32) *transition {
	if int(id) >= len(w.transitions) {
		w.refresh()
	}
	return &w.transitions[id]
}

// sent returns the messages that t sends.
func (w *worker) sent(t *transition) []uint32 {
	end := t.send + uint32(t.sent)
	if int(end) > len(w.sends) {
		w.refresh()
	}
	return w.sends[t.send:end]
}

// react returns what comes of event at local: the first transition + 1, or 0.
func (w *worker) react(local, event uint32) (uint32, error) {
	first, known := w.events.get(eventKey(local, event))
	if known && !w.paranoid {
		return first, nil
	}
	body := ""
	if event != ownMoves {
		body = w.message(event).body
	}
	if known {
		return first, w.handledAgain(*w.local(local), event, body, first)
	}
	return w.handle(*w.local(local), local, event, body)
}

// see returns what the watcher makes of an observation.
func (w *worker) see(watcher, observation uint32) (watched, error) {
	i, known := w.watches.get(eventKey(watcher, observation))
	if !known || w.paranoid {
		from, what := *w.watcher(watcher), *w.observation(observation)
		var err error
		if known {
			err = w.watchedAgain(from, what, i)
		} else {
			i, err = w.watch(from, what, watcher, observation)
		}
		if err != nil {
			return watched{}, err
		}
	}
	if int(i) >= len(w.watched) {
		w.refresh()
	}
	return w.watched[i], nil
}

// precedes reports whether message a comes before b in canonical order.
func (w *worker) precedes(a, b uint32) bool {
	if int(max(a, b)) < len(w.rank) {
		return w.rank[a] < w.rank[b]
	}
	return w.message(a).compare(w.message(b)) < 0
}

// sortMessages sorts ids into canonical order.
func (w *worker) sortMessages(ids []uint32) {
	slices.SortFunc(ids, func(a, b uint32) int {
		switch {
		case a == b:
			return 0
		case w.precedes(a, b):
			return -1
		}
		return 1
	})
}

// violation returns the hit for a violation + 1.
func (w *worker) violation(bad uint32) hit {
	w.mu.Lock()
	defer w.mu.Unlock()
	v := w.violations[bad-1]
	return hit{verdict: Violated, property: v.Property, sentence: v.Sentence}
}
