package paxos

import (
	"fmt"
	"reflect"
	"testing"

	"synod/node"
)

// What a client asks for reads the same in the words of every protocol, whatever form
// its arguments have, and has one text.
func TestRequestsInOpenWords(t *testing.T) {
	b := ballot(3, 1)
	for _, c := range []struct {
		open *node.Request
		want Request
		text string
	}{
		{Propose(x, b), Request{Op: OpPropose, Value: x, Ballot: b}, "propose X"},
		{Propose(x, node.Ballot{}), Request{Op: OpPropose, Value: x}, "propose X"},
		{ByHand(x, b), Request{Op: OpOpen, Value: x, Ballot: b}, "open X"},
		{Read(), Request{Op: OpRead}, "read"},
		{Drive(OpPrepare, 1, 2), Request{Op: OpPrepare, To: []node.ID{1, 2}}, "prepare to n1 n2"},
		{Drive(OpAccept), Request{Op: OpAccept}, "accept"},
		{&node.Request{Op: OpPropose, Args: node.Fields{{Name: "value", Value: x}, {Name: "ballot", Value: node.Value("(3,1)")}}}, Request{Op: OpPropose, Value: x, Ballot: b}, "propose X"},
		{&node.Request{Op: OpPropose, Args: node.Fields{{Name: "value", Value: x}, {Name: "ballot", Value: node.Value(`"3.1"`)}}}, Request{Op: OpPropose, Value: x, Ballot: b}, "propose X"},
		{&node.Request{Op: OpPropose, Args: node.Fields{{Name: "value", Value: x}, {Name: "ballot", Value: node.Value("[3,1]")}}}, Request{Op: OpPropose, Value: x, Ballot: b}, "propose X"},
		{&node.Request{Op: OpRead, Args: node.Fields{{Name: "value", Value: node.Value("null")}}}, Request{Op: OpRead}, "read"},
	} {
		if got := RequestOf(c.open); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.text, got, c.want)
		}
		for _, name := range []string{argValue, argBallot, argTo, "other"} {
			plain := node.Request{Args: node.Fields(node.ListOf(c.open.Args))}
			if got, want := c.open.Arg(name), plain.Arg(name); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %v for %s, want %v", c.text, got, name, want)
			}
		}
		if got := string(Protocol{}.AppendRequest(nil, c.open)); got != c.text {
			t.Errorf("got %q, want %q", got, c.text)
		}
	}
	for _, arg := range []node.Value{"(3,1", "7", `"3"`, "(0,1)", `"x.y"`} {
		if got, err := ballotOf(arg); err == nil {
			t.Errorf("%s: got the ballot %v, want an error", arg, got)
		}
	}
	for _, offer := range (Protocol{}).Requests() {
		if got := node.OfferOf(Protocol{}, offer.Op); !reflect.DeepEqual(got, offer) {
			t.Errorf("got %+v, want %+v", got, offer)
		}
	}
}

// What is driven by hand stands for what a node does by itself: a new ballot is the
// start of a proposal first, and a back-off or a new proposal later.
func TestUnaided(t *testing.T) {
	at := func(r *node.Request, id uint64) *node.Request { r.ID = id; return r }
	run := func(anew bool) (all []string) {
		stands := Protocol{}.Unaided(anew)
		for _, step := range []struct {
			request *node.Request
			note    node.Note
		}{
			{at(Propose(x, node.Ballot{}), 1), node.Note{}},
			{at(ByHand(y, node.Ballot{}), 2), node.Note{}},
			{at(Drive(OpPrepare, 1, 2), 2), node.Note{Ballot: ballot(1, 2)}},
			{at(Drive(OpPrepare, 3), 2), node.Note{Ballot: ballot(1, 2)}}, // more acceptors, the same ballot
			{at(Drive(OpAccept), 2), node.Note{Ballot: ballot(1, 2)}},
			{at(Drive(OpPrepare), 2), node.Note{Ballot: ballot(4, 2)}},
			{at(Drive(OpStop), 2), node.Note{}},
		} {
			for _, u := range stands(step.request, step.note) {
				text := "a timer"
				if u.Request != nil {
					r := RequestOf(u.Request)
					text = fmt.Sprint(string(Protocol{}.AppendRequest(nil, u.Request)), " ", r.Ballot, " ", u.Drives)
				}
				all = append(all, text)
			}
		}
		return all
	}
	for anew, want := range map[bool]string{
		false: "[propose X 0.0 false propose Y 0.0 false a timer stop 0.0 true]",
		true:  "[propose X 0.0 false propose Y 0.0 false stop 0.0 true propose Y 4.2 false stop 0.0 true]",
	} {
		if got := fmt.Sprint(run(anew)); got != want {
			t.Errorf("anew %v: got %s, want %s", anew, got, want)
		}
	}
}

// The checker that the protocol brings sees what nodes state, be it told at once, by
// statements, or restored on the way; and it counts votes by the second quorum.
func TestProtocolBringsItsChecks(t *testing.T) {
	p := Protocol{}
	configs := []node.Config{{Self: 1, Nodes: 3}, {Self: 2, Nodes: 3}, {Self: 3, Nodes: 3}}
	told, learned := p.NewChecker(configs), p.NewChecker(configs)
	ask := Propose(x, node.Ballot{})
	told.Asked(ask)
	learned.Learn(1, p.AppendAsked(nil, ask))
	for id, m := range map[node.ID]Message{1: {What: Accepted, Ballot: ballot(1, 1), Value: x}, 2: {What: Accepted, Ballot: ballot(1, 1), Value: x}} {
		var e node.Effects
		e.Send(1, m)
		if v := told.Performed(id, e); v != nil {
			t.Fatal(v)
		}
		if v := learned.Learn(id, p.AppendStated(nil, &e[0])); v != nil {
			t.Fatal(v)
		}
	}
	if got, want := string(learned.AppendState(nil)), string(told.AppendState(nil)); got != want {
		t.Errorf("got the state %q, want %q", got, want)
	}
	if told.Milestones() != 1 || told.Milestone(0) != "chosen: X at 1.1 by n1 n2" {
		t.Errorf("got %d milestones, want that X is chosen", told.Milestones())
	}
	again, err := p.RestoreChecker(configs, told.AppendState(nil))
	if err != nil || string(again.AppendState(nil)) != string(told.AppendState(nil)) {
		t.Errorf("got %v, %v; want the checker again", again, err)
	}
	if _, err := p.RestoreChecker(configs, []byte{1}); err == nil {
		t.Error("got no error, want one for a state that was cut")
	}
	if got := p.AppendAsked(nil, Read()); len(got) > 0 {
		t.Errorf("a read states %x, want nothing", got)
	}
	if len(p.Properties()) != 5 || p.PublishedFile() != "CISC5597" || !p.Resends(timerResend) || p.Resends(timerBackoff) {
		t.Errorf("got the properties %v, the file %s", p.Properties(), p.PublishedFile())
	}
	for id := range configs {
		configs[id].Settings = Options{Q1: 3, Q2: 1}.Settings()
	}
	one := p.NewChecker(configs)
	one.Asked(ask)
	var e node.Effects
	e.Send(1, Message{What: Accepted, Ballot: ballot(1, 1), Value: x})
	if one.Performed(2, e); one.Milestones() != 1 {
		t.Errorf("got %d milestones, want one: a vote is a quorum", one.Milestones())
	}
}
