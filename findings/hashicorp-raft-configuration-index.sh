#!/usr/bin/env bash
# github.com/hashicorp/raft v1.8.0: the index of a configuration.
#
# One would guess: GetConfiguration returns a future with an Index, and every
# change of the membership takes a prevIndex. So one reads the configuration,
# decides, and passes its index: if another change came first, the call fails.
#
# What happens: the Index of that future is 0, always, and prevIndex 0 means that
# no check is wanted. Both of two changes that were decided on the same
# configuration go through. latest_configuration_index of Stats is 0 as well.
# The check itself works: the index that the change before returned is honoured.
#
# Where it matters: controllers that add and remove servers at the same time, and
# a lab that scripts such races and expects one of the two to lose.
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
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
)

// nothing is a state machine without state.
type nothing struct{}

func (nothing) Apply(*raft.Log) any                 { return nil }
func (nothing) Snapshot() (raft.FSMSnapshot, error) { return nil, errors.New("none") }
func (nothing) Restore(io.ReadCloser) error         { return nil }

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	config := raft.DefaultConfig()
	config.LocalID = "n1"
	config.Logger = hclog.NewNullLogger()
	config.HeartbeatTimeout = 50 * time.Millisecond
	config.ElectionTimeout = 50 * time.Millisecond
	config.LeaderLeaseTimeout = 50 * time.Millisecond
	address, transport := raft.NewInmemTransport("n1")
	store := raft.NewInmemStore()
	node, err := raft.NewRaft(config, nothing{}, store, store, raft.NewDiscardSnapshotStore(), transport)
	must(err)
	must(node.BootstrapCluster(raft.Configuration{Servers: []raft.Server{{ID: "n1", Address: address}}}).Error())
	<-node.LeaderCh()

	read := node.GetConfiguration()
	must(read.Error())
	fmt.Printf("two controllers read the configuration: index %d\n", read.Index())
	first := node.AddNonvoter("n2", "n2", read.Index(), 0)
	fmt.Printf("the first adds n2: error %v, and it is now at index %d\n", first.Error(), first.Index())
	second := node.AddNonvoter("n3", "n3", read.Index(), 0)
	fmt.Printf("the second adds n3: error %v\n", second.Error())
	third := node.AddNonvoter("n4", "n4", first.Index(), 0)
	fmt.Printf("one adds n4 after index %d: error %v\n", first.Index(), third.Error())

	read = node.GetConfiguration()
	must(read.Error())
	fmt.Printf("%d servers, index %d, stats say %s\n",
		len(read.Configuration().Servers), read.Index(), node.Stats()["latest_configuration_index"])
	must(node.Shutdown().Error())
}
GO
quietly go mod init finding
quietly go get github.com/hashicorp/raft@v1.8.0
quietly go build -o seen .

want='two controllers read the configuration: index 0
the first adds n2: error <nil>, and it is now at index 3
the second adds n3: error <nil>
one adds n4 after index 3: error configuration changed since 3 (latest is 4)
3 servers, index 0, stats say 0'

saw=$(./seen)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: the configuration has an index, or the second change no longer goes through' >&2
	exit 1
fi
