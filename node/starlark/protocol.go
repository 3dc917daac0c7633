package starlark

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
)

// Protocol is a protocol that was written in Starlark.
type Protocol struct {
	program []byte
	name    string
	doc     string

	fields       []string         // of the state
	initial      []starlark.Value // of each field, settled
	start        *starlark.Function
	requests     []entry
	messages     []entry
	timers       []entry
	invariants   []entry
	parameters   []node.Parameter
	rules        []node.Rule
	show         map[string]*template // by kind
	readsRecords bool                 // a handler may ask for all records of the disk
	sends        map[string][]string  // the fields of each kind, as far as the handlers tell
	unread       int                  // how many sends the text of the handlers does not tell the kind of

	requestIndex, messageIndex, timerIndex, ruleIndex map[string]int
	attributes                                        map[string]attribute // of self
	attributeNames                                    []string

	selves  sync.Pool // of *self
	mu      sync.Mutex
	configs []*config // made lately
}

// entry is a function of the protocol under its name.
type entry struct {
	name string
	fn   *starlark.Function
}

var (
	_ node.Protocol   = (*Protocol)(nil)
	_ node.Vocabulary = (*Protocol)(nil)
	_ node.Programmed = (*Protocol)(nil)
	_ node.Service    = (*Protocol)(nil)
)

// Load makes the protocol that Program wrote. It runs nothing of it.
func Load(b []byte) (*Protocol, error) {
	w, err := decodeProgram(b)
	if err != nil {
		return nil, err
	}
	c, err := compile(w)
	if err != nil {
		return nil, err
	}
	p := &Protocol{program: slices.Clone(b), name: w.Name, doc: w.Doc, show: map[string]*template{}}
	if err := p.load(w, c); err != nil {
		return nil, err
	}
	p.selves.New = func() any { return newSelf(p) }
	return p, nil
}

// load takes over the parts of a program.
func (p *Protocol) load(w *program, c *compiler) (err error) {
	for _, f := range w.State {
		v, err := node.BuildValue(node.Value(f.Text), builder{})
		if err != nil {
			return fmt.Errorf("%w: %v", errNoProgram, err)
		}
		v.Freeze()
		p.fields, p.initial = append(p.fields, f.Name), append(p.initial, v)
	}
	if w.Start != nil {
		if p.start, err = c.function(*w.Start); err != nil {
			return err
		}
	}
	for _, part := range []struct {
		from []handler
		to   *[]entry
	}{{w.Requests, &p.requests}, {w.Messages, &p.messages}, {w.Timers, &p.timers}, {w.Invariants, &p.invariants}} {
		for _, h := range part.from {
			fn, err := c.function(h.Function)
			if err != nil {
				return err
			}
			*part.to = append(*part.to, entry{h.Name, fn})
		}
	}
	for _, s := range w.Parameters {
		if !s.Default.Valid() {
			return errNoProgram
		}
		t, want, err := typeOf(Starlark(s.Default))
		if err != nil {
			return fmt.Errorf("parameters: %s: %w", s.Name, err)
		}
		p.parameters = append(p.parameters, node.Parameter{Name: s.Name, Type: t, Default: s.Default, Want: want, Doc: s.Doc})
	}
	for _, r := range w.Rules {
		p.rules = append(p.rules, node.Rule{Name: r.Name, Default: true, Unsafe: true, Doc: r.Text})
	}
	for _, s := range w.Show {
		if p.show[s.Name], err = parseTemplate(s.Text); err != nil {
			return fmt.Errorf("show: %s: %w", s.Name, err)
		}
	}
	return p.index(c)
}

// index prepares what is looked up by name.
func (p *Protocol) index(c *compiler) error {
	p.requestIndex, p.messageIndex, p.timerIndex = indexOf(p.requests), indexOf(p.messages), indexOf(p.timers)
	p.ruleIndex = map[string]int{}
	for i, r := range p.rules {
		p.ruleIndex[r.Name] = i
	}
	p.attributes = selfAttributes(p)
	p.attributeNames = slices.Sorted(maps.Keys(p.attributes))
	return p.readCalls(c)
}

func indexOf(list []entry) map[string]int {
	index := map[string]int{}
	for i, e := range list {
		index[e.name] = i
	}
	return index
}

func namesOf(list []entry) []string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.name
	}
	return names
}

func joined(names []string) string { return strings.Join(names, ", ") }

// Program returns all that it takes to make the protocol again, elsewhere: its handlers
// with their positions, and all that they use. Equal definitions have equal programs.
func (p *Protocol) Program() []byte { return slices.Clone(p.program) }

// Name returns what protocol(…) was told.
func (p *Protocol) Name() string { return p.name }

// Doc returns what the protocol says of itself.
func (p *Protocol) Doc() string { return p.doc }

// Rules lists the rules, which are all on by default.
func (p *Protocol) Rules() []node.Rule { return p.rules }

// Parameters lists the parameters.
func (p *Protocol) Parameters() []node.Parameter { return p.parameters }

// Ops lists what clients can ask, in the order of the definition.
func (p *Protocol) Ops() []string { return namesOf(p.requests) }

// Requests implements [node.Service]: a request has whatever arguments a client gives it.
func (p *Protocol) Requests() []node.Offer {
	var offers []node.Offer
	for _, op := range p.Ops() {
		offers = append(offers, node.Offer{Op: op})
	}
	return offers
}

// StateFields lists the fields of the state, in the order of the definition.
func (p *Protocol) StateFields() []string { return slices.Clone(p.fields) }

// MessageFields lists the fields of the messages of a kind, as far as the text of the
// handlers tells; nil when it does not.
func (p *Protocol) MessageFields(kind string) []string {
	if p.spread(kind) {
		return nil
	}
	return slices.Clone(p.sends[kind])
}

// Handler is a function of a protocol.
type Handler struct {
	Name     string // such as the kind of message that it is for
	Doc      string
	Position syntax.Position
}

// Handlers lists the functions of a part of the definition: "start", "requests",
// "messages", "timers" or "invariants".
func (p *Protocol) Handlers(part string) []Handler {
	list := map[string][]entry{"requests": p.requests, "messages": p.messages, "timers": p.timers, "invariants": p.invariants}[part]
	if part == "start" && p.start != nil {
		list = []entry{{"start", p.start}}
	}
	handlers := make([]Handler, len(list))
	for i, e := range list {
		handlers[i] = Handler{e.name, e.fn.Doc(), e.fn.Position()}
	}
	return handlers
}

// New returns the machine of node cfg.Self, not started yet.
func (p *Protocol) New(cfg node.Config) (node.Machine, error) {
	c, err := p.configure(cfg)
	if err != nil {
		return nil, err
	}
	return &machine{config: c, state: p.initial}, nil
}

// Encode appends the encoding of m, which must be a *Message.
func (p *Protocol) Encode(dst []byte, m node.Message) []byte { return m.(*Message).encode(dst) }

// Decode reads what Encode wrote and refuses everything else.
func (p *Protocol) Decode(b []byte) (node.Message, error) {
	m, err := p.decodeMessage(b)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// AppendRequest appends the op and its arguments, such as "add delta=1".
func (p *Protocol) AppendRequest(dst []byte, r *node.Request) []byte {
	dst = append(dst, r.Op...)
	for _, f := range node.ListOf(r.Args) {
		dst = append(append(append(dst, ' '), f.Name...), '=')
		v, err := settle(fieldValue(f.Value))
		if err != nil {
			dst = append(dst, '?')
			continue
		}
		dst = appendShown(dst, v)
	}
	return dst
}

// noteText is the code of a note that is a text.
const noteText = 1

// AppendNote appends the text of n.
func (p *Protocol) AppendNote(dst []byte, n node.Note) []byte { return appendNote(dst, &n) }

// TimerName returns the name of t.
func (p *Protocol) TimerName(t node.Timer) string {
	if int(t) < len(p.timers) {
		return p.timers[t].name
	}
	return fmt.Sprintf("timer %d", t)
}
