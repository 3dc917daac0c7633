package wire

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"synod/node"
	"synod/node/disk"
)

// port returns a port that reads in and speaks words.
func port(in []byte) *Port {
	p := NewPort(bytes.NewBuffer(in))
	p.Speak(words{})
	return p
}

// pipe returns a port that reads what it wrote.
func pipe() *Port { return port(nil) }

var (
	ids      = rapid.Map(rapid.Int32(), func(i int32) node.ID { return node.ID(i) })
	rounds   = rapid.Int32()
	values   = rapid.Map(rapid.String(), func(s string) node.Value { return node.Value(s) })
	waits    = rapid.Map(rapid.Int64(), func(n int64) time.Duration { return time.Duration(n) })
	messages = rapid.Map(rapid.String(), func(s string) node.Message { return word(s) })
	ballots  = rapid.Custom(func(t *rapid.T) node.Ballot {
		return node.Ballot{Round: rounds.Draw(t, "round"), Node: ids.Draw(t, "node")}
	})
	notes = rapid.Custom(func(t *rapid.T) node.Note {
		return node.Note{
			Code: rapid.Byte().Draw(t, "code"), Refused: rapid.Bool().Draw(t, "refused"),
			Ballot: ballots.Draw(t, "ballot"), Other: ballots.Draw(t, "other"),
			Value: values.Draw(t, "value"), Wanted: values.Draw(t, "wanted"), From: ids.Draw(t, "from"),
			Count: rounds.Draw(t, "count"), Of: rounds.Draw(t, "of"),
			Min: waits.Draw(t, "min"), Max: waits.Draw(t, "max"),
		}
	})
	fields = rapid.OneOf(rapid.Just[node.Named](nil), rapid.Map(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) node.Field {
		return node.Field{Name: rapid.String().Draw(t, "name"), Value: rapid.OneOf(
			rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int().AsAny(), rapid.String().AsAny(),
			values.AsAny(), ids.AsAny(), rapid.SliceOf(ids).AsAny(), ballots.AsAny(),
		).Draw(t, "value")}
	}), 1, 4), func(list []node.Field) node.Named { return node.Fields(list) }))
	replies = rapid.Custom(func(t *rapid.T) *node.Reply {
		return &node.Reply{
			ID: rapid.Uint64().Draw(t, "id"), Final: rapid.Bool().Draw(t, "final"),
			Outcome: rapid.SampledFrom([]node.Outcome{node.OutcomeOpen, node.OutcomeOK, node.OutcomeFail, node.OutcomeInfo}).Draw(t, "outcome"),
			Result:  fields.Draw(t, "result"),
		}
	})
	requests = rapid.Custom(func(t *rapid.T) *node.Request {
		return &node.Request{ID: rapid.Uint64().Draw(t, "id"), Op: rapid.String().Draw(t, "op"), Client: rapid.String().Draw(t, "client"), Args: fields.Draw(t, "args")}
	})
	events = rapid.OneOf(
		rapid.Custom(func(t *rapid.T) *node.Event {
			return &node.Event{Kind: node.EventDeliver, From: ids.Draw(t, "from"), Message: messages.Draw(t, "message")}
		}),
		rapid.Custom(func(t *rapid.T) *node.Event {
			return &node.Event{Kind: node.EventTimer, Timer: node.Timer(rapid.Byte().Draw(t, "timer"))}
		}),
		rapid.Custom(func(t *rapid.T) *node.Event {
			return &node.Event{Kind: node.EventRequest, Request: requests.Draw(t, "request"), Choices: rapid.SliceOfN(rapid.Int(), 1, 3).Draw(t, "choices")}
		}),
	)
	points = rapid.OneOf(rapid.Just[*node.Point](nil), rapid.Custom(func(t *rapid.T) *node.Point {
		return &node.Point{Kind: node.EffectKind(rapid.Byte().Draw(t, "kind")), Nth: rapid.Int().Draw(t, "nth"), After: rapid.Bool().Draw(t, "after")}
	}))
	setups = rapid.Custom(func(t *rapid.T) Setup {
		return Setup{
			Protocol: rapid.String().Draw(t, "protocol"),
			Program:  rapid.OneOf(rapid.Just[[]byte](nil), rapid.SliceOf(rapid.Byte())).Draw(t, "program"),
			Disk:     Disk(rapid.IntRange(0, int(Wipe)).Draw(t, "disk")),
			Config: node.Config{
				Self: ids.Draw(t, "self"), Nodes: rapid.Int().Draw(t, "nodes"),
				Rules: rapid.OneOf(rapid.Just[map[string]bool](nil),
					rapid.MapOf(rapid.String(), rapid.Bool())).Draw(t, "rules"),
				Settings: rapid.OneOf(rapid.Just[node.Settings](nil),
					rapid.Custom(func(t *rapid.T) node.Settings {
						return rapid.MapOf(rapid.String(), values).Draw(t, "settings")
					})).Draw(t, "settings"),
			},
		}
	})
	commands = rapid.Custom(func(t *rapid.T) Command {
		c := Command{Op: Op(rapid.IntRange(0, int(OpFault)).Draw(t, "operation"))}
		switch c.Op {
		case OpStart:
			c.Setup = setups.Draw(t, "setup")
		case OpStep:
			c.Event = events.Draw(t, "event")
			c.Event.Crash = points.Draw(t, "crash")
		case OpFault:
			c.Faults = disk.Faults{FailSync: rapid.Int().Draw(t, "fail"), Full: rapid.Bool().Draw(t, "full"), Lie: rapid.Bool().Draw(t, "lie")}
		}
		return c
	})
	effects = rapid.Custom(func(t *rapid.T) node.Effect {
		e := node.Effect{Kind: node.EffectKind(rapid.IntRange(0, int(node.EffectClaim)).Draw(t, "kind"))}
		switch e.Kind {
		case node.EffectWrite:
			e.Message = messages.Draw(t, "message")
		case node.EffectSend:
			e.To, e.Message = ids.Draw(t, "to"), messages.Draw(t, "message")
		case node.EffectSetTimer:
			e.Timer, e.Min, e.Max = node.Timer(rapid.Byte().Draw(t, "timer")), waits.Draw(t, "min"), waits.Draw(t, "max")
		case node.EffectStopTimer:
			e.Timer = node.Timer(rapid.Byte().Draw(t, "timer"))
		case node.EffectPublish:
			e.Value = values.Draw(t, "value")
		case node.EffectReply:
			e.Reply = replies.Draw(t, "reply")
		case node.EffectOutcome, node.EffectNote:
			e.Note = notes.Draw(t, "note")
		case node.EffectClaim:
			e.Claim = &node.Claim{
				Kind: node.ClaimKind(rapid.IntRange(0, int(node.ClaimNeverFalls)).Draw(t, "kind")),
				Name: rapid.String().Draw(t, "name"), Key: values.Draw(t, "key"), Value: values.Draw(t, "value"),
			}
		}
		return e
	})
	outcomes = rapid.Custom(func(t *rapid.T) Outcome {
		return Outcome{
			Err:  rapid.String().Draw(t, "err"),
			Died: rapid.String().Draw(t, "died"),
			Mistake: rapid.OneOf(rapid.Just[*node.HandlerError](nil), rapid.Custom(func(t *rapid.T) *node.HandlerError {
				return &node.HandlerError{Where: rapid.String().Draw(t, "where"), Event: rapid.String().Draw(t, "event"), State: rapid.String().Draw(t, "state"),
					Text: rapid.String().Draw(t, "text"), Calls: rapid.SliceOfN(rapid.String(), 1, 3).Draw(t, "calls")}
			})).Draw(t, "mistake"),
			Choice:  rapid.OneOf(rapid.Just[*node.ChoiceWanted](nil), rapid.Just(&node.ChoiceWanted{Name: "coin", Options: 2})).Draw(t, "choice"),
			Effects: rapid.SliceOfN(effects, 1, 20).Draw(t, "effects"),
			State:   rapid.OneOf(rapid.Just[[]byte](nil), rapid.SliceOf(rapid.Byte())).Draw(t, "state"),
		}
	})
)

// TestCommandsComeBack sends random commands through one port after the other
// and reads the same ones, whatever the buffers held before.
func TestCommandsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pipe()
		var got Command
		for i, want := range rapid.SliceOfN(commands, 1, 5).Draw(t, "commands") {
			if err := p.SendCommand(&want); err != nil {
				t.Fatal(err)
			}
			if err := p.ReadCommand(&got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("command %d: got %+v, want %+v", i, got, want)
			}
		}
	})
}

// TestOutcomesComeBack does the same with outcomes. Nothing of one outcome may
// show through in the next.
func TestOutcomesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pipe()
		var got Outcome
		for i, want := range rapid.SliceOfN(outcomes, 1, 5).Draw(t, "outcomes") {
			if err := p.SendOutcome(&want); err != nil {
				t.Fatal(err)
			}
			if err := p.ReadOutcome(&got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("outcome %d: got %+v, want %+v", i, got, want)
			}
		}
	})
}

// TestTruncatedAnywhere cuts a frame at every byte.
func TestTruncatedAnywhere(t *testing.T) {
	p := pipe()
	if err := p.SendCommand(&Command{Op: OpStep, Event: &node.Event{Kind: node.EventDeliver, From: 2, Message: word("X")}}); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(p.out.Bytes())
	for n := 1; n < len(whole); n++ {
		var c Command
		if err := port(whole[:n]).ReadCommand(&c); !errors.Is(err, ErrTruncated) {
			t.Errorf("%d of %d bytes: got %v, want %v", n, len(whole), err, ErrTruncated)
		}
	}
}

// TestGarbageCommands refuses well-formed CBOR that is no command.
func TestGarbageCommands(t *testing.T) {
	deliver := event{Kind: node.EventDeliver, Message: []byte{0x61, 'X'}}
	tests := map[string]any{
		"a number":                7,
		"a map":                   map[string]int{"Op": 1},
		"too few parts":           []any{2, nil, nil},
		"too many parts":          []any{2, nil, nil, nil, nil},
		"unknown operation":       command{Op: OpFault + 1},
		"negative operation":      []any{-1, nil, nil, nil},
		"a large operation":       []any{300, nil, nil, nil},
		"start without setup":     command{Op: OpStart},
		"step without event":      command{Op: OpStep},
		"fault without faults":    command{Op: OpFault},
		"bye with faults":         command{Op: OpBye, Faults: &disk.Faults{}},
		"bye with event":          command{Op: OpBye, Event: &deliver},
		"state with setup":        command{Op: OpState, Setup: &Setup{}},
		"unknown disk":            command{Op: OpStart, Setup: &Setup{Disk: Wipe + 1}},
		"unknown field of config": []any{0, []any{"paxos", map[string]any{"Self": 1, "Colour": 2}, 0}, nil, nil},
		"field in other case":     []any{0, []any{"paxos", map[string]any{"self": 1}, 0}, nil, nil},
		"a start event":           command{Op: OpStep, Event: &event{Kind: node.EventStart}},
		"unknown event":           command{Op: OpStep, Event: &event{Kind: node.EventRequest + 1}},
		"delivery of nothing":     command{Op: OpStep, Event: &event{Kind: node.EventDeliver}},
		"message of another kind": command{Op: OpStep, Event: &event{Kind: node.EventDeliver, Message: []byte{0x07}}},
		"request of nothing":      command{Op: OpStep, Event: &event{Kind: node.EventRequest}},
	}
	for name, v := range tests {
		t.Run(name, func(t *testing.T) {
			body, err := encMode.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var c Command
			if err := port(frame(body)).ReadCommand(&c); !errors.Is(err, ErrGarbage) {
				t.Errorf("got %v, want %v", err, ErrGarbage)
			}
		})
	}
}

// TestGarbageOutcomes refuses well-formed CBOR that is no outcome.
func TestGarbageOutcomes(t *testing.T) {
	one := func(e effect) outcome { return outcome{Effects: []effect{e}} }
	tests := map[string]any{
		"a text":              "X",
		"too many parts":      []any{"", "", nil, nil, nil},
		"invalid text":        []any{"\xff", nil, nil},
		"unknown effect":      one(effect{Kind: node.EffectClaim + 1}),
		"write of nothing":    one(effect{Kind: node.EffectWrite}),
		"send of nothing":     one(effect{Kind: node.EffectSend}),
		"reply of nothing":    one(effect{Kind: node.EffectReply}),
		"unknown ending":      one(effect{Kind: node.EffectReply, Reply: &reply{Outcome: "perhaps"}}),
		"two values at once":  one(effect{Kind: node.EffectReply, Reply: &reply{Fields: []field{{Name: "x", Int: new(int), Bool: new(bool)}}}}),
		"claim of nothing":    one(effect{Kind: node.EffectClaim}),
		"claim of no kind":    one(effect{Kind: node.EffectClaim, Claim: &node.Claim{Kind: 7}}),
		"note of nothing":     one(effect{Kind: node.EffectNote}),
		"outcome of nothing":  one(effect{Kind: node.EffectOutcome}),
		"effect with a part":  []any{"", "", []any{[]any{1}}, nil},
		"fractional duration": []any{"", "", []any{[]any{4, 0, 0, nil, 1.5, 0, "", nil, nil}}, nil},
	}
	for name, v := range tests {
		t.Run(name, func(t *testing.T) {
			body, err := encMode.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var o Outcome
			if err := port(frame(body)).ReadOutcome(&o); !errors.Is(err, ErrGarbage) {
				t.Errorf("got %v, want %v", err, ErrGarbage)
			}
		})
	}
}

// TestStrictEncoding refuses other encodings of what would be fine.
func TestStrictEncoding(t *testing.T) {
	tests := map[string][]byte{
		"bye and more":        {0x84, 2, 0xf6, 0xf6, 0xf6, 0},
		"indefinite length":   {0x9f, 2, 0xf6, 0xf6, 0xf6, 0xff},
		"tagged":              {0xc1, 0x84, 2, 0xf6, 0xf6, 0xf6},
		"empty":               {},
		"reserved":            {0xff},
		"key twice":           append([]byte{0x84, 0, 0x83, 0x60, 0xa2}, append(bytes.Repeat([]byte{0x64, 'S', 'e', 'l', 'f', 1}, 2), 0, 0xf6, 0xf6)...),
		"text for operations": {0x84, 0x61, 'a', 0xf6, 0xf6, 0xf6},
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			var c Command
			if err := port(frame(body)).ReadCommand(&c); !errors.Is(err, ErrGarbage) {
				t.Errorf("got %v, want %v", err, ErrGarbage)
			}
		})
	}
	var c Command
	if err := port(frame([]byte{0x84, 2, 0xf6, 0xf6, 0xf6})).ReadCommand(&c); err != nil || c.Op != OpBye {
		t.Errorf("bye: got %v, %v, want operation %d", c.Op, err, OpBye)
	}
}

// TestSpeechless refuses messages before a protocol was named, on both sides.
func TestSpeechless(t *testing.T) {
	c := Command{Op: OpStep, Event: &node.Event{Kind: node.EventDeliver, Message: word("X")}}
	p := pipe()
	if err := p.SendCommand(&c); err != nil {
		t.Fatal(err)
	}
	p.Speak(nil)
	if err := p.ReadCommand(&c); !errors.Is(err, errSpeechless) {
		t.Errorf("reading: got %v, want %v", err, errSpeechless)
	}
	c.Event = &node.Event{Kind: node.EventDeliver, Message: word("X")}
	if err := p.SendCommand(&c); !errors.Is(err, errSpeechless) {
		t.Errorf("writing: got %v, want %v", err, errSpeechless)
	}
}

// TestStartEventStaysHome refuses to send what OpStart is for.
func TestStartEventStaysHome(t *testing.T) {
	if err := pipe().SendCommand(&Command{Op: OpStep, Event: &node.Event{Kind: node.EventStart}}); err == nil {
		t.Error("got no error for a start event, want one")
	}
}

// BenchmarkStep encodes and decodes both frames of a step whose answer has an
// outcome and a message.
func BenchmarkStep(b *testing.B) {
	p := pipe()
	c := Command{Op: OpStep, Event: &node.Event{Kind: node.EventDeliver, From: 2, Message: word("accept 3.1 X")}}
	o := Outcome{Effects: []node.Effect{
		{Kind: node.EffectOutcome, Note: node.Note{Code: 1, Refused: true}},
		{Kind: node.EffectSend, To: 2, Message: word("refused 4.5")},
	}}
	var gotC Command
	var gotO Outcome
	b.ReportAllocs()
	for b.Loop() {
		err := errors.Join(p.SendCommand(&c), p.ReadCommand(&gotC), p.SendOutcome(&o), p.ReadOutcome(&gotO))
		if err != nil {
			b.Fatal(err)
		}
	}
}

// TestEOFBetweenFrames is how a stream ends in peace.
func TestEOFBetweenFrames(t *testing.T) {
	var c Command
	if err := port(nil).ReadCommand(&c); err != io.EOF {
		t.Errorf("got %v, want %v", err, io.EOF)
	}
}
