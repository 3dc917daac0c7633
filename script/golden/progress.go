package golden

import "sync"

// Progress is how far a test is.
type Progress struct {
	Runs, Of int // runs that are over, and runs in all
	Failed   int // results that are known to be failures
}

// progress counts runs for Options.Progress.
type progress struct {
	mu   sync.Mutex
	tell func(Progress) // nil for nobody
	now  Progress
}

// count counts runs that are over and results that failed.
func (p *progress) count(runs, failed int) {
	if p.tell == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now.Runs += runs
	p.now.Failed += failed
	p.tell(p.now)
}
