package golden

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"synod/script"
)

// orphanage is a tree in which some goldens belong to no scenario.
func orphanage(t *testing.T) {
	tree(t, map[string]string{
		"ex/a.star": "", "ex/a.golden": "x\n", "ex/old.golden": "y\n", "ex/deep/er/gone.golden": "y\n",
		"ex/_shared.star": "", "ex/_shared.golden": "x\n", // made when it was named
		"ex/folder.star/b.star": "", "ex/folder.star/b.golden": "x\n", "ex/folder.golden": "y\n",
		"ex/_lib/x.golden": "y\n", "ex/_lib/deep/y.star": "", "ex/_lib/deep/y.golden": "x\n", // not run unless they are named
		"ex/.hid/x.golden": "y\n", // a tool's
		"ex/notes.txt":     "", "ex/sub.golden/c.star": "", "ex/sub.golden/c.golden": "x\n",
		"lone/only.golden": "x\n",
	})
}

// Goldens that are compared with nothing are failures, and stay as they are.
func TestOrphans(t *testing.T) {
	lib := []string{"ex/_lib/deep/y.golden", "ex/_lib/x.golden"}
	all := []string{"ex/_lib/deep/y.golden", "ex/_lib/x.golden", "ex/_shared.golden", "ex/deep/er/gone.golden", "ex/folder.golden", "ex/old.golden"}
	for name, c := range map[string]struct {
		paths  []string
		match  string
		passed int
		want   []string
	}{
		"a folder":                              {[]string{"ex"}, "", 3, all},
		"one inside of another":                 {[]string{"ex/deep", "ex/", "./ex", "ex/a.star"}, "", 3, all},
		"here":                                  {[]string{"."}, "", 3, append(all[:6:6], "lone/only.golden")},
		"a scenario":                            {[]string{"ex/a.star"}, "", 1, nil},
		"a file that begins with _":             {[]string{"ex/_shared.star"}, "", 1, nil},
		"a folder that begins with _":           {[]string{"ex/_lib"}, "", 1, lib[1:]},
		"one below a folder that begins with _": {[]string{"ex/_lib/deep"}, "", 1, nil},
		"a folder, and one in it that begins with _": {[]string{"ex", "ex/_lib"}, "", 4, slices.Concat(lib[1:], all[2:])},
		"a folder, and a file that begins with _":    {[]string{"ex", "ex/_shared.star"}, "", 4, slices.Concat(lib, all[3:])},
		"a folder of a tool":                         {[]string{"ex/.hid"}, "", 0, []string{"ex/.hid/x.golden"}},
		"nothing but a golden":                       {[]string{"lone"}, "", 0, []string{"lone/only.golden"}},
		"those that match":                           {[]string{"ex"}, "/old|/a.star", 1, []string{"ex/old.golden"}},
		"one that matches, of nobody":                {[]string{"ex"}, "^ex/old.star$", 0, []string{"ex/old.golden"}},
	} {
		for _, update := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				orphanage(t)
				o := Options{Paths: c.paths, Update: update}
				if c.match != "" {
					o.Match = regexp.MustCompile(c.match)
				}
				got := test(t, o, constant("x\n"))
				status := script.StatusOK
				if len(c.want) > 0 {
					status = script.StatusFailed
				}
				if s := got.report.Status(); s != status {
					t.Errorf("update %v: got status %d, want %d", update, s, status)
				}
				var alone []string
				for _, r := range got.report.Results {
					if r.Failure != nil && r.Failure.Kind == NoScenario {
						alone = append(alone, r.Script)
						if !strings.Contains(got.out, "FAIL "+r.Script+": there is no scenario\n") {
							t.Errorf("update %v: %s is not told in\n%s", update, r.Script, got.out)
						}
					}
				}
				passed, failed := got.report.Count()
				if strings.Join(alone, " ") != strings.Join(c.want, " ") || passed != 2*c.passed || failed != len(c.want) {
					t.Errorf("update %v: got %q, %d passed, %d failed, want %q and %d passed", update, alone, passed, failed, c.want, 2*c.passed)
				}
			})
		}
	}
}

// What is said names what is missing, and what helps.
func TestOrphanText(t *testing.T) {
	orphanage(t)
	got := test(t, Options{Paths: []string{"ex"}, Match: regexp.MustCompile("/old|_shared")}, constant("x\n"))
	got.want(t, script.StatusFailed, `FAIL ex/_shared.golden: there is no scenario
ex/_shared.star: a file with such a name is for others to load and is not run, so nothing is compared with ex/_shared.golden; rename both, or remove the golden
again: synod test --fleet=sim ex

FAIL ex/old.golden: there is no scenario
ex/old.star: no such file, so nothing is compared with ex/old.golden; give the scenario that name, or remove the golden
again: synod test --fleet=sim ex

0 passed, 2 failed
`)
	var report bytes.Buffer
	if err := got.report.WriteJUnit(&report); err != nil {
		t.Fatal(err)
	}
	if want := `<testcase classname="ex/old.golden" name="golden" time="0.000">`; !strings.Contains(report.String(), want) {
		t.Errorf("got %s\nwant %s", report.String(), want)
	}
}

// What is in a folder that begins with _ is said to be there, and the command that is to
// show it again does not name that folder.
func TestOrphanInAFolder(t *testing.T) {
	orphanage(t)
	got := test(t, Options{Paths: []string{"ex"}, Match: regexp.MustCompile("_lib")}, constant("x\n"))
	got.want(t, script.StatusFailed, `FAIL ex/_lib/deep/y.golden: there is no scenario
ex/_lib/deep/y.star: what is in ex/_lib is for others to load and is not run unless that folder is named, so nothing is compared with ex/_lib/deep/y.golden; rename the folder, or remove the golden
again: synod test --fleet=sim ex

FAIL ex/_lib/x.golden: there is no scenario
ex/_lib/x.star: no such file, so nothing is compared with ex/_lib/x.golden; give the scenario that name, or remove the golden
again: synod test --fleet=sim ex/_lib

0 passed, 2 failed
`)
}

// A folder without scenarios and goldens is an error as before.
func TestNoOrphans(t *testing.T) {
	orphanage(t)
	if _, err := Test(t.Context(), Options{Paths: []string{"ex"}, Match: regexp.MustCompile("zzz")}); err == nil || err.Error() != `no script in ex matches "zzz"` {
		t.Errorf("got %v", err)
	}
	if _, err := Test(t.Context(), Options{Paths: []string{"ex/deep"}, Match: regexp.MustCompile("zzz")}); err == nil || err.Error() != "there is no .star file in ex/deep" {
		t.Errorf("got %v", err)
	}
}
