package sweep

import "time"

// Progress is how far a sweep is.
type Progress struct {
	Runs int // that are over
	Time time.Duration

	Guided             bool
	Situations, Corpus int // as in a Report
}

// Rate returns the runs in a second.
func (p Progress) Rate() float64 { return float64(p.Runs) / max(p.Time.Seconds(), 1e-9) }

// tellEvery is how often Progress is told.
const tellEvery = 250 * time.Millisecond

// tell tells Progress how far the sweep is, until the function that it returns is
// called.
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
				s.options.Progress(s.progress())
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

// progress returns how far the sweep is.
func (s *sweep) progress() Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := Progress{Runs: s.over, Time: time.Since(s.began)}
	if s.guide != nil {
		p.Guided, p.Situations, p.Corpus = true, len(s.guide.seen), len(s.guide.corpus)
	}
	return p
}
