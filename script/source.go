package script

import "fmt"

// sourceOf returns what defines the function of an invariant, and its name.
func (s *Session) sourceOf(invariant string) (source, name string, err error) {
	return "", "", fmt.Errorf("the invariant %q", invariant)
}
