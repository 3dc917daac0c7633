package golden

import (
	"strings"
	"testing"

	"synod/script"
	"synod/script/lineend"
)

// A golden that a version control system converted is compared as it was written, and
// one that is written anew keeps its line ends.
func TestGoldenFromWindows(t *testing.T) {
	for name, c := range map[string]struct {
		golden, transcript string
		kind               Kind // "" when it holds
		updated            string
	}{
		"converted":                      {"a\r\nb\r\n", "a\nb\n", "", "a\r\nb\r\n"},
		"without a newline at the end":   {"a\r\nb", "a\nb", "", "a\r\nb"},
		"as it is":                       {"a\nb\n", "a\nb\n", "", "a\nb\n"},
		"a return that was printed":      {"a\r\n", "a\r\n", "", "a\r\n"},
		"and one that is converted, too": {"a\r\r\nb\r\n", "a\r\nb\n", "", "a\r\r\nb\r\n"},
		"converted, and another":         {"a\r\nb\r\n", "a\nc\n", GoldenDiffers, "a\r\nc\r\n"},
		"converted in part":              {"a\r\nb\n", "a\nb\n", GoldenDiffers, "a\nb\n"},
		"a return that is missing":       {"a\nb\n", "a\r\nb\n", GoldenDiffers, "a\r\nb\n"},
		"empty":                          {"", "a\n", GoldenDiffers, "a\n"},
	} {
		t.Run(name, func(t *testing.T) {
			tree(t, map[string]string{"a.star": "", "a.golden": c.golden})
			got := test(t, Options{}, constant(c.transcript))
			if kinds := got.kinds(); kinds[0] != c.kind || kinds[1] != c.kind {
				t.Errorf("got %q, want %q:\n%s", kinds, c.kind, got.out)
			}
			if strings.Contains(name, "in part") && !strings.Contains(got.out, "-a\\r\n+a\n") {
				t.Errorf("the two sides look alike in\n%s", got.out)
			}
			if strings.Contains(name, "and another") && !strings.Contains(got.out, " a\n-b\n+c\n") {
				t.Errorf("more than a line differs in\n%s", got.out)
			}
			again := test(t, Options{Update: true}, constant(c.transcript))
			again.want(t, script.StatusOK, "2 passed, 0 failed\n")
			wantFile(t, "a.golden", c.updated)
			test(t, Options{}, constant(c.transcript)).want(t, script.StatusOK, "2 passed, 0 failed\n")
		})
	}
}

// The fleet that repeats such a golden is not to blame where the fleets differ.
func TestFleetsDifferFromWindows(t *testing.T) {
	tree(t, map[string]string{"a.star": "", "a.golden": lineend.Windows("sim\n")})
	got := test(t, Options{}, func(_ string, fleet script.FleetKind, _ int) (string, error) { return string(fleet) + "\n", nil })
	if kinds := got.kinds(); kinds[0] != "" || kinds[1] != FleetsDiffer {
		t.Errorf("got %q", kinds)
	}
}
