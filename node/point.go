package node

import (
	"fmt"
	"strconv"
	"strings"
)

// Point is a place inside a step at which the node is to die: right before or
// right after one of the effects. What comes before the point was done, what
// comes after it never is.
type Point struct {
	_     struct{}   `cbor:",toarray"`
	Kind  EffectKind // write, sync, send or publish
	Nth   int        // which of the effects of that kind, from 1
	After bool       // right after it; otherwise right before it
}

// pointKinds are the effects that a point can be next to: the ones that can be
// told from outside, by the disk or by other nodes.
var pointKinds = []struct {
	kind EffectKind
	name string
}{{EffectWrite, "write"}, {EffectSync, "sync"}, {EffectSend, "send"}, {EffectPublish, "publish"}}

// String returns what ParsePoint reads, such as "before_sync" or "after_send:2".
func (p Point) String() string {
	text := "before_"
	if p.After {
		text = "after_"
	}
	for _, k := range pointKinds {
		if k.kind == p.Kind {
			text += k.name
		}
	}
	if p.Nth > 1 {
		text += ":" + strconv.Itoa(p.Nth)
	}
	return text
}

// ParsePoint reads "before_write", "after_send:2" and the like.
func ParsePoint(s string) (Point, error) {
	when, what, _ := strings.Cut(s, "_")
	name, nth, numbered := strings.Cut(what, ":")
	p := Point{Nth: 1, After: when == "after"}
	ok := when == "after" || when == "before"
	if numbered {
		n, err := strconv.Atoi(nth)
		p.Nth, ok = n, ok && err == nil && n >= 1
	}
	for _, k := range pointKinds {
		if k.name == name {
			p.Kind = k.kind
			if ok {
				return p, nil
			}
		}
	}
	return Point{}, fmt.Errorf(`got the crash point %q, want "before_" or "after_" with write, sync, send or publish, and ":2" for the second, such as "after_send:2"`, s)
}

// Index returns how many of the effects are performed before the node dies at
// p, or -1 when the step does not come to that place.
func (p *Point) Index(effects []Effect) int {
	nth := 0
	for i := range effects {
		if effects[i].Kind != p.Kind {
			continue
		}
		if nth++; nth == p.Nth {
			if p.After {
				return i + 1
			}
			return i
		}
	}
	return -1
}

// Points lists the places of a step at which a node can die, in order. Places
// between which nothing happens that can be told from outside are one.
func Points(effects []Effect) []Point {
	var points []Point
	count := map[EffectKind]int{}
	for i := range effects {
		for _, k := range pointKinds {
			if effects[i].Kind != k.kind {
				continue
			}
			count[k.kind]++
			if len(points) == 0 {
				points = append(points, Point{Kind: k.kind, Nth: count[k.kind]})
			}
			points = append(points, Point{Kind: k.kind, Nth: count[k.kind], After: true})
		}
	}
	return points
}

// Died is the error of a step in which the node died: at the point it was
// given, or because its disk failed. The effects that come with it were performed.
type Died struct {
	Why string // such as "after_sync" or "syncing records: no space left"
	Err error  // the disk's error, where it is known
}

// Error returns "died: why".
func (d *Died) Error() string { return "died: " + d.Why }

// Unwrap returns the disk's error.
func (d *Died) Unwrap() error { return d.Err }

// PointNames returns the names of all places, without those of a second time.
func PointNames() []string {
	var names []string
	for _, k := range pointKinds {
		for _, after := range []bool{false, true} {
			names = append(names, Point{Kind: k.kind, Nth: 1, After: after}.String())
		}
	}
	return names
}
