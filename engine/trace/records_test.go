package trace

import (
	"strconv"
	"time"

	"synod/node"
	"synod/node/paxos"
)

// plainWords are the words of a protocol that says little.
type plainWords struct{}

func (plainWords) AppendNote(dst []byte, n node.Note) []byte {
	dst = append(append(dst, "note "...), strconv.Itoa(int(n.Code))...)
	if n.Refused {
		dst = append(dst, ", refused"...)
	}
	return dst
}

func (plainWords) AppendRequest(dst []byte, r *node.Request) []byte {
	return paxos.Protocol{}.AppendRequest(dst, r)
}

func (plainWords) TimerName(t node.Timer) string { return "alarm " + strconv.Itoa(int(t)) }

var (
	prepare = paxos.Message{What: paxos.Prepare, Ballot: node.Ballot{Round: 3, Node: 1}}
	accept  = paxos.Message{What: paxos.Accept, Ballot: node.Ballot{Round: 3, Node: 1}, Value: `"X"`}
	promise = paxos.Message{What: paxos.Promise, Ballot: node.Ballot{Round: 4, Node: 5}, Voted: true,
		Other: node.Ballot{Round: 3, Node: 1}, Value: `{"a":[1,"é"]}`}
	novote = paxos.Message{What: paxos.Promise, Ballot: node.Ballot{Round: 4, Node: 5}}
)

// golden has a record of every kind, as a person and as a program read it. The
// lines are numbered as they stand here, a millisecond apart unless said
// otherwise.
var golden = []struct {
	record Record
	text   string
	json   string
}{
	{Record{Kind: Deliver, Src: 1, Dst: 1, Message: prepare, Outcome: node.Note{Code: 1}},
		`  1       1ms  n1 -> n1  prepare 3.1                 note 1`,
		`{"seq":1,"at_us":1000,"kind":"deliver","src":1,"node":1,"message":{"kind":"prepare","fields":{"ballot":"3.1"}},"outcome":"note 1"}`},
	{Record{Kind: Deliver, Src: 5, Dst: 3, Cause: 1, Message: accept, Outcome: node.Note{Code: 2, Refused: true}},
		`  2       2ms  n5 -> n3  accept 3.1 X                note 2, refused`,
		`{"seq":2,"cause":1,"at_us":2000,"kind":"deliver","src":5,"node":3,"message":{"kind":"accept","fields":{"ballot":"3.1","value":"X"}},"refused":true,"outcome":"note 2, refused"}`},
	{Record{Kind: Deliver, Src: 12, Dst: 345, Time: 1234567 * time.Microsecond, Message: promise},
		`  3  1234.567ms  n12 -> n345  promise 4.5, voted 3.1 {"a":[1,"é"]}`,
		`{"seq":3,"at_us":1234567,"kind":"deliver","src":12,"node":345,"message":{"kind":"promise","fields":{"ballot":"4.5","vote_ballot":"3.1","vote_value":{"a":[1,"é"]},"voted":true}}}`},
	{Record{Kind: Deliver, Src: 1, Dst: 2, Time: 1500 * time.Microsecond, Message: novote},
		`  4     1.5ms  n1 -> n2  promise 4.5, no vote`,
		`{"seq":4,"at_us":1500,"kind":"deliver","src":1,"node":2,"message":{"kind":"promise","fields":{"ballot":"4.5","vote_ballot":"0.0","vote_value":null,"voted":false}}}`},
	{Record{Kind: Fire, Dst: 2, Cause: 4, Timer: 1, Outcome: node.Note{Code: 3}},
		`  5       5ms  n2        timer alarm 1               note 3`,
		`{"seq":5,"cause":4,"at_us":5000,"kind":"timer","node":2,"timer":"alarm 1","outcome":"note 3"}`},
	{Record{Kind: Ask, Dst: 2, Request: paxos.Request{ID: 7, Op: paxos.OpOpen, Value: "0", Ballot: node.Ballot{Round: 3, Node: 2}}.Open()},
		`  6       6ms  n2        open 0`,
		`{"seq":6,"at_us":6000,"kind":"request","node":2,"request":{"op":"open","id":7,"args":{"ballot":"3.2","value":0}}}`},
	{Record{Kind: Ask, Dst: 2, Request: paxos.Request{ID: 7, Op: paxos.OpPrepare, To: []node.ID{3, 1}}.Open(), Outcome: node.Note{Code: 4}},
		`  7       7ms  n2        prepare to n3 n1            note 4`,
		`{"seq":7,"at_us":7000,"kind":"request","node":2,"request":{"op":"prepare","id":7,"args":{"to":[3,1]}},"outcome":"note 4"}`},
	{Record{Kind: Note, Dst: 2, Cause: 7, Outcome: node.Note{Code: 5}},
		`  8       8ms  n2        note 5`,
		`{"seq":8,"cause":7,"at_us":8000,"kind":"note","node":2,"outcome":"note 5"}`},
	{Record{Kind: Milestone, Cause: 8, Text: "chosen: X at 3.1 by n1 n2"},
		`  9       9ms  lab       chosen: X at 3.1 by n1 n2`,
		`{"seq":9,"cause":8,"at_us":9000,"kind":"chosen","text":"chosen: X at 3.1 by n1 n2"}`},
	{Record{Kind: Lose, Src: 1, Dst: 2, Message: accept, Text: "n2 is down"},
		` 10      10ms  n1 -> n2  accept 3.1 X                lost: n2 is down`,
		`{"seq":10,"at_us":10000,"kind":"lose","src":1,"node":2,"message":{"kind":"accept","fields":{"ballot":"3.1","value":"X"}},"text":"n2 is down"}`},
	{Record{Kind: Drop, Src: 1, Dst: 2, Message: prepare},
		` 11      11ms  n1 -> n2  prepare 3.1                 dropped`,
		`{"seq":11,"at_us":11000,"kind":"drop","src":1,"node":2,"message":{"kind":"prepare","fields":{"ballot":"3.1"}}}`},
	{Record{Kind: Hold, Src: 1, Dst: 2, Message: prepare},
		` 12      12ms  n1 -> n2  prepare 3.1                 held`,
		`{"seq":12,"at_us":12000,"kind":"hold","src":1,"node":2,"message":{"kind":"prepare","fields":{"ballot":"3.1"}}}`},
	{Record{Kind: Duplicate, Src: 1, Dst: 2, Message: prepare},
		` 13      13ms  n1 -> n2  prepare 3.1                 duplicated`,
		`{"seq":13,"at_us":13000,"kind":"duplicate","src":1,"node":2,"message":{"kind":"prepare","fields":{"ballot":"3.1"}}}`},
	{Record{Kind: Crash, Dst: 3, Text: "after_sync"},
		` 14      14ms  n3        crash                       after_sync`,
		`{"seq":14,"at_us":14000,"kind":"crash","node":3,"text":"after_sync"}`},
	{Record{Kind: Crash, Dst: 3},
		` 15      15ms  n3        crash`,
		`{"seq":15,"at_us":15000,"kind":"crash","node":3}`},
	{Record{Kind: Restart, Dst: 3, Text: "disk kept"},
		` 16      16ms  n3        restart                     disk kept`,
		`{"seq":16,"at_us":16000,"kind":"restart","node":3,"text":"disk kept"}`},
	{Record{Kind: Network, Text: "partition n1 | n2 n3"},
		` 17      17ms  lab       partition n1 | n2 n3`,
		`{"seq":17,"at_us":17000,"kind":"network","text":"partition n1 | n2 n3"}`},
	{Record{Kind: Network, Dst: 2, Text: "pause"},
		` 18      18ms  n2        pause`,
		`{"seq":18,"at_us":18000,"kind":"network","node":2,"text":"pause"}`},
	{Record{Kind: Remark, Text: "now the \"other\" one"},
		` 19      19ms  #         now the "other" one`,
		`{"seq":19,"at_us":19000,"kind":"remark","text":"now the \"other\" one"}`},
	{Record{Kind: Violation, Cause: 8, Text: "agreement: two values"},
		` 20      20ms  lab       VIOLATION: agreement: two values`,
		`{"seq":20,"cause":8,"at_us":20000,"kind":"violation","text":"agreement: two values"}`},
	{Record{Kind: Deliver, Src: 1, Dst: 2, Time: 20 * time.Millisecond,
		Message: paxos.Message{What: paxos.Accept, Ballot: node.Ballot{Round: 3, Node: 1}, Value: `"a value longer than a column"`}, Outcome: node.Note{Code: 1}},
		` 21      20ms  n1 -> n2  accept 3.1 "a value longer than a column"  note 1`,
		`{"seq":21,"at_us":20000,"kind":"deliver","src":1,"node":2,"message":{"kind":"accept","fields":{"ballot":"3.1","value":"a value longer than a column"}},"outcome":"note 1"}`},
}

// numbered returns the i-th golden record with its number and its time.
func numbered(i int) *Record {
	r := golden[i].record
	r.Seq = i + 1
	if r.Time == 0 {
		r.Time = time.Duration(i+1) * time.Millisecond
	}
	return &r
}
