package spell

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"prepare", "propose", "proposer", "partition", "crash", "cut", "run", "restart"}
	for _, c := range []struct{ x, want string }{
		{"prpose", "propose"},  // one letter missing
		{"propsoe", "propose"}, // two letters swapped
		{"proposr", "propose"}, // as near to proposer: the first wins
		{"partitoin", "partition"},
		{"crsh", "crash"},
		{"cur", "cut"},
		{"x", ""}, // everything is far
		{"", ""},
		{"elephant", ""},
		{"Crash", "crash"},
		{"PROPOSE", "propose"},
		{"run", ""}, // it is there, so what is wrong is something else
		{"rn", "run"},
		{"open", ""},
		{"sum", ""},
		{"quit", ""},
		{"par", ""},   // a beginning is not a slip
		{"start", ""}, // nor is an end
		{"resart", "restart"},
		{"propos", "propose"},
	} {
		if got := Nearest(c.x, names); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.x, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0},
		{"abc", "abd", 1}, {"abc", "acb", 1}, {"abcd", "acbd", 1}, {"kitten", "sitting", 3}, {"é", "e", 1},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
