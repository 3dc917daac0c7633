package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"synod/script"
	"synod/script/atomicfile"
	"synod/script/golden"
	"synod/script/lineend"
	"synod/script/regular"
)

// Mode says what becomes of a script that is not as it should be.
type Mode int

// The modes.
const (
	Write Mode = iota // it is written anew
	Check             // its name is told
	Diff              // the difference is told
)

// Options says what to format, and how.
type Options struct {
	Paths []string  // scripts, and folders of them, as golden.FindAll takes them
	Mode  Mode      // default Write
	Out   io.Writer // takes names and differences
	Diag  io.Writer // takes remarks, and what is wrong with scripts
}

// Files formats scripts, and returns the exit status: that of the worst that
// happened. A script that cannot be read stays as it is, and does not keep the
// others from being formatted. An error means that the paths are wrong.
func Files(o Options) (status int, err error) {
	paths, err := golden.FindAll(o.Paths)
	if err != nil {
		return script.StatusScript, err
	}
	for _, path := range paths {
		status = max(status, o.file(path))
	}
	return status, nil
}

// Stream formats the script that in holds, and returns the exit status. In the
// mode Write the script goes to o.Out, whether or not it has changed.
func Stream(in io.Reader, o Options) (status int) {
	const name = "stdin"
	src, err := io.ReadAll(in)
	if err != nil {
		return o.failed(name, err)
	}
	return o.script(name, src, func(neat []byte) int {
		_, _ = o.Out.Write(neat) // whoever owns it knows
		return script.StatusOK
	})
}

// file formats a file.
func (o *Options) file(path string) (status int) {
	src, err := regular.File(path)
	if err != nil {
		return o.failed(path, err)
	}
	return o.script(path, src, func(neat []byte) int {
		if bytes.Equal(src, neat) {
			return script.StatusOK
		}
		if err := atomicfile.Write(path, neat); err != nil {
			return o.failed(path, err)
		}
		fmt.Fprintf(o.Diag, "formatted %s\n", path)
		return script.StatusOK
	})
}

// script does with a script what the mode says. Only the writing differs
// between files and streams.
func (o *Options) script(name string, src []byte, write func(neat []byte) int) (status int) {
	neat, err := Source(name, src)
	if err == nil {
		neat = like(src, neat)
	}
	switch {
	case err != nil:
		fmt.Fprint(o.Diag, script.ExplainSource(name, string(src), err))
		return script.StatusScript
	case o.Mode == Write:
		return write(neat)
	case bytes.Equal(src, neat):
		return script.StatusOK
	case o.Mode == Check:
		fmt.Fprintln(o.Out, name)
	case o.Mode == Diff:
		_, _ = o.Out.Write(difference(name, src, neat))
	}
	return script.StatusFailed
}

// like returns a formatted script with the line ends and the byte order mark of what it
// was made of, and that itself when nothing else differs.
func like(src, neat []byte) []byte {
	text, marked := strings.CutPrefix(string(src), script.ByteOrderMark)
	if lineend.Unix(text) == string(neat) {
		return src
	}
	out := lineend.Like(text, string(neat))
	if marked {
		out = script.ByteOrderMark + out
	}
	return []byte(out)
}

// difference returns a unified diff. Where src has line ends of several kinds, it
// leaves them out.
func difference(name string, src, neat []byte) []byte {
	if text := string(src); lineend.Unix(text) != text && !lineend.IsWindows(text) {
		src, neat = []byte(lineend.Unix(text)), []byte(lineend.Unix(string(neat)))
	}
	_, text, _ := bytes.Cut(diff.Diff(name+".orig", src, name, neat), []byte("\n")) // the first line says what the next two say again
	return text
}

// failed tells that a file cannot be read or written.
func (o *Options) failed(name string, err error) (status int) {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	fmt.Fprintf(o.Diag, "%s: %v\n", name, err)
	return script.StatusLab
}
