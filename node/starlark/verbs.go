package starlark

import (
	"errors"
	"fmt"

	"go.starlark.net/starlark"

	"synod/node"
)

// verb is what a handler can do with self.
type verb struct {
	name string
	fn   func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error)
}

// verbs lists them, in the order of the reference.
var verbs = []verb{
	{"rule", does((*self).rule)},
	{"send", does((*self).send)},
	{"write", does((*self).write)},
	{"sync", does((*self).sync)},
	{"save", does((*self).save)},
	{"reply", does((*self).reply)},
	{"fail", does((*self).fail)},
	{"unknown", does((*self).unknownOutcome)},
	{"set_timer", does((*self).setTimer)},
	{"stop_timer", does((*self).stopTimer)},
	{"publish", does((*self).publish)},
	{"note", does((*self).note)},
	{"agree", does((*self).agree)},
	{"never_falls", does((*self).neverFalls)},
	{"choose", does((*self).choose)},
}

// verbIndex says where a verb is in verbs.
var verbIndex = map[string]int{}

func init() {
	for i, v := range verbs {
		verbIndex[v.name] = i
		selfNames[v.name] = aMethod
	}
}

// does returns a method of self as a function of Starlark.
func does(fn func(*self, starlark.Tuple, []starlark.Tuple) (starlark.Value, error)) func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return func(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		s := b.Receiver().(*self)
		if s.machine == nil {
			return nil, errGone
		}
		v, err := fn(s, args, kwargs)
		if err == nil {
			err = s.spent.spend(*s.out, s.before)
		}
		if err != nil && s.wanted == nil {
			return nil, fmt.Errorf("%s: %w", b.Name(), err)
		}
		return v, err
	}
}

// only returns the one argument called name.
func only(name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch {
	case len(args) == 1 && len(kwargs) == 0:
		return args[0], nil
	case len(args) == 0 && len(kwargs) == 1 && string(kwargs[0][0].(starlark.String)) == name:
		return kwargs[0][1], nil
	}
	return nil, fmt.Errorf("got %d arguments, want one: %s", len(args)+len(kwargs), name)
}

// text returns an argument that is a string.
func text(name string, v starlark.Value) (string, error) {
	s, ok := starlark.AsString(v)
	if !ok {
		return "", fmt.Errorf("%s: got %s, want a string", name, described(v))
	}
	return s, nil
}

// rule is self.rule(name).
func (s *self) rule(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := only("name", args, kwargs)
	if err != nil {
		return nil, err
	}
	name, err := text("name", v)
	if err != nil {
		return nil, err
	}
	i, ok := s.protocol.ruleIndex[name]
	if !ok {
		return nil, s.protocol.checkRules(map[string]bool{name: true})
	}
	return starlark.Bool(s.machine.on[i]), nil
}

// fieldsOf settles arguments by name.
func fieldsOf(kwargs []starlark.Tuple, reserved map[string]bool) ([]field, error) {
	fields := make([]field, 0, len(kwargs))
	for _, kw := range kwargs {
		name := string(kw[0].(starlark.String))
		if reserved[name] || !isWord(name) {
			return nil, fmt.Errorf("a field cannot be called %s, want another name", name)
		}
		v, err := settle(kw[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fields = append(fields, field{name, v})
	}
	return fields, nil
}

// send is self.send(to, kind, **fields).
func (s *self) send(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var head [2]starlark.Value
	if len(args) > len(head) {
		return nil, errors.New("got a field without a name, want fields such as count=1")
	}
	copy(head[:], args)
	for i, name := range []string{"to", "kind"} {
		if i >= len(args) {
			head[i], kwargs = pick(name, kwargs)
		}
		if head[i] == nil {
			return nil, errors.New("want whom to send to, and the kind of the message")
		}
	}
	kind, err := text("kind", head[1])
	if err != nil {
		return nil, err
	}
	i, ok := s.protocol.messageIndex[kind]
	if !ok {
		return nil, fmt.Errorf("%s has no message %s, %s", s.protocol.name, kind, oneOf(kind, namesOf(s.protocol.messages)))
	}
	fields, err := fieldsOf(kwargs, reservedInMessages)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	m := &Message{index: i, kind: kind, fields: fields, show: s.protocol.show[kind]}
	return starlark.None, s.sendTo(head[0], m)
}

// pick takes an argument out of some.
func pick(name string, kwargs []starlark.Tuple) (starlark.Value, []starlark.Tuple) {
	for i, kw := range kwargs {
		if string(kw[0].(starlark.String)) == name {
			return kw[1], append(append([]starlark.Tuple(nil), kwargs[:i]...), kwargs[i+1:]...)
		}
	}
	return nil, kwargs
}

// sendTo sends m to a node, or to each of a list.
func (s *self) sendTo(to starlark.Value, m *Message) error {
	if id, ok := to.(starlark.Int); ok {
		return s.sendOne(id, m)
	}
	list, ok := to.(starlark.Iterable)
	if !ok {
		return fmt.Errorf("to: got %s, want a node such as 2, or a list of nodes", described(to))
	}
	i := list.Iterate()
	defer i.Done()
	for id := starlark.Value(nil); i.Next(&id); {
		if err := s.sendOne(id, m); err != nil {
			return err
		}
		if err := s.spent.spend(*s.out, s.before); err != nil {
			return err
		}
	}
	return nil
}

func (s *self) sendOne(to starlark.Value, m *Message) error {
	n := 0
	id, ok := to.(starlark.Int)
	if ok {
		small, fits := id.Int64()
		ok = fits && small >= 1 && small <= int64(s.machine.from.Nodes)
		n = int(small)
	}
	if !ok {
		return fmt.Errorf("to: got %s, want a node from 1 to %d", to, s.machine.from.Nodes)
	}
	s.out.Send(node.ID(n), m)
	return nil
}

// write is self.write(kind, **fields).
func (s *self) write(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if len(args) == 0 {
		v, kwargs = pick("kind", kwargs)
	} else {
		v = args[0]
	}
	if v == nil || len(args) > 1 {
		return nil, errors.New("want the kind of the record, and fields such as count=1")
	}
	kind, err := text("kind", v)
	switch {
	case err != nil:
		return nil, err
	case !isWord(kind):
		return nil, fmt.Errorf("got the kind %q, want a name such as \"entry\"", kind)
	case kind == saveKind:
		return nil, errors.New("got the kind save, which is for self.save(…), want another name")
	}
	return starlark.None, s.writeRecord(kind, kwargs)
}

func (s *self) writeRecord(kind string, kwargs []starlark.Tuple) error {
	fields, err := fieldsOf(kwargs, reservedInRecords)
	if err != nil {
		return err
	}
	record := &Message{record: true, index: -1, kind: kind, fields: fields}
	if err := s.spent.checkRecord(record); err != nil {
		return err
	}
	s.out.Write(record)
	return nil
}

// nothing refuses arguments.
func nothing(args starlark.Tuple, kwargs []starlark.Tuple) error {
	if n := len(args) + len(kwargs); n > 0 {
		return fmt.Errorf("got %d arguments, want none", n)
	}
	return nil
}

// sync is self.sync().
func (s *self) sync(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := nothing(args, kwargs); err != nil {
		return nil, err
	}
	s.out.Sync()
	return starlark.None, nil
}

// save is self.save(**fields).
func (s *self) save(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) > 0 {
		return nil, errors.New("got a field without a name, want fields such as count=self.count")
	}
	if err := s.writeRecord(saveKind, kwargs); err != nil {
		return nil, err
	}
	s.out.Sync()
	return starlark.None, nil
}

// answer closes a request, with a result that was settled. It reports false when the
// request was made before its node crashed: its client never hears.
func (s *self) answer(v starlark.Value, outcome node.Outcome, result node.Fields) error {
	r, ok := v.(*Request)
	m := s.machine
	switch {
	case !ok:
		return fmt.Errorf("got %s, want a request", described(v))
	case r.at != m.from.Self:
		return fmt.Errorf("the request %s was made of %v, and %v cannot answer it: send it the answer", r.op, r.at, m.from.Self)
	case has(m.answered, r.id):
		return fmt.Errorf("the request %s has had its answer, and there is only one", r.op)
	case !has(m.open, r.id):
		return nil
	}
	m.closed(r.id)
	reply := &node.Reply{ID: r.id, Final: true, Outcome: outcome}
	if len(result) > 0 {
		reply.Result = result
	}
	s.out.Reply(reply)
	return nil
}

// reply is self.reply(r, **fields).
func (s *self) reply(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 {
		return nil, errors.New("want the request to answer, and fields such as value=self.value")
	}
	fields, err := fieldsOf(kwargs, reservedInReplies)
	if err != nil {
		return nil, err
	}
	result := make(node.Fields, len(fields))
	for i, f := range fields {
		result[i] = node.Field{Name: f.name, Value: fieldOf(f.value)}
	}
	return starlark.None, s.answer(args[0], node.OutcomeOK, result)
}

// fail is self.fail(r, reason).
func (s *self) fail(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return s.refuse(args, kwargs, node.OutcomeFail)
}

// unknownOutcome is self.unknown(r, reason).
func (s *self) unknownOutcome(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return s.refuse(args, kwargs, node.OutcomeInfo)
}

func (s *self) refuse(args starlark.Tuple, kwargs []starlark.Tuple, outcome node.Outcome) (starlark.Value, error) {
	var r starlark.Value
	why := ""
	if err := starlark.UnpackArgs("", args, kwargs, "r", &r, "reason", &why); err != nil {
		return nil, unpacking(err)
	}
	settled, err := settle(starlark.String(why))
	if err != nil {
		return nil, err
	}
	return starlark.None, s.answer(r, outcome, node.Fields{{Name: "why", Value: fieldOf(settled)}})
}

// setTimer is self.set_timer(name, after).
func (s *self) setTimer(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var after starlark.Value
	if err := starlark.UnpackArgs("", args, kwargs, "name", &name, "after", &after); err != nil {
		return nil, unpacking(err)
	}
	t, err := s.timer(name)
	if err != nil {
		return nil, err
	}
	wait, ok := spanOf(after)
	if !ok {
		return nil, fmt.Errorf("after: got %s, want a duration such as \"5ms\", or a pair such as (\"1ms\", \"20ms\")", described(after))
	}
	s.out.SetTimer(t, wait.least, wait.most)
	return starlark.None, nil
}

func (s *self) timer(name string) (node.Timer, error) {
	i, ok := s.protocol.timerIndex[name]
	if !ok {
		return 0, fmt.Errorf("%s has no timer %s, %s", s.protocol.name, name, oneOf(name, namesOf(s.protocol.timers)))
	}
	return node.Timer(i), nil
}

// stopTimer is self.stop_timer(name).
func (s *self) stopTimer(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := only("name", args, kwargs)
	if err != nil {
		return nil, err
	}
	name, err := text("name", v)
	if err != nil {
		return nil, err
	}
	t, err := s.timer(name)
	if err != nil {
		return nil, err
	}
	s.out.StopTimer(t)
	return starlark.None, nil
}

// publish is self.publish(value).
func (s *self) publish(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := only("value", args, kwargs)
	if err != nil {
		return nil, err
	}
	value, err := ValueOf(v)
	if err != nil {
		return nil, err
	}
	s.out.Publish(value)
	return starlark.None, nil
}

// note is self.note(text).
func (s *self) note(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := only("text", args, kwargs)
	if err != nil {
		return nil, err
	}
	words, err := text("text", v)
	if err != nil {
		return nil, err
	}
	return starlark.None, s.noted(words)
}

// printNote is print(…) in a handler: a note.
func printNote(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	sep := " "
	if err := starlark.UnpackArgs("print", nil, kwargs, "sep?", &sep); err != nil {
		return nil, err
	}
	words := ""
	for i, v := range args {
		if i > 0 {
			words += sep
		}
		if s, ok := starlark.AsString(v); ok {
			words += s
		} else {
			words += v.String()
		}
	}
	if s, ok := thread.Local(selfKey).(*self); ok && s.out != nil {
		err := s.noted(words)
		if err == nil {
			err = s.spent.spend(*s.out, s.before)
		}
		if err != nil {
			return nil, fmt.Errorf("print: %w", err)
		}
	}
	return starlark.None, nil
}

// noted adds a note.
func (s *self) noted(words string) error {
	if len(words) > maxText {
		return fmt.Errorf("got %d bytes of text, want at most %d", len(words), maxText)
	}
	s.out.Note(noteOf(words))
	return nil
}

// agree is self.agree(name, key, value). The key None is none.
func (s *self) agree(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var key, v starlark.Value
	if err := starlark.UnpackArgs("", args, kwargs, "name", &name, "key", &key, "value", &v); err != nil {
		return nil, unpacking(err)
	}
	if !isWord(name) {
		return nil, fmt.Errorf("name: got %q, want a name such as \"chosen\"", name)
	}
	var of node.Value
	if key != starlark.None {
		var err error
		if of, err = ValueOf(key); err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
	}
	value, err := ValueOf(v)
	if err != nil {
		return nil, fmt.Errorf("value: %w", err)
	}
	s.out.Agree(name, of, value)
	return starlark.None, nil
}

// neverFalls is self.never_falls(name, value).
func (s *self) neverFalls(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var v starlark.Value
	if err := starlark.UnpackArgs("", args, kwargs, "name", &name, "value", &v); err != nil {
		return nil, unpacking(err)
	}
	if !isWord(name) {
		return nil, fmt.Errorf("name: got %q, want a name such as \"term\"", name)
	}
	settled, err := settle(v)
	if err != nil {
		return nil, fmt.Errorf("value: %w", err)
	}
	if !ordered(settled) {
		return nil, fmt.Errorf("value: got %s, want a number, a string, or a list or tuple of them: only those have an order", described(v))
	}
	s.out.NeverFalls(name, node.Value(appendValue(nil, settled)))
	return starlark.None, nil
}

// errChoice ends a handler that came to a choice which nobody has made yet.
var errChoice = errors.New("a choice is wanted")

// choose is self.choose(name, options).
func (s *self) choose(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var v starlark.Value
	if err := starlark.UnpackArgs("", args, kwargs, "name", &name, "options", &v); err != nil {
		return nil, unpacking(err)
	}
	options, ok := v.(starlark.Indexable)
	if _, str := v.(starlark.String); !ok || str || options.Len() == 0 {
		return nil, fmt.Errorf("options: got %s, want a list of at least one", described(v))
	}
	if s.event.Kind == node.EventStart {
		return nil, errors.New("a node that starts cannot choose: set a timer, and choose when it fires")
	}
	n := options.Len()
	if s.chosen == len(s.event.Choices) {
		s.wanted = &node.ChoiceWanted{Name: name, Options: n}
		return nil, errChoice
	}
	i := s.event.Choices[s.chosen]
	s.chosen++
	if i < 0 || i >= n {
		return nil, fmt.Errorf("got the choice %d of %s, want one below %d", i, name, n)
	}
	return options.Index(i), nil
}

// unpacking returns an error of arguments without the name of the function, which is
// put before it.
func unpacking(err error) error {
	text := err.Error()
	if len(text) > 2 && text[:2] == ": " {
		text = text[2:]
	}
	return errors.New(text)
}
