package sweep

import "time"

// tellEvery is how often Progress is told.
const tellEvery = 250 * time.Millisecond

// tell tells Progress how many runs are over, until the function that it returns
// is called.
func (s *sweep) tell() (stop func()) {
	if s.options.Progress == nil {
		return func() {}
	}
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(tellEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				s.options.Progress(s.count())
			case <-over:
				return
			}
		}
	}()
	return func() {
		close(over)
		<-done
	}
}

// count returns how many runs are over.
func (s *sweep) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over
}
