package script

import (
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
)

// newFleet makes the fleet of one cluster, unless Options say how.
func (s *Session) newFleet(kind FleetKind, dataDir string) (fleet.Fleet, error) {
	if s.options.NewFleet != nil {
		return s.options.NewFleet(kind, dataDir)
	}
	return sim.New(), nil
}
