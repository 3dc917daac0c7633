package script

import "strings"

// Whereabouts says where the script is, and why it is to end, when it is in the
// middle of what cannot be interrupted; "" when that is not known. As Salvage it is
// for a program that ends, and may be called from any goroutine.
//
// It looks at a thread that another goroutine owns. That one is in one operation
// of the language for long, such as the comparison of two huge lists, and so does
// not move; should it move nevertheless, what is read makes no sense, and is none.
// A race detector cannot know that, hence there is no answer under one.
func (s *Session) Whereabouts(why string) (text string) {
	thread := s.guarded.Load()
	if thread == nil || raceDetector {
		return ""
	}
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	var b strings.Builder
	s.pointInto(&b, thread.CallStack(), why)
	return b.String()
}
