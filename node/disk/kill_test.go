package disk

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// The tests here kill a real process: this binary, started again as a child
// that works on the directory named by its environment.
const (
	childDir = "SYNOD_DISK_TEST_DIR"
	childJob = "SYNOD_DISK_TEST_JOB"
)

func TestMain(m *testing.M) {
	if job := os.Getenv(childJob); job != "" {
		if err := jobs[job](Dir(os.Getenv(childDir))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var jobs = map[string]func(*Directory) error{
	"write": func(d *Directory) error {
		log, err := Create(d, "n2")
		if err != nil {
			return err
		}
		for _, step := range []func() error{
			func() error { return log.Append([]byte("synced")) },
			log.Sync,
			func() error { return log.Append([]byte("not synced")) },
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return untilKilled(func() error { time.Sleep(time.Second); return nil })
	},
	"publish": func(d *Directory) error {
		if _, err := Create(d, "n2"); err != nil {
			return err
		}
		i := 0
		return untilKilled(func() error { i++; return d.Publish("learned", page(i)) })
	},
}

// untilKilled says that the child is ready, and repeats f for at most a minute.
func untilKilled(f func() error) error {
	fmt.Println("ready")
	for start := time.Now(); time.Since(start) < time.Minute; {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// page returns content that shows when it is mixed with another.
func page(i int) []byte { return bytes.Repeat([]byte{'a' + byte(i%26)}, 64<<10) }

// killed runs a job on the directory and kills it this long after it was ready.
func killed(t *testing.T, job, path string, after time.Duration) {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childJob+"="+job, childDir+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	time.Sleep(after)
	cmd.Process.Kill()
	cmd.Wait()
	must(t, err)
}

func TestKillLosesWhatWasNotSynced(t *testing.T) {
	path := t.TempDir()
	killed(t, "write", path, 0)
	records, _, err := Open(Dir(path), "n2")
	must(t, err)
	if got := text(records); !slices.Equal(got, []string{"synced"}) {
		t.Errorf("got %q, want what was synced", got)
	}
}

func TestKillNeverHalvesAPublishedFile(t *testing.T) {
	for i := range 8 {
		path := t.TempDir()
		killed(t, "publish", path, time.Duration(i)*3*time.Millisecond)
		d := Dir(path)
		_, _, err := Open(d, "n2")
		must(t, err)
		b, exists, err := d.ReadFile("learned")
		must(t, err)
		if exists && !bytes.Equal(b, page(int(b[0]-'a'))) {
			t.Errorf("got %d bytes that start with %q, want one whole page", len(b), b[:1])
		}
		want := []string{RecordFile}
		if exists {
			want = []string{"learned", RecordFile}
		}
		if got := names(t, path); !slices.Equal(got, want) {
			t.Errorf("got files %q, want %q", got, want)
		}
	}
}
