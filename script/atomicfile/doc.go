// Package atomicfile writes files whole or not at all. Everything that writes a file
// for a person does it here.
//
//	err := atomicfile.Write("report.xml", content)   // makes the file, or replaces it
//	err := atomicfile.WriteNew("found.star", script) // refuses a file that is there
//
//	f, err := atomicfile.Create("runs.jsonl") // for what is written bit by bit
//	defer f.Discard()
//	fmt.Fprintln(f, "…")
//	err = f.Commit()
//
// # What a caller may rely on
//
// Until Commit returns nil the file is as it was, whatever happens: a full disk, a
// kill, a power cut. The content goes to a temporary file in the same folder, is
// synced, and takes the name in one step.
//
// A file that is replaced keeps its permissions, and its owner where that may be
// given away. One that may not be written is not replaced, although its folder would
// allow it. A name that is a symbolic link stays one: the file it leads to is
// replaced. Other names of the file (hard links) keep the old content.
//
// What is no regular file, such as /dev/null, /dev/stdout or a fifo, has no old
// content to lose and is written directly.
//
// # Before long work
//
// Check and CheckNew say at once what Create and WriteNew would say at the end. They
// change nothing.
//
// Every error is an *fs.PathError about the name that the caller gave.
package atomicfile
