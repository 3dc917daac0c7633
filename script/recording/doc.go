// Package recording keeps a run in a file, to be repeated to the byte: on
// another machine, in the other fleet, by a later build.
//
//	rec := recording.NewRecorder(&options, version, "storm.star", "storm.star")
//	s := script.New(ctx, options)
//	rec.End(s, s.RunFile("storm.star", "storm.star"))
//	r, err := rec.Recording()
//	atomicfile.Write("storm.jsonl", r.Encode())
//
//	r, err := recording.Decode("storm.jsonl", content)
//	difference, err := r.Replay(ctx, script.Options{Fleet: script.Simulated})
//
// # What a recording holds
//
// All that a run is a function of: the text of the script and of every file that
// it loaded, those of the standard library too, its arguments, the seed and the rules that were switched from
// outside. And all that came of it: each line of the trace, also of clusters that
// are quiet, the bytes that it printed, its exit status and what was said about a
// failure. The fleet is none of it, because it makes no difference.
//
// # The file
//
// JSON Lines, an object a line, in this order: a header with the version of the
// form; the run; the sources, in the order in which they were read; the events;
// the lines of the output; the end, with the counts; and the checksum of all
// lines before it. Text that is not UTF-8 is written as {"base64": "…"}.
//
// A file is either what Encode wrote, maybe with the line ends of Windows, or refused
// with the place and the reason.
package recording
