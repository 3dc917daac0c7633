package search

// Chop makes searches go through a level in batches of about so many states,
// and makes each worker take so many at a time, so that small systems are
// large.
func (o *Options) Chop(batch, run int) { o.batch, o.run = batch, run }
