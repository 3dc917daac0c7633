package history

import (
	"slices"
	"strings"
	"testing"
	"time"

	"synod/node"
)

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		lines []string
		want  string
	}{
		{[]string{`a write 1 5-3 ok`}, `write 1 of a: it returned at 3ms, before it was invoked at 5ms`},
		{[]string{`a write 1 5-6 ok`, `a read 6-7 ok 1`}, `a begins read at 6ms and its write 1 returned at 6ms: a client does one thing at a time, and begins the next later than the last returned`},
		{[]string{`a read 6-7 ok 1`, `a write 1 5-9 ok`}, `a begins read at 6ms and its write 1 returned at 9ms: a client does one thing at a time, and begins the next later than the last returned`},
		{[]string{`a write 1 5- ok`}, `write 1 of a: an operation that is "ok" has returned; say when`},
		{[]string{`a read 5-6 fail 1`}, `read of a: got the result 1 of an operation that is "fail"; only one that is "ok" has a result`},
		{[]string{`a read 5-6 maybe`}, `read of a: got the outcome "maybe", want "ok", "fail" or "unknown"`},
		{[]string{`a re/ad 5-6 ok`}, `re/ad of a: got the operation "re/ad", want a name such as read`},
	}
	for _, test := range tests {
		var ops []Operation
		for _, line := range test.lines {
			ops = append(ops, saidOne(t, line))
		}
		if _, err := New(ops); err == nil || err.Error() != test.want {
			t.Errorf("%q: got %v, want %s", test.lines, err, test.want)
		}
	}
}

// A client that gave up may go on, and one whose request was refused at once may
// ask again in the same moment.
func TestNewAllows(t *testing.T) {
	at := func(ms, event int) Moment { return Moment{time.Duration(ms) * time.Millisecond, event} }
	refused := Operation{Client: "c", Op: "read", Outcome: Fail, Invoked: at(5, 7), Returned: at(5, 7)}
	ok := Operation{Client: "c", Op: "read", Outcome: OK, Invoked: at(5, 3), Returned: at(5, 7)}
	for _, ops := range [][]Operation{
		said(t, `a write 1 0- unknown`, `a write 2 1- unknown`, `a write 3 2-3 unknown`, `a read 4-5 ok 1`),
		{ok, refused, refused},
		{refused, {Client: "c", Op: "read", Outcome: OK, Invoked: at(5, 8), Returned: at(5, 9)}},
	} {
		if _, err := New(ops); err != nil {
			t.Error(err)
		}
	}
}

func TestTable(t *testing.T) {
	h := everything(t)
	want := `
client  node  operation    invoked    returned   outcome
c1      n1    propose X    0ms (1)    4.5ms (9)  ok X
alice   n2    read         1ms (3)    -          unknown: in flight
bob     -     cas [1,2]    2ms        3ms        ok false
bob     -     read         4ms        5ms        ok None
bob     -     write "1 2"  7ms        8ms        ok
c4      n3    propose Y    10ms (12)  10ms (12)  fail: n3 is down since 8ms; restart it first
c4      n3    propose Z    10ms (13)  20ms (14)  unknown: n3 crashed
c4      n1    read         20ms (15)  21ms (16)  ok X
`
	if got := "\n" + h.Table(120); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// everything returns a history with a bit of all.
func everything(t testing.TB) History {
	t.Helper()
	at := func(us, event int) Moment { return Moment{time.Duration(us) * time.Microsecond, event} }
	h, err := New([]Operation{
		{Client: "c1", Node: 1, Op: "propose", Value: `"X"`, Outcome: OK, Result: `"X"`, Invoked: at(0, 1), Returned: at(4500, 9)},
		{Client: "alice", Node: 2, Op: "read", Outcome: Unknown, Why: "in flight", InFlight: true, Invoked: at(1000, 3)},
		{Client: "bob", Op: "cas", Value: `[1,2]`, Outcome: OK, Result: `false`, Invoked: at(2000, 0), Returned: at(3000, 0)},
		{Client: "bob", Op: "read", Outcome: OK, Invoked: at(4000, 0), Returned: at(5000, 0)},
		{Client: "bob", Op: "write", Value: `"1 2"`, Outcome: OK, Invoked: at(7000, 0), Returned: at(8000, 0)},
		{Client: "c4", Node: 3, Op: "propose", Value: `"Y"`, Outcome: Fail, Why: "n3 is down since 8ms; restart it first", Invoked: at(10000, 12), Returned: at(10000, 12)},
		{Client: "c4", Node: 3, Op: "propose", Value: `"Z"`, Outcome: Unknown, Why: "n3 crashed", Invoked: at(10000, 13), Returned: at(20000, 14)},
		{Client: "c4", Node: 1, Op: "read", Outcome: OK, Result: `"X"`, Invoked: at(20000, 15), Returned: at(21000, 16)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestJSON(t *testing.T) {
	want := `
{"history":"synod","version":2,"operations":8}
{"client":"c1","node":1,"op":"propose","value":"X","invoked":{"at_us":0,"event":1},"returned":{"at_us":4500,"event":9},"outcome":"ok","result":"X"}
{"client":"alice","node":2,"op":"read","invoked":{"at_us":1000,"event":3},"outcome":"unknown","why":"in flight"}
{"client":"bob","op":"cas","value":[1,2],"invoked":{"at_us":2000},"returned":{"at_us":3000},"outcome":"ok","result":false}
{"client":"bob","op":"read","invoked":{"at_us":4000},"returned":{"at_us":5000},"outcome":"ok","result":null}
{"client":"bob","op":"write","value":"1 2","invoked":{"at_us":7000},"returned":{"at_us":8000},"outcome":"ok","result":null}
{"client":"c4","node":3,"op":"propose","value":"Y","invoked":{"at_us":10000,"event":12},"returned":{"at_us":10000,"event":12},"outcome":"fail","why":"n3 is down since 8ms; restart it first"}
{"client":"c4","node":3,"op":"propose","value":"Z","invoked":{"at_us":10000,"event":13},"returned":{"at_us":20000,"event":14},"outcome":"unknown","why":"n3 crashed"}
{"client":"c4","node":1,"op":"read","invoked":{"at_us":20000,"event":15},"returned":{"at_us":21000,"event":16},"outcome":"ok","result":"X"}
`
	if got := "\n" + everything(t).JSON(nil); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

func TestEDN(t *testing.T) {
	want := `
{:type :invoke, :f :propose, :value "X", :process 0, :time 0, :index 0, :node "n1"}
{:type :invoke, :f :read, :value nil, :process 1, :time 1000000, :index 1, :node "n2"}
{:type :invoke, :f :cas, :value [1 2], :process 2, :time 2000000, :index 2}
{:type :fail, :f :cas, :value [1 2], :process 2, :time 3000000, :index 3}
{:type :invoke, :f :read, :value nil, :process 2, :time 4000000, :index 4}
{:type :ok, :f :propose, :value "X", :process 0, :time 4500000, :index 5, :node "n1"}
{:type :ok, :f :read, :value nil, :process 2, :time 5000000, :index 6}
{:type :invoke, :f :write, :value "1 2", :process 2, :time 7000000, :index 7}
{:type :ok, :f :write, :value "1 2", :process 2, :time 8000000, :index 8}
{:type :invoke, :f :propose, :value "Y", :process 3, :time 10000000, :index 9, :node "n3"}
{:type :fail, :f :propose, :value "Y", :process 3, :time 10000000, :index 10, :node "n3", :error "n3 is down since 8ms; restart it first"}
{:type :invoke, :f :propose, :value "Z", :process 3, :time 10000000, :index 11, :node "n3"}
{:type :info, :f :propose, :value "Z", :process 3, :time 20000000, :index 12, :node "n3", :error "n3 crashed"}
{:type :invoke, :f :read, :value nil, :process 4, :time 20000000, :index 13, :node "n1"}
{:type :ok, :f :read, :value "X", :process 4, :time 21000000, :index 14, :node "n1"}
`
	if got := "\n" + everything(t).EDN(nil); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// Every value that a script can propose has a form in EDN.
func TestEDNValues(t *testing.T) {
	for value, want := range map[string]string{
		``:                                 `nil`,
		`null`:                             `nil`,
		`true`:                             `true`,
		`0`:                                `0`,
		`-9223372036854775808`:             `-9223372036854775808`,
		`9223372036854775808`:              `9223372036854775808N`,
		`""`:                               `""`,
		`"a\"b\\c\n\t\r"`:                  `"a\"b\\c\n\t\r"`,
		`"\u0000\u007f\u003cé"`:            `"\u0000\u007f<é"`,
		`[]`:                               `[]`,
		`[1,["a",null],false]`:             `[1 ["a" nil] false]`,
		`{}`:                               `{}`,
		`{"b":1,"a":{"c":[2,3]}}`:          `{"b" 1 "a" {"c" [2 3]}}`,
		`1.5`:                              `1.5`,
		`2.0`:                              `2.0`,
		`-inf`:                             `##-Inf`,
		`(1,)`:                             `[1]`,
		`(1,"a")`:                          `[1 "a"]`,
		`set([1,2])`:                       `#{1 2}`,
		`{1:"a",2:set([])}`:                `{1 "a" 2 #{}}`,
		`request(1,7,"add","c1",{"by":2})`: `{:node "n1", :id 7, :op "add", :client "c1", :args {"by" 2}}`,
	} {
		h := History{{Client: "a", Op: "write", Value: node.Value(value)}}
		if got := h.EDN(nil); !strings.Contains(got, ":value "+want+", ") {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

// Arguments and fields by name are shown, written and told apart.
func TestNamed(t *testing.T) {
	h := said(t,
		`a write key="x" value=1 0-1 ok`,
		`a read key="x" 2-3 ok version=2 value=1`,
		`a cas key="x" from=1 to=2 4-5 ok true`,
		`a cas old=null new=2 6-7 ok false`,
		`a move from="aéb" by=2 8-9 ok`,
		`a find tag="t" value=9007199254740993 10-11 ok place=[1,2]`,
		`a read key=null 12-13 ok None`,
		`a write key="x" value=3 14- unknown`)
	table := `
client  operation                          invoked  returned  outcome
a       write key=x value=1                0ms      1ms       ok
a       read key=x                         2ms      3ms       ok version=2 value=1
a       cas key=x from=1 to=2              4ms      5ms       ok true
a       cas old=None new=2                 6ms      7ms       ok false
a       move from="aéb" by=2               8ms      9ms       ok
a       find tag=t value=9007199254740993  10ms     11ms      ok place=[1,2]
a       read key=None                      12ms     13ms      ok None
a       write key=x value=3                14ms     -         unknown
`
	json := `
{"history":"synod","version":2,"operations":8}
{"client":"a","op":"write","value":1,"args":{"key":"x"},"invoked":{"at_us":0},"returned":{"at_us":1000},"outcome":"ok","result":null}
{"client":"a","op":"read","args":{"key":"x"},"invoked":{"at_us":2000},"returned":{"at_us":3000},"outcome":"ok","result":1,"fields":{"version":2}}
{"client":"a","op":"cas","args":{"key":"x","from":1,"to":2},"invoked":{"at_us":4000},"returned":{"at_us":5000},"outcome":"ok","result":true}
{"client":"a","op":"cas","args":{"old":null,"new":2},"invoked":{"at_us":6000},"returned":{"at_us":7000},"outcome":"ok","result":false}
{"client":"a","op":"move","args":{"from":"aéb","by":2},"invoked":{"at_us":8000},"returned":{"at_us":9000},"outcome":"ok","result":null}
{"client":"a","op":"find","value":{"$int":"9007199254740993"},"args":{"tag":"t"},"invoked":{"at_us":10000},"returned":{"at_us":11000},"outcome":"ok","result":null,"fields":{"place":[1,2]}}
{"client":"a","op":"read","args":{"key":null},"invoked":{"at_us":12000},"returned":{"at_us":13000},"outcome":"ok","result":null}
{"client":"a","op":"write","value":3,"args":{"key":"x"},"invoked":{"at_us":14000},"outcome":"unknown"}
`
	edn := `
{:type :invoke, :f :write, :value ["x" 1], :process 0, :time 0, :index 0}
{:type :ok, :f :write, :value ["x" 1], :process 0, :time 1000000, :index 1}
{:type :invoke, :f :read, :value ["x" nil], :process 0, :time 2000000, :index 2}
{:type :ok, :f :read, :value ["x" 1], :process 0, :time 3000000, :index 3, :fields {:version 2}}
{:type :invoke, :f :cas, :value ["x" [1 2]], :process 0, :time 4000000, :index 4}
{:type :ok, :f :cas, :value ["x" [1 2]], :process 0, :time 5000000, :index 5}
{:type :invoke, :f :cas, :value [nil 2], :process 0, :time 6000000, :index 6}
{:type :fail, :f :cas, :value [nil 2], :process 0, :time 7000000, :index 7}
{:type :invoke, :f :move, :value nil, :process 0, :time 8000000, :index 8, :args {:from "aéb", :by 2}}
{:type :ok, :f :move, :value nil, :process 0, :time 9000000, :index 9, :args {:from "aéb", :by 2}}
{:type :invoke, :f :find, :value 9007199254740993, :process 0, :time 10000000, :index 10, :args {:tag "t"}}
{:type :ok, :f :find, :value 9007199254740993, :process 0, :time 11000000, :index 11, :args {:tag "t"}, :fields {:place [1 2]}}
{:type :invoke, :f :read, :value [nil nil], :process 0, :time 12000000, :index 12}
{:type :ok, :f :read, :value [nil nil], :process 0, :time 13000000, :index 13}
{:type :invoke, :f :write, :value ["x" 3], :process 0, :time 14000000, :index 14}
`
	for name, got := range map[string][2]string{"table": {h.Table(120), table}, "JSON": {h.JSON(nil), json}, "EDN": {h.EDN(nil), edn}} {
		if "\n"+got[0] != got[1] {
			t.Errorf("%s: got\n%s\nwant%s", name, got[0], got[1])
		}
	}
	same, other := h[1], h[1]
	same.Args, same.Fields = slices.Clone(same.Args), slices.Clone(same.Fields)
	other.Fields = node.Fields{{Name: "version", Value: node.Value("3")}}
	if !same.Equal(&h[1]) || other.Equal(&h[1]) {
		t.Error("operations are not told apart by what they were told")
	}
	if got := h[1].Arg("key"); got != `"x"` || h[1].Arg("value") != "" || h[1].Field("value") != "1" || h[1].Field("version") != "2" || h[3].Arg("old") != "" {
		t.Errorf("got the key %v", got)
	}
}

func TestNamedRefuses(t *testing.T) {
	for want, o := range map[string]Operation{
		`got the argument "a-b", want a name such as key`:                                       {Args: node.Fields{{Name: "a-b", Value: node.Value("1")}}},
		`got the argument "value" twice, want it once`:                                          {Args: node.Fields{{Name: "value", Value: node.Value("1")}}},
		`got the argument "k" twice, want it once`:                                              {Args: node.Fields{{Name: "k", Value: node.Value("1")}, {Name: "k", Value: node.Value("2")}}},
		`got the field n as a int, want a node.Value`:                                           {Fields: node.Fields{{Name: "n", Value: 1}}},
		`got the result n=1 of an operation that is "fail"; only one that is "ok" has a result`: {Outcome: Fail, Fields: node.Fields{{Name: "n", Value: node.Value("1")}}},
	} {
		o.Client, o.Op = "a", "write"
		if o.Outcome == "" {
			o.Outcome = OK
		}
		if err := o.Check(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestElements(t *testing.T) {
	for v, want := range map[node.Value][]node.Value{
		``: nil, `null`: nil, `[]`: nil, `()`: nil, `set([])`: nil,
		`[1]`: {`1`}, `(1,)`: {`1`}, `set([1,2])`: {`1`, `2`},
		`[[1,2],"a,]\"",{"k":(3,4)},set([5])]`: {`[1,2]`, `"a,]\""`, `{"k":(3,4)}`, `set([5])`},
	} {
		if got, ok := elements(v); !ok || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v, want %q", v, got, ok, want)
		}
	}
	for _, v := range []node.Value{`1`, `"[1]"`, `{}`, `true`} {
		if got, ok := elements(v); ok {
			t.Errorf("%s: got %q, want no list", v, got)
		}
	}
}

// An answer that came too late for its client stands beside the operation, which
// stays unknown.
func TestLate(t *testing.T) {
	h := said(t, `a write 1 0-2 unknown`, `b read 0-2 unknown`)
	other := h[0]
	h[0].Late = Late{Outcome: OK, Fields: node.Fields{{Name: "version", Value: node.Value("7")}}, At: Moment{5 * time.Millisecond, 9}}
	h[1].Late = Late{Outcome: Fail, Why: "stopped", At: Moment{6 * time.Millisecond, 10}}
	json := `
{"history":"synod","version":2,"operations":2}
{"client":"a","op":"write","value":1,"invoked":{"at_us":0},"returned":{"at_us":2000},"outcome":"unknown","late":{"outcome":"ok","fields":{"version":7},"at":{"at_us":5000,"event":9}}}
{"client":"b","op":"read","invoked":{"at_us":0},"returned":{"at_us":2000},"outcome":"unknown","late":{"outcome":"fail","why":"stopped","at":{"at_us":6000,"event":10}}}
`
	edn := `
{:type :invoke, :f :write, :value 1, :process 0, :time 0, :index 0}
{:type :invoke, :f :read, :value nil, :process 1, :time 0, :index 1}
{:type :info, :f :write, :value 1, :process 0, :time 2000000, :index 2, :late {:type :ok, :time 5000000, :fields {:version 7}}}
{:type :info, :f :read, :value nil, :process 1, :time 2000000, :index 3, :late {:type :fail, :time 6000000, :error "stopped"}}
`
	if got := "\n" + h.JSON(nil); got != json {
		t.Errorf("got%s\nwant%s", got, json)
	}
	if got := "\n" + h.EDN(nil); got != edn {
		t.Errorf("got%s\nwant%s", got, edn)
	}
	if other.Equal(&h[0]) {
		t.Error("an operation with a late answer is equal to one without")
	}
}
