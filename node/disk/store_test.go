package disk

import "testing"

// TestWhatIsReadMayBeKept changes the disk in every way after reading from it.
func TestWhatIsReadMayBeKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store, _ func([]byte)) {
		must(t, s.Create([]byte("header")))
		must(t, s.Publish("learned", []byte("old")))
		records := contents(t, s)
		content, _, err := s.ReadFile("learned")
		must(t, err)

		must(t, s.Publish("learned", []byte("new")))
		must(t, s.Truncate(3))
		must(t, s.Append([]byte("...")))
		must(t, s.Wipe())
		must(t, s.Create([]byte("another")))
		if string(records) != "header" || string(content) != "old" {
			t.Errorf("got %q and %q, want what was read: header and old", records, content)
		}
	})
}

// TestWhatIsWrittenMayBeReused changes the caller's bytes after each call.
func TestWhatIsWrittenMayBeReused(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store, _ func([]byte)) {
		b := []byte("abc")
		must(t, s.Create(b))
		copy(b, "def")
		must(t, s.Append(b))
		copy(b, "ghi")
		must(t, s.Publish("learned", b))
		copy(b, "xxx")
		content, _, err := s.ReadFile("learned")
		must(t, err)
		if got := contents(t, s); string(got) != "abcdef" || string(content) != "ghi" {
			t.Errorf("got %q and %q, want abcdef and ghi", got, content)
		}
	})
}

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{
		"CISC5597": true, "a": true, "snake_case-2": true,
		"": false, ".": false, "..": false, "a/b": false, `a\b`: false, "a.tmp": false, "a:b": false,
		"records": false, "Records": false, "é": false, "a\x00": false, "@": false, "[": false, "`": false, "{": false,
		string(make([]byte, 65)): false,
	} {
		if err := CheckName(name); (err == nil) != ok {
			t.Errorf("%q: got error %v, want ok %v", name, err, ok)
		}
		if _, _, err := NewMemory().ReadFile(name); (err == nil) != ok {
			t.Errorf("reading %q: got error %v, want ok %v", name, err, ok)
		}
	}
}
