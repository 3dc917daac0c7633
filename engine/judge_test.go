package engine_test

import (
	"bytes"
	"fmt"
	"slices"

	"synod/engine"
	"synod/node"
	"synod/node/disk"
	"synod/node/paxos"
	"synod/node/paxos/observer"
)

// judge works out what is chosen from the acceptors' disks alone. It reads the
// record files after every event and counts the votes from scratch. A vote that
// a later one replaced was a vote, and stands in the file still; one that was
// wiped or damaged since was a vote too, so the judge remembers what it read.
type judge struct {
	world  *engine.World
	quorum int
	files  [][]byte          // by id: the record file as last read
	votes  []ballotPaper     // every vote that was ever on a disk
	chosen []observer.Choice // in the order in which they became chosen
}

// ballotPaper is one acceptor's vote.
type ballotPaper struct {
	voter  node.ID
	ballot node.Ballot
	value  node.Value
}

func newJudge(w *engine.World) *judge {
	return &judge{world: w, quorum: node.Majority(w.Nodes()), files: make([][]byte, w.Nodes()+1)}
}

// judged lets a judge look after every event of a run.
func judged(l *lab) *judge {
	l.t.Helper()
	j := newJudge(l.World)
	l.check(l.Invariant("the disks agree", func(*engine.World) (bool, string, error) {
		if err := j.look(); err != nil {
			return false, err.Error(), nil
		}
		return true, "", nil
	}))
	return j
}

// look reads the disks and returns an error unless the engine says that the
// same is chosen, by the same votes, in the same order.
func (j *judge) look() error {
	news := false
	for id := node.ID(1); int(id) <= j.world.Nodes(); id++ {
		more, err := j.read(id)
		if err != nil {
			return err
		}
		news = news || more
	}
	if news {
		j.count()
	}
	same := func(a, b observer.Choice) bool {
		return a.Ballot == b.Ballot && a.Value == b.Value && slices.Equal(a.Voters, b.Voters)
	}
	if got := chosenIn(j.world); !slices.EqualFunc(got, j.chosen, same) {
		return fmt.Errorf("the engine says that %v is chosen, the disks say %v", got, j.chosen)
	}
	return nil
}

// read collects the votes on one disk, and reports whether the file changed.
func (j *judge) read(id node.ID) (bool, error) {
	file, err := j.world.Records(id)
	if err != nil || bytes.Equal(file, j.files[id]) {
		return false, err
	}
	j.files[id] = file
	records, err := recordsOf(id, file)
	for _, r := range records {
		if v := (ballotPaper{id, r.Ballot, r.Value}); r.What == paxos.Voted && !slices.Contains(j.votes, v) {
			j.votes = append(j.votes, v)
		}
	}
	return true, err
}

// recordsOf decodes a record file.
func recordsOf(id node.ID, file []byte) ([]paxos.Message, error) {
	store := disk.NewMemory()
	if err := store.Create(file); err != nil {
		return nil, err
	}
	encoded, _, err := disk.Open(store, id.String())
	if err != nil {
		return nil, err
	}
	var records []paxos.Message
	for _, b := range encoded {
		m, err := paxos.Protocol{}.Decode(b)
		if err != nil {
			return nil, err
		}
		records = append(records, m.(paxos.Message))
	}
	return records, nil
}

// count counts all votes, and notes what is chosen and was not before.
func (j *judge) count() {
	for _, v := range j.votes {
		var voters []node.ID
		for _, w := range j.votes {
			if w.ballot == v.ballot && w.value == v.value {
				voters = append(voters, w.voter)
			}
		}
		known := slices.ContainsFunc(j.chosen, func(c observer.Choice) bool { return c.Ballot == v.ballot && c.Value == v.value })
		if len(voters) >= j.quorum && !known {
			slices.Sort(voters)
			j.chosen = append(j.chosen, observer.Choice{Ballot: v.ballot, Value: v.value, Voters: voters})
		}
	}
}

// values returns the different values that are chosen: at most one, if the
// protocol is right.
func (j *judge) values() []node.Value {
	var values []node.Value
	for _, c := range j.chosen {
		if !slices.Contains(values, c.Value) {
			values = append(values, c.Value)
		}
	}
	return values
}
