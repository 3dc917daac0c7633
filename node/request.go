package node

// Request is what a client asks of a node. An operation begins with one; where a
// protocol can be driven by hand, later requests with the same ID drive it.
type Request struct {
	ID     uint64 // names the operation in every later request and reply
	Op     string // a lower-case word such as "read"
	Client string // who asks, such as "c1" or a name that the script gave
	Args   Named  // nil for none
}

// Arg returns the argument called name, or nil.
func (r *Request) Arg(name string) any { return valueOf(r.Args, name) }

// Outcome says what a client may take for granted.
type Outcome string

// The outcomes of operations.
const (
	OutcomeOpen Outcome = ""     // it goes on
	OutcomeOK   Outcome = "ok"   // it was done, with the result that the reply says
	OutcomeFail Outcome = "fail" // it was certainly not done, and never will be
	OutcomeInfo Outcome = "info" // it may have been done, or be done later, or never
)

// Reply is what a node tells a client of its operation. A node replies whenever
// something changes, so the last reply is how things stand; none follows a final
// one. A final one of OutcomeFail says that the operation was certainly not done.
//
// OutcomeFail in a reply that is not final refuses the request alone: it makes no
// sense now, and a field "why" says so. It has changed nothing, has begun no
// operation, and has ended none that it was to drive. The trace does not have it.
type Reply struct {
	ID      uint64
	Final   bool
	Outcome Outcome
	Result  Named // what the reply says; nil for nothing
}

// Field returns the field called name, or nil.
func (r *Reply) Field(name string) any { return valueOf(r.Result, name) }

// Refused returns why the request made no sense, and whether that is what the reply says.
func (r *Reply) Refused() (why string, refused bool) {
	if r.Outcome != OutcomeFail || r.Final {
		return "", false
	}
	why, _ = r.Field("why").(string)
	return why, true
}

// Named is a list of named values. A protocol may have a type of its own for it, so
// that it need not make a list that is never read.
type Named interface {
	// Fields appends the named values to dst, always in the same order.
	Fields(dst []Field) []Field
}

// Keyed is a Named that finds a value by its name without a list of all.
type Keyed interface {
	Named
	// Field returns the value called name, or nil.
	Field(name string) any
}

// Fields is the plain list of named values.
type Fields []Field

// Fields appends f to dst.
func (f Fields) Fields(dst []Field) []Field { return append(dst, f...) }

// ListOf returns the named values of n, which may be nil.
func ListOf(n Named) []Field {
	if n == nil {
		return nil
	}
	return n.Fields(nil)
}

// valueOf returns the value called name, or nil.
func valueOf(n Named, name string) any {
	switch n := n.(type) {
	case nil:
		return nil
	case Keyed:
		return n.Field(name)
	}
	var buf [8]Field
	for _, f := range n.Fields(buf[:0]) {
		if f.Name == name {
			return f.Value
		}
	}
	return nil
}
