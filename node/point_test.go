package node

import "testing"

// TestPoints checks, on a step of every kind of effect, that the places listed
// are the ones that differ, that each reads back as itself, and that each
// stands where its name says.
func TestPoints(t *testing.T) {
	effects := []Effect{{Kind: EffectWrite}, {Kind: EffectSync}, {Kind: EffectOutcome}, {Kind: EffectSend}, {Kind: EffectSend}, {Kind: EffectPublish}}
	want := []struct {
		name  string
		index int
	}{{"before_write", 0}, {"after_write", 1}, {"after_sync", 2}, {"after_send", 4}, {"after_send:2", 5}, {"after_publish", 6}}
	points := Points(effects)
	if len(points) != len(want) {
		t.Fatalf("got %v, want %d points", points, len(want))
	}
	for i, p := range points {
		if p.String() != want[i].name || p.Index(effects) != want[i].index {
			t.Errorf("got %v before effect %d, want %s before %d", p, p.Index(effects), want[i].name, want[i].index)
		}
		if back, err := ParsePoint(p.String()); err != nil || back != p {
			t.Errorf("ParsePoint(%q) = %v, %v", p.String(), back, err)
		}
	}
	if p := (&Point{Kind: EffectSend, Nth: 3}); p.Index(effects) != -1 {
		t.Error("a third send was found among two")
	}
	if got := Points([]Effect{{Kind: EffectOutcome}}); got != nil {
		t.Errorf("got %v, want no point in a step that does nothing", got)
	}
}

func TestParsePointErrors(t *testing.T) {
	for _, s := range []string{"", "after", "after_", "after_note", "during_sync", "after_send:0", "after_send:x", "send"} {
		if p, err := ParsePoint(s); err == nil {
			t.Errorf("ParsePoint(%q) = %v, want an error", s, p)
		}
	}
}
