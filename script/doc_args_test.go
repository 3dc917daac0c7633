package script

import (
	"strings"
	"testing"
)

// help explains a person's own function as it does a verb, however its doc string is
// indented.
func TestHelpOfOwnFunctions(t *testing.T) {
	for name, c := range map[string]struct{ def, want string }{
		"two spaces": {
			"def f(a, b = 1, *c, d = \"x\", **e):\n  \"\"\"Does it.\n\n  Well.\n\n  Args:\n    a: The first\n      and so on.\n    b (int): The second.\n    *c (node): More.\n\n  Returns:\n    nothing\n  \"\"\"\n",
			"f(a, b=1, *c, d=\"x\", **e)\n    Does it.\n\n    Well.\n\n" +
				"      a      The first and so on.\n      b=1    The second. (int)\n      *c     More. (node)\n      d=\"x\"\n      **e\n\n    Returns nothing.\n",
		},
		"by name only": {
			"def f(*, deep = True):\n    \"\"\"Digs.\"\"\"\n",
			"f(*, deep=True)\n    Digs.\n",
		},
		"no doc": {"def f(a):\n    pass\n", "f(a)\n"},
		"words behind the parameters": {
			"def f(a):\n    \"\"\"Does it.\n\n    Args:\n      a: One.\n\n    See also g.\n    \"\"\"\n",
			"f(a)\n    Does it.\n\n    See also g.\n\n      a  One.\n",
		},
		"a wide default": {
			"def f(a = [1000000, 2000000, 3000000, 4000000, 5000000, 6000000, 7000000, 8000000]):\n    \"\"\"Does it.\n\n    Args:\n      a: The numbers.\n    \"\"\"\n",
			"      a=[1000000,",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := talk(t, "", c.def, "", "help(f)")
			if err != nil || !strings.Contains(got, c.want) {
				t.Errorf("got %v and\n%s\nwant\n%s", err, got, c.want)
			}
			for _, line := range strings.Split(got[strings.LastIndex(got, "help(f)"):], "\n") {
				if len(line) > textWidth {
					t.Errorf("got a line of %d columns: %q", len(line), line)
				}
			}
		})
	}
}
