package script

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"synod/script/manual"
)

// crossReference is a place that sends the reader to "synod doc NAME".
var crossReference = regexp.MustCompile("synod doc (\"[^\"]+\"|[a-z_.]+[a-z])")

// Every page can be asked for, and whatever it sends its reader to is there.
func TestManualPagesLeadOn(t *testing.T) {
	for _, page := range manual.Pages() {
		text, err := Doc(page.Name)
		if err != nil || !strings.Contains(text, page.Title) {
			t.Errorf("synod doc %s: got %q, %v", page.Name, text, err)
		}
		checkReferences(t, page.Name, page.Source)
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Skip("there is no README to compare with")
	}
	checkReferences(t, readme, string(text))
}

func checkReferences(t *testing.T, where, text string) {
	t.Helper()
	for _, match := range crossReference.FindAllStringSubmatch(text, -1) {
		name := strings.Trim(match[1], `"`)
		if _, err := Doc(name); err != nil {
			t.Errorf("%s says synod doc %s: %v", where, name, err)
		}
	}
}

// The list of everything ends with the pages.
func TestOverviewNamesThePages(t *testing.T) {
	for _, page := range manual.Pages() {
		if !strings.Contains(overview(), " "+page.Name) || !strings.Contains(whole(), page.Title) {
			t.Errorf("%s is not named", page.Name)
		}
	}
}
