package script

import (
	"errors"
	"fmt"
	"path/filepath"

	"synod/engine/fleet"
	histories "synod/engine/history"
	"synod/script/atomicfile"
)

// The endings of files that a history can be saved in.
var historyFormats = map[string]func(*Cluster) (string, error){
	".json": func(c *Cluster) (string, error) { return c.world.History().JSON(c.world.FaultHistory()), nil },
	".edn":  func(c *Cluster) (string, error) { return c.world.History().EDN(c.world.FaultHistory()), nil },
	".html": func(c *Cluster) (string, error) {
		h := c.world.History()
		return h.HTML(c.pictured(h), c.world.FaultHistory())
	},
}

// pictured returns the model that a picture compares a history with: the one that
// the script judged the run by last, or else the first that knows what was asked.
func (c *Cluster) pictured(h histories.History) *histories.Model {
	if c.judgedBy != nil && c.judgedBy.Check(h) == nil {
		return c.judgedBy
	}
	return histories.Fitting(h)
}

// CheckHistoryFile returns what would be right when the name of a file does not
// say in which format a history is to be saved.
func CheckHistoryFile(path string) error {
	if historyFormats[filepath.Ext(path)] == nil {
		return errors.New("want a file name that ends in .json, .edn or .html")
	}
	return nil
}

// SaveHistory writes the history of the cluster that was made last to a file,
// in the format that its name ends in: JSON Lines, Jepsen's EDN, or a page with
// a picture.
func (s *Session) SaveHistory(path string) error {
	if err := CheckHistoryFile(path); err != nil {
		return fmt.Errorf("got %q, %w", path, err)
	}
	if len(s.clusters) == 0 {
		return savingFailed(errors.New("the script made no cluster"))
	}
	text, err := historyFormats[filepath.Ext(path)](s.clusters[len(s.clusters)-1])
	if err == nil {
		err = atomicfile.Write(path, []byte(text))
	}
	if err != nil {
		return savingFailed(err)
	}
	return nil
}

func savingFailed(err error) error { return &fleet.Error{Doing: "saving the history", Err: err} }
