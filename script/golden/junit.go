package golden

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"synod/node/cells"
)

// The elements of a JUnit report, as the CI systems read them.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Suite   junitSuite
	}
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Time     string      `xml:"time,attr"` // seconds
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Script  string        `xml:"classname,attr"`
		Fleet   string        `xml:"name,attr"` // "golden" for a golden without a scenario
		Time    string        `xml:"time,attr"` // seconds
		Failure *junitProblem `xml:"failure"`
		Error   *junitProblem `xml:"error"` // no verdict
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes the report as JUnit XML, one test case for each script and
// fleet.
func (r *Report) WriteJUnit(w io.Writer) error {
	_, failed := r.Count()
	without := r.count(NoVerdict)
	suite := junitSuite{Name: "synod", Tests: len(r.Results), Failures: failed - without, Errors: without, Time: seconds(r.Took)}
	for i := range r.Results {
		suite.Cases = append(suite.Cases, junitResult(&r.Results[i]))
	}
	b, err := xml.MarshalIndent(junitSuites{Suite: suite}, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, b)
	return err
}

func junitResult(r *Result) junitCase {
	c := junitCase{Script: cells.Visible(filepath.ToSlash(r.Script)), Fleet: cmp.Or(string(r.Fleet), "golden"), Time: seconds(r.Took)}
	if r.Failure == nil {
		return c
	}
	// XML has no way to write most control characters; as escapes they stay apart.
	text := cells.VisibleLines(r.Failure.Text + "again: " + r.Failure.Again + "\n")
	p := &junitProblem{string(r.Failure.Kind), text}
	if r.Failure.Kind == NoVerdict {
		c.Error = p
	} else {
		c.Failure = p
	}
	return c
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
