package explore

import (
	"errors"

	"synod/node"
)

// step lets a machine take an event that makes no choice.
func (m *model) step(slot int, machine node.Machine, ev *node.Event) (node.Effects, error) {
	var effects node.Effects
	err := node.Take(machine, ev, &effects)
	var wanted *node.ChoiceWanted
	if errors.As(err, &wanted) {
		err = &node.HandlerError{Where: node.ID(slot + 1).String(), Text: "the choice " + wanted.Name + " is made while the node starts: a node chooses when it handles a message, a request or a timer"}
	}
	return effects, err
}

// branch is one way in which a step can go.
type branch struct {
	choices []int
	machine node.Snapshotter // after it
	effects node.Effects
}

// branches lets a node at l take an event in every way in which its choices can fall.
func (m *model) branches(slot int, l *local, ev *node.Event) ([]branch, error) {
	var done []branch
	var try func(choices []int) error
	try = func(choices []int) error {
		machine, err := m.machine(slot, l)
		if err != nil {
			return err
		}
		event := *ev
		event.Choices = choices
		var effects node.Effects
		err = node.Take(machine, &event, &effects)
		var wanted *node.ChoiceWanted
		if !errors.As(err, &wanted) {
			done = append(done, branch{choices, machine, effects})
			return err
		}
		if wanted.Options > maxOptions {
			return &node.HandlerError{Where: node.ID(slot + 1).String(), Text: "the choice " + wanted.Name + " has more than 256 options, and a search tries them all"}
		}
		for option := range wanted.Options {
			if err := try(append(choices[:len(choices):len(choices)], option)); err != nil {
				return err
			}
		}
		return nil
	}
	return done, try(nil)
}

// maxOptions bounds how many options a choice has in a search.
const maxOptions = 256
