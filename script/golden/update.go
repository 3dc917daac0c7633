package golden

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"synod/script/atomicfile"
	"synod/script/lineend"
	"synod/script/regular"
)

// update writes the golden of a script that did the same in every run, unless
// it is right already. One with the line ends of Windows keeps them.
func (r *Report) update(o *Options, t *trial, results []Result) {
	for _, result := range results {
		if result.Failure != nil {
			return
		}
	}
	name, transcript := goldenOf(t.path), t.runs[0][0].transcript // all are the same
	known, err := regular.File(name)
	if err == nil && bytes.Equal(asWritten(known, transcript), transcript) {
		return
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) { // and nothing that writing would wait for
		err = atomicfile.Write(name, []byte(lineend.Like(string(known), string(transcript))))
	}
	if err != nil {
		for i := range results {
			results[i].Failure = &Failure{NoVerdict, 0, fmt.Sprintf("%s: %v\n", name, pathless(err)), t.again("both", 1)}
		}
		return
	}
	r.Updated = append(r.Updated, name)
	fmt.Fprintf(o.Diag, "updated %s%s\n", name, ending(transcript))
}

// ending warns of a transcript that ends in a failure: somebody may want that,
// but should know.
func ending(transcript []byte) string {
	last := transcript[bytes.LastIndexByte(bytes.TrimSuffix(transcript, []byte("\n")), '\n')+1:]
	if status, ok := bytes.CutPrefix(last, []byte("exit status ")); ok {
		return fmt.Sprintf(", which ends with exit status %s", bytes.TrimSpace(status))
	}
	return ""
}
