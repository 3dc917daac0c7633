package history

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// faults returns a crash between two restarts, a partition that is not over, and a
// disk that was damaged in a moment.
func faults() []Fault {
	at := func(ms, event int) Moment { return Moment{time.Duration(ms) * time.Millisecond, event} }
	return []Fault{
		{Kind: "crash", Node: 2, Text: "crash", Began: at(1, 3), Ended: at(4, 8)},
		{Kind: "corrupt", Node: 2, Text: "disk: bit 3 is flipped", Began: at(1, 4), Ended: at(1, 4)},
		{Kind: "partition", Text: "partition n1 | n2 n3", Began: at(4, 9), Lasting: true},
		{Kind: "lose", Text: `lose "all"`, Began: at(5, 10), Ended: at(6, 11)},
		{Kind: "ray", Node: 1, Text: "cosmic ray", Began: at(6, 12), Ended: at(7, 13)},
	}
}

func TestFaultString(t *testing.T) {
	var lines []string
	for _, f := range faults() {
		lines = append(lines, f.String())
	}
	want := `n2: crash, 1ms (3) to 4ms (8)
n2: disk: bit 3 is flipped, at 1ms (4)
network: partition n1 | n2 n3, from 4ms (9)
network: lose "all", 5ms (10) to 6ms (11)
n1: cosmic ray, 6ms (12) to 7ms (13)`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFaultsInJSON(t *testing.T) {
	h := said(t, `a read 0-5 ok 1`)
	want := `
{"history":"synod","version":2,"operations":1,"faults":5}
{"client":"a","op":"read","invoked":{"at_us":0},"returned":{"at_us":5000},"outcome":"ok","result":1}
{"fault":"crash","node":2,"text":"crash","began":{"at_us":1000,"event":3},"ended":{"at_us":4000,"event":8}}
{"fault":"corrupt","node":2,"text":"disk: bit 3 is flipped","began":{"at_us":1000,"event":4},"ended":{"at_us":1000,"event":4}}
{"fault":"partition","text":"partition n1 | n2 n3","began":{"at_us":4000,"event":9}}
{"fault":"lose","text":"lose \"all\"","began":{"at_us":5000,"event":10},"ended":{"at_us":6000,"event":11}}
{"fault":"ray","node":1,"text":"cosmic ray","began":{"at_us":6000,"event":12},"ended":{"at_us":7000,"event":13}}
`
	if got := "\n" + h.JSON(faults()); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// Faults are pairs of lines of the nemesis among the operations, and a fault comes
// before what came of it in the same moment.
func TestFaultsInEDN(t *testing.T) {
	at := func(ms, event int) Moment { return Moment{time.Duration(ms) * time.Millisecond, event} }
	h := History{{Client: "a", Node: 2, Op: "read", Outcome: Unknown, Why: "n2 crashed", Invoked: at(0, 1), Returned: at(1, 3)}}
	want := `
{:type :invoke, :f :read, :value nil, :process 0, :time 0, :index 0, :node "n2"}
{:type :info, :f :kill, :value ["n2"], :process :nemesis, :time 1000000, :index 1}
{:type :info, :f :kill, :value {"n2" "crash"}, :process :nemesis, :time 1000000, :index 2}
{:type :info, :f :read, :value nil, :process 0, :time 1000000, :index 3, :node "n2", :error "n2 crashed"}
{:type :info, :f :bitflip, :value ["n2"], :process :nemesis, :time 1000000, :index 4}
{:type :info, :f :bitflip, :value {"n2" "disk: bit 3 is flipped"}, :process :nemesis, :time 1000000, :index 5}
{:type :info, :f :start, :value ["n2"], :process :nemesis, :time 4000000, :index 6}
{:type :info, :f :start, :value {"n2" "end of crash"}, :process :nemesis, :time 4000000, :index 7}
{:type :info, :f :start-partition, :value "partition n1 | n2 n3", :process :nemesis, :time 4000000, :index 8}
{:type :info, :f :start-partition, :value "partition n1 | n2 n3", :process :nemesis, :time 4000000, :index 9}
{:type :info, :f :start-packet, :value "lose \"all\"", :process :nemesis, :time 5000000, :index 10}
{:type :info, :f :start-packet, :value "lose \"all\"", :process :nemesis, :time 5000000, :index 11}
{:type :info, :f :stop-packet, :value "end of lose \"all\"", :process :nemesis, :time 6000000, :index 12}
{:type :info, :f :stop-packet, :value "end of lose \"all\"", :process :nemesis, :time 6000000, :index 13}
{:type :info, :f :start-ray, :value ["n1"], :process :nemesis, :time 6000000, :index 14}
{:type :info, :f :start-ray, :value {"n1" "cosmic ray"}, :process :nemesis, :time 6000000, :index 15}
{:type :info, :f :stop-ray, :value ["n1"], :process :nemesis, :time 7000000, :index 16}
{:type :info, :f :stop-ray, :value {"n1" "end of cosmic ray"}, :process :nemesis, :time 7000000, :index 17}
`
	if got := "\n" + h.EDN(faults()); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// A picture has a row for each node that something befell, and one for the network:
// a second one for what is there at the same time.
func TestFaultsInPicture(t *testing.T) {
	h := said(t, `a write key="x" value=1 0-5 ok`, `b write key="y" value=2 4-6 ok`, `b read key="y" 8- unknown`)
	first, err := h.HTML(Register, faults())
	if err != nil {
		t.Fatal(err)
	}
	tags := regexp.MustCompile(`"Tag":"([^"]*)","Start":(\d+),"End":(\d+),"Description":"([^"]*)"`).FindAllStringSubmatch(first, -1)
	var got []string
	for _, m := range tags {
		got = append(got, strings.Join(m[1:], " "))
	}
	want := []string{"n2 100 400 crash", "n2 (2) 200 200 disk: bit 3 is flipped", "network 500 1400 partition n1 | n2 n3",
		"network (2) 700 900 lose \\", "n1 1000 1100 cosmic ray"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.Contains(first, `"Start":600,`) && !strings.Contains(first, `"End":600,`) {
		t.Error("the write of a does not return between the two rules")
	}
	for range 10 {
		if again, err := h.HTML(Register, faults()); err != nil || again != first {
			t.Fatalf("got another page, %v", err)
		}
	}
}
