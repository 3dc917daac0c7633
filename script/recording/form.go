package recording

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"synod/script"
)

// The lines of the file. Every one is an object with a single field of line,
// but for the first and the last.

// header is the first line.
type header struct {
	Recording string `json:"recording"` // always "synod"
	Version   int    `json:"version"`
	By        text   `json:"by"`
}

// line is any line in between. Exactly one field is there.
type line struct {
	Run    *runLine    `json:"run,omitempty"`
	Source *sourceLine `json:"source,omitempty"`
	Event  *eventLine  `json:"event,omitempty"`
	Out    *text       `json:"out,omitempty"`
	End    *endLine    `json:"end,omitempty"`
}

type runLine struct {
	File  text             `json:"file"`
	Shown text             `json:"shown"`
	Trace script.TraceMode `json:"trace"`
	Seed  string           `json:"seed"`           // with its forks, as --seed takes it
	Args  []argument       `json:"args,omitempty"` // by name
	Rules map[string]bool  `json:"rules,omitempty"`
}

type argument struct {
	Name  text `json:"name"`
	Value text `json:"value"`
}

type sourceLine struct {
	Path  text `json:"path"`
	Text  text `json:"text"`
	Error text `json:"error"`
}

type eventLine struct {
	Cluster int  `json:"cluster"`
	Line    text `json:"line"`
}

type endLine struct {
	Status    int  `json:"status"`
	Explained text `json:"explained"`
	Events    int  `json:"events"`
	Lines     int  `json:"lines"`
}

// checksum is the last line.
type checksum struct {
	SHA256 string `json:"sha256"` // of all bytes before this line
}

// text is a string that may hold any bytes, though JSON's strings may not.
type text string

var (
	_ json.Marshaler   = text("")
	_ json.Unmarshaler = (*text)(nil)
)

// raw is a text that is not UTF-8.
type raw struct {
	Base64 string `json:"base64"`
}

// MarshalJSON writes a string, or an object with the bytes.
func (t text) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(t)) {
		return marshal(string(t))
	}
	return marshal(raw{base64.StdEncoding.EncodeToString([]byte(t))})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *text) UnmarshalJSON(b []byte) error {
	var s *string
	if json.Unmarshal(b, &s) == nil && s != nil {
		*t = text(*s)
		return nil
	}
	var r raw
	if err := strict(b, &r); err != nil {
		return err
	}
	bytes, err := base64.StdEncoding.DecodeString(r.Base64)
	if err != nil || utf8.Valid(bytes) {
		return errors.New("got base64 that is none, or of what could be a string")
	}
	*t = text(bytes)
	return nil
}
