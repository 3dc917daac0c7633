package script

import "synod/engine/fleet"

// lodging is what tells one fleet of nodes from another: where they live.
type lodging struct {
	kind    FleetKind
	dataDir string
}

// lent is the fleet of a cluster. When the session starts over it is not closed
// but kept, and so it is on the way to where the session was before: its nodes
// run on, and the next cluster that lives in the same place has them.
type lent struct {
	fleet.Fleet
	session *Session
	lodging lodging
}

// Close implements [fleet.Fleet].
func (l *lent) Close() error {
	if !l.session.startingOver && !l.session.isRepeating() {
		return l.Fleet.Close()
	}
	l.session.spare[l.lodging] = append(l.session.spare[l.lodging], l.Fleet)
	return nil
}

// isRepeating reports whether what is done was done before.
func (s *Session) isRepeating() bool { return s.talk != nil && s.talk.muted }

// lend returns a fleet for a new cluster: one that was kept, or a new one.
func (s *Session) lend(kind FleetKind, dataDir string) (fleet.Fleet, error) {
	l := &lent{session: s, lodging: lodging{kind, dataDir}}
	if kept := s.spare[l.lodging]; len(kept) > 0 {
		l.Fleet, s.spare[l.lodging] = kept[0], kept[1:]
		return l, nil
	}
	var err error
	l.Fleet, err = s.newFleet(kind, dataDir)
	return l, err
}
