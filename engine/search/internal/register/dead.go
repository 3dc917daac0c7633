package register

// Dead reports whether body can no longer matter to slot in state local.
func (s System) Dead(slot int, local, body []byte) bool {
	m, err := decodeMessage(body)
	if err != nil {
		return false
	}
	if slot >= Servers {
		return deadForClient(slot, stage(local[0]), m)
	}
	v, err := decodeServer(local)
	return err == nil && v.dead(m)
}

func deadForClient(slot int, at stage, m message) bool {
	switch at {
	case putting:
		return false
	case getting:
		return m.kind == putOk
	}
	return true
}

// dead reports whether the server will never handle m. Its ballot goes down
// only with the decision, after which it handles nothing but Get.
func (v *server) dead(m message) bool {
	if v.decided {
		return m.kind != get
	}
	switch m.kind {
	case put:
		return v.proposal != proposal{}
	case prepare:
		return !v.ballot.less(m.ballot)
	case prepared, accept, accepted:
		return m.ballot.less(v.ballot)
	}
	return false
}
