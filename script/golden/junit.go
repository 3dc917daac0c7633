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
		suite.Cases = append(suite.Cases, junitResult(&r.Results[i], r.toldBefore(i)))
	}
	b, err := xml.MarshalIndent(junitSuites{Suite: suite}, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, b)
	return err
}

// toldBefore returns the first result of the same script that failed in the same way,
// before the i-th; nil when there is none.
func (r *Report) toldBefore(i int) *Result {
	for j := range r.Results[:i] {
		if x := &r.Results[j]; x.Script == r.Results[i].Script && alike(x.Failure, r.Results[i].Failure) {
			return x
		}
	}
	return nil
}

// junitResult returns the test case of a result. What an earlier one has told is not
// told again.
func junitResult(r, before *Result) junitCase {
	c := junitCase{Script: cells.Visible(filepath.ToSlash(r.Script)), Fleet: cmp.Or(string(r.Fleet), "golden"), Time: seconds(r.Took)}
	if r.Failure == nil {
		return c
	}
	text := r.Failure.Text
	if before != nil {
		text = "as in " + string(before.Fleet) + "\n"
	}
	// XML has no way to write most control characters; as escapes they stay apart.
	text = cells.VisibleLines(text + "again: " + r.Failure.Again + "\n")
	p := &junitProblem{string(r.Failure.Kind), text}
	if r.Failure.Kind == NoVerdict {
		c.Error = p
	} else {
		c.Failure = p
	}
	return c
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
