package script

import (
	"context"
	"os"
	"testing"
)

// TestALateInterruptIsNotLost interrupts a statement of a file that does not
// notice any more. The next one is interrupted in its place, and no more.
func TestALateInterruptIsNotLost(t *testing.T) {
	s := New(context.Background(), Options{Fleet: Simulated})
	defer s.Close()
	interrupts := make(chan os.Signal)
	c := &conversation{session: s, interrupts: interrupts}
	over := func() bool { return s.ctx.Err() != nil }
	for i, want := range []bool{false, true, false} {
		err := c.interruptible(func() error {
			if got := over(); got != want {
				t.Errorf("statement %d: got it interrupted %v, want %v", i+1, got, want)
			}
			if i == 0 {
				interrupts <- os.Interrupt
				<-s.ctx.Done()
				return nil
			}
			return s.ctx.Err()
		})
		if (err != nil) != want {
			t.Errorf("statement %d: got the error %v, want one %v", i+1, err, want)
		}
	}
}
