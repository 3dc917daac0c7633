#!/usr/bin/env bash
# github.com/anishathalye/porcupine v1.3.1: the events of a history that was kept
# the way Jepsen keeps one.
#
# One would guess: Event.Id joins a call to its return, so the id of the process
# will do, as in a Jepsen history: a process has one operation open at a time. An
# operation that never returned, after a crash, is a call without a return.
#
# What happens: CheckEvents answers Illegal to both, and no word about the form. An
# id that comes back later is joined to the wrong return. A call without a return
# ends the search where a return would be checked, even if it is the only event.
# A fresh id for each operation, and a return with an unknown result at the end of
# the history, give Ok for the same histories.
#
# Where it matters: whoever turns a Jepsen history into events, and a lab that
# kills clients. It reports a violation of linearizability where there is none.
set -euo pipefail

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd "$temp"
export GOFLAGS=-mod=mod GOWORK=off

# quietly COMMAND... shows what a command said only when it fails.
quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }

cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// A want is what a client asks of the register: "read", or the value to write.
type want string

// unknown is the result of an operation that never returned.
const unknown = "?"

var register = porcupine.Model{
	Init: func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		if input.(want) != "read" {
			return true, string(input.(want))
		}
		return output == state || output == unknown, state
	},
}

func call(id int, input want) porcupine.Event {
	return porcupine.Event{Kind: porcupine.CallEvent, Id: id, Value: input}
}

func result(id int, output string) porcupine.Event {
	return porcupine.Event{Kind: porcupine.ReturnEvent, Id: id, Value: output}
}

func check(name string, events ...porcupine.Event) {
	fmt.Printf("%s: %s\n", name, porcupine.CheckEventsTimeout(register, events, 0))
}

func main() {
	check("process 1 writes a and then reads it, one id",
		call(1, "a"), result(1, "ok"), call(1, "read"), result(1, "a"))
	check("the same with an id for each operation",
		call(1, "a"), result(1, "ok"), call(2, "read"), result(2, "a"))
	check("a write that never returned, alone",
		call(1, "a"))
	check("a write that never returned, and a read that saw it",
		call(1, "a"), call(2, "read"), result(2, "a"))
	check("the same with an unknown result at the end",
		call(1, "a"), call(2, "read"), result(2, "a"), result(1, unknown))
}
GO
quietly go mod init finding
quietly go get github.com/anishathalye/porcupine@v1.3.1
quietly go build -o seen .

want='process 1 writes a and then reads it, one id: Illegal
the same with an id for each operation: Ok
a write that never returned, alone: Illegal
a write that never returned, and a read that saw it: Illegal
the same with an unknown result at the end: Ok'

saw=$(./seen)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: porcupine judges a reused id or a missing return otherwise' >&2
	exit 1
fi
