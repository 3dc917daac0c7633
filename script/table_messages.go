package script

import "synod/engine"

// messageVerbs are the verbs that move single messages.
func messageVerbs() []*Verb {
	which := func() []Param { return matchParams([]Param{whichMessage}, nil) }
	return []*Verb{
		{Name: "pending", On: "cluster", Group: groupMessages, fn: pendingVerb, Result: "a list of messages", Params: pendingParams(),
			Doc: `Returns the messages in flight and held, in the order in which they are due.

` + matchDoc + `
A message has kind, src, dst, due, held, waiting and its own fields, such as ` + exampleField + ` and value, also
as m["` + exampleField + `"]. What waits for a paused node is there too. A timer fits dst, whose it is, and where;
src and fields are refused with it.`},
		{Name: "deliver", On: "cluster", Acts: true, Group: groupMessages, fn: deliverVerb, Result: "how many messages", Params: which(),
			Doc: `Delivers messages now, before anything else: one, a list of them, or all that are meant.

` + matchDoc + `
It is an error to mean none. The clock moves to the time the message was due, if that is still to
come. What is for a node that is down is lost, and what is for a paused one waits for it. A timer,
which only a value means, fires.`},
		{Name: "drop", On: "cluster", Acts: true, Group: groupMessages, fn: dropVerb, Result: "how many messages", Params: which(),
			Doc: `Throws messages away, in flight or held. It says which as deliver does.`},
		{Name: "duplicate", On: "cluster", Acts: true, Group: groupMessages, fn: duplicateVerb, Result: "how many messages", Params: which(),
			Doc: `Lets messages arrive once more. It says which as deliver does, so a description means only those
in flight and held.

A message that has arrived, or was lost, can be given as a value that the script kept, such as one
of pending() before. The copy is held if the message is; otherwise it is on its way, whatever holds
or loses such messages, and arrives when the message was due or else at once.`},
		{Name: "release", On: "cluster", Acts: true, Group: groupMessages, fn: releaseVerb, Result: "how many messages", Params: which(),
			Doc: `Lets held messages go on their way. It says which as deliver does; of those that a description
means, only the held ones count. They arrive when time passes, each when it was due or else at once.

release() with nothing in it lets everything held go and holds no more: it ends cluster(hold=True)
and every rule of hold.`},
		{Name: "flush", On: "cluster", Acts: true, Group: groupMessages, fn: flushVerb,
			Doc: `Delivers everything in flight or held, and what comes of it, until no message is left but those
that wait for a paused node. Timers do not fire.`},
		{Name: "deliver", On: "message", Acts: true, Group: groupMessages, fn: onMessage((*engine.World).Deliver), Doc: `Delivers the message now, before anything else.`},
		{Name: "drop", On: "message", Acts: true, Group: groupMessages, fn: onMessage((*engine.World).Drop), Doc: `Throws the message away.`},
		{Name: "duplicate", On: "message", Acts: true, Group: groupMessages, fn: onMessage(duplicate), Doc: `Lets the message arrive once more, also when it has arrived already or was lost.`},
		{Name: "release", On: "message", Acts: true, Group: groupMessages, fn: onMessage((*engine.World).Release), Doc: `Lets the message, if it is held, go on its way.`},
	}
}

// pendingParams are those that say which messages are meant; timers can be looked at too.
func pendingParams() []Param {
	params := matchParams(nil, nil)
	params[0].Choices = append(params[0].Choices, "timer")
	params[0].Doc = `Only messages of this kind are meant. "timer" returns the timers.`
	return params
}

// duplicate is World.Duplicate for a caller who does not want the copy.
func duplicate(w *engine.World, p *engine.Pending) error {
	_, err := w.Duplicate(p)
	return err
}
