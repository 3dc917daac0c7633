#!/usr/bin/env bash
# go.etcd.io/raft/v3 v3.7.0: the linearizable read of a group with one voter.
#
# One would guess: a leader answers ReadIndex only after it has committed an entry
# of its own term. With three voters it waits for that. So a write that was
# acknowledged before a crash is seen by every read after it.
#
# What happens: with one voter the leader answers at once, with the commit index
# that it finds on its disk. Raft allows that index to be lost, as it comes with
# MustSync false. Then the answer lies before the acknowledged write, and a
# replica that has applied up to there serves the old value.
#
# Where it matters: a group that starts with one member, or shrinks to one, and a
# lab whose crashes lose what was not synced. Such a group must apply an entry of
# the leader's own term before it reads.
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
	"io"
	"log"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"
)

// start returns the node with what its disk holds.
func start(disk *raft.MemoryStorage) *raft.RawNode {
	node, err := raft.NewRawNode(&raft.Config{
		ID: 1, ElectionTick: 10, HeartbeatTick: 1, Storage: disk, Applied: 1,
		MaxSizePerMsg: 1 << 20, MaxInflightMsgs: 16,
	})
	if err != nil {
		panic(err)
	}
	return node
}

// turn does what one Ready asks for. The disk keeps what must be synced, and the
// crash to come takes the rest.
func turn(node *raft.RawNode, disk *raft.MemoryStorage) {
	ready := node.Ready()
	if ready.MustSync && !raft.IsEmptyHardState(ready.HardState) {
		disk.SetHardState(ready.HardState)
	}
	disk.Append(ready.Entries)
	for _, entry := range ready.CommittedEntries {
		if len(entry.GetData()) > 0 {
			fmt.Printf("%s is applied at index %d, MustSync %t\n", entry.GetData(), entry.GetIndex(), ready.MustSync)
		}
	}
	for _, read := range ready.ReadStates {
		fmt.Printf("read %s may be served at index %d\n", read.RequestCtx, read.Index)
	}
	node.Advance(ready)
}

func main() {
	raft.SetLogger(&raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)})
	disk := raft.NewMemoryStorage()
	disk.ApplySnapshot(&pb.Snapshot{Metadata: &pb.SnapshotMetadata{
		Index: new(uint64(1)), Term: new(uint64(1)), ConfState: &pb.ConfState{Voters: []uint64{1}},
	}})

	node := start(disk)
	node.Campaign()
	for node.HasReady() {
		turn(node, disk)
	}
	node.Propose([]byte("x=1"))
	for node.HasReady() {
		turn(node, disk)
	}

	fmt.Println("crash and restart")
	node = start(disk)
	node.Campaign()
	for node.BasicStatus().RaftState != raft.StateLeader {
		turn(node, disk)
	}
	node.ReadIndex([]byte("at once"))
	for node.HasReady() {
		turn(node, disk)
	}
	node.ReadIndex([]byte("later"))
	for node.HasReady() {
		turn(node, disk)
	}
}
GO
quietly go mod init finding
quietly go get go.etcd.io/raft/v3@v3.7.0
quietly go build -o seen .

want='x=1 is applied at index 3, MustSync false
crash and restart
read at once may be served at index 1
x=1 is applied at index 3, MustSync false
read later may be served at index 4'

saw=$(./seen)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: the first read after the restart no longer lies before the acknowledged write' >&2
	exit 1
fi
