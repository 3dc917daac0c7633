package wire

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

var (
	boots = rapid.Custom(func(t *rapid.T) Boot {
		return Boot{
			Network: rapid.String().Draw(t, "network"), Address: rapid.String().Draw(t, "address"),
			Secret: rapid.SliceOf(rapid.Byte()).Draw(t, "secret"), Node: ids.Draw(t, "node"),
			Dir: rapid.String().Draw(t, "dir"), Ephemeral: rapid.Bool().Draw(t, "ephemeral"),
			Tidy: rapid.SliceOf(rapid.String()).Draw(t, "tidy"),
		}
	})
	hellos = rapid.Custom(func(t *rapid.T) Hello {
		return Hello{
			Magic: rapid.String().Draw(t, "magic"), Version: rapid.Uint32().Draw(t, "version"),
			Secret: rapid.SliceOf(rapid.Byte()).Draw(t, "secret"), Node: ids.Draw(t, "node"),
		}
	})
	answers = rapid.Custom(func(t *rapid.T) Answer {
		return Answer{Magic: rapid.String().Draw(t, "magic"), Refused: rapid.String().Draw(t, "refused")}
	})
)

// TestHandshakeComesBack writes and reads each record of the handshake, with
// something else behind it that must stay unread.
func TestHandshakeComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var buf bytes.Buffer
		boot, hello, answer := boots.Draw(t, "boot"), hellos.Draw(t, "hello"), answers.Draw(t, "answer")
		if err := errors.Join(WriteBoot(&buf, boot), WriteHello(&buf, hello), WriteAnswer(&buf, answer)); err != nil {
			t.Skip(err) // a drawn text can be longer than its frame may be
		}
		gotBoot, err1 := ReadBoot(&buf)
		gotHello, err2 := ReadHello(&buf)
		gotAnswer, err3 := ReadAnswer(&buf)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(gotBoot, boot) || !reflect.DeepEqual(gotHello, hello) || gotAnswer != answer {
			t.Fatalf("got %+v, %+v, %+v, want %+v, %+v, %+v", gotBoot, gotHello, gotAnswer, boot, hello, answer)
		}
	})
}

// TestHelloCheck names what is wrong with a Hello.
func TestHelloCheck(t *testing.T) {
	secret := []byte("0123456789abcdef")
	good := NewHello(secret, 2)
	tests := map[string]struct {
		change func(*Hello)
		want   string // part of the error; empty means none
	}{
		"good":         {func(*Hello) {}, ""},
		"other node":   {func(h *Hello) { h.Node = 7 }, ""},
		"other magic":  {func(h *Hello) { h.Magic = "HTTP" }, `magic: got "HTTP", want "synod"`},
		"next version": {func(h *Hello) { h.Version++ }, "version: got 3, want 2"},
		"wrong secret": {func(h *Hello) { h.Secret = []byte("0123456789abcdeF") }, "secret: got a wrong one"},
		"short secret": {func(h *Hello) { h.Secret = secret[:15] }, "secret: got a wrong one"},
		"no secret":    {func(h *Hello) { h.Secret = nil }, "secret: got a wrong one"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := good
			test.change(&h)
			err := h.Check(secret)
			if got := errText(err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if strings.Contains(errText(err), string(secret)) {
				t.Errorf("the error tells the secret: %v", err)
			}
		})
	}
}

// TestAnswerCheck tells a welcome from a refusal and from a stranger.
func TestAnswerCheck(t *testing.T) {
	tests := map[string]struct {
		answer Answer
		want   string
	}{
		"welcome":  {Welcome(), ""},
		"refusal":  {Refusal("node: already connected"), "refused: node: already connected"},
		"stranger": {Answer{Magic: "SSH"}, `magic: got "SSH", want "synod"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := errText(test.answer.Check()); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestGarbageHandshake refuses what is not the record that is due, and names it.
func TestGarbageHandshake(t *testing.T) {
	var long bytes.Buffer
	if err := writeFrame(&long, NewHello(make([]byte, 2*maxHello), 1), MaxFrame); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		in   []byte
		want error
	}{
		"a line of text": {[]byte("hello, is anybody there?\n"), ErrOversized},
		"random bytes":   {frame([]byte{0x9c, 0x11, 0x42}), ErrGarbage},
		"another record": {frame([]byte{0x80}), ErrGarbage},
		"too long":       {long.Bytes(), ErrOversized},
		"cut":            {long.Bytes()[:3], ErrTruncated},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err1 := ReadHello(bytes.NewReader(test.in))
			_, err2 := ReadAnswer(bytes.NewReader(test.in))
			for _, err := range []error{err1, err2} {
				if !errors.Is(err, test.want) {
					t.Errorf("got %v, want %v", err, test.want)
				}
			}
		})
	}
	if _, err := ReadBoot(strings.NewReader("{}\n")); !errors.Is(err, ErrTruncated) {
		t.Errorf("boot record: got %v, want %v", err, ErrTruncated)
	}
	if err := WriteHello(&bytes.Buffer{}, NewHello(make([]byte, 2*maxHello), node.ID(1))); !errors.Is(err, ErrOversized) {
		t.Errorf("writing: got %v, want %v", err, ErrOversized)
	}
}

// errText returns the text of err, empty for nil.
func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
