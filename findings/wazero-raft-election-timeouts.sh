#!/usr/bin/env bash
# github.com/tetratelabs/wazero v1.12.0 and go.etcd.io/raft/v3 v3.7.0, one node of
# a group in each of three WASI modules.
#
# One would guess: raft draws its election timeouts from crypto/rand, so nodes that
# stand for election together soon draw apart. wazero's default random source is
# said to be deterministic, so at most every run of the group is alike.
#
# What happens: every module gets the same random stream, crypto/rand included. The
# three nodes draw the same timeouts, stand at the same ticks, and each votes for
# itself. As their draws stay alike, no leader is elected, though no message is
# lost. With the host's crypto/rand as the source a leader is there soon.
#
# Where it matters: a lab that runs each node as a module and ticks them in step.
# Give every node a seeded source of its own.
set -euo pipefail

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd "$temp"
export GOFLAGS=-mod=mod GOWORK=off

# quietly COMMAND... shows what a command said only when it fails.
quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }

mkdir guest host
cat >guest/main.go <<'GO'
// The guest is one raft node; the host ticks it and carries its messages.
package main

import (
	"io"
	"log"
	"unsafe"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"
	"google.golang.org/protobuf/proto"
)

var (
	node   *raft.RawNode
	disk   = raft.NewMemoryStorage()
	letter [4096]byte // a message on its way in or out
)

//go:wasmimport lab send
func send(to, size uint32)

//go:wasmexport place
func place() uint32 { return uint32(uintptr(unsafe.Pointer(&letter))) }

//go:wasmexport start
func start(id uint32) {
	raft.SetLogger(&raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)})
	disk.ApplySnapshot(&pb.Snapshot{Metadata: &pb.SnapshotMetadata{
		Index: new(uint64(1)), Term: new(uint64(1)), ConfState: &pb.ConfState{Voters: []uint64{1, 2, 3}},
	}})
	var err error
	node, err = raft.NewRawNode(&raft.Config{
		ID: uint64(id), ElectionTick: 10, HeartbeatTick: 1, Storage: disk, Applied: 1,
		MaxSizePerMsg: 1 << 20, MaxInflightMsgs: 16,
	})
	if err != nil {
		panic(err)
	}
}

//go:wasmexport tick
func tick() {
	node.Tick()
	turn()
}

//go:wasmexport deliver
func deliver(size uint32) {
	message := new(pb.Message)
	if err := proto.Unmarshal(letter[:size], message); err != nil {
		panic(err)
	}
	node.Step(message)
	turn()
}

//go:wasmexport term
func term() uint64 { return node.BasicStatus().HardState.GetTerm() }

//go:wasmexport leads
func leads() uint32 {
	if node.BasicStatus().RaftState == raft.StateLeader {
		return 1
	}
	return 0
}

func turn() {
	for node.HasReady() {
		ready := node.Ready()
		if !raft.IsEmptyHardState(ready.HardState) {
			disk.SetHardState(ready.HardState)
		}
		disk.Append(ready.Entries)
		for _, message := range ready.Messages {
			bytes, err := proto.Marshal(message)
			if err != nil {
				panic(err)
			}
			send(uint32(message.GetTo()), uint32(copy(letter[:], bytes)))
		}
		node.Advance(ready)
	}
}

func main() {}
GO
cat >host/main.go <<'GO'
// The host runs three nodes in step and loses no message.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

type letter struct {
	to   uint64
	body []byte
}

func main() {
	code, err := os.ReadFile(os.Args[1])
	must(err)
	try("default random source", code, nil)
	try("crypto/rand of the host", code, rand.Reader)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// try says how the group fares in 2000 ticks, with a source of randomness or,
// if it is nil, wazero's own.
func try(name string, code []byte, source io.Reader) {
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	defer runtime.Close(ctx)
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)

	var post []letter
	_, err := runtime.NewHostModuleBuilder("lab").NewFunctionBuilder().
		WithFunc(func(ctx context.Context, from api.Module, to, size uint32) {
			body, _ := from.Memory().Read(uint32(call(from, "place")), size)
			post = append(post, letter{uint64(to), slices.Clone(body)})
		}).Export("send").Instantiate(ctx)
	must(err)

	compiled, err := runtime.CompileModule(ctx, code)
	must(err)
	var nodes []api.Module
	for id := range uint64(3) {
		config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")
		if source != nil {
			config = config.WithRandSource(source)
		}
		node, err := runtime.InstantiateModule(ctx, compiled, config)
		must(err)
		call(node, "start", id+1)
		nodes = append(nodes, node)
	}

	stood := make([][]int, 3) // when each began a new term
	elected := false
	for tick := 1; tick <= 2000 && !elected; tick++ {
		for i, node := range nodes {
			before := call(node, "term")
			call(node, "tick")
			if call(node, "term") > before {
				stood[i] = append(stood[i], tick)
			}
		}
		for len(post) > 0 {
			next := post[0]
			post = post[1:]
			node := nodes[next.to-1]
			node.Memory().Write(uint32(call(node, "place")), next.body)
			call(node, "deliver", uint64(len(next.body)))
		}
		for _, node := range nodes {
			elected = elected || call(node, "leads") == 1
		}
	}
	for i, ticks := range stood {
		fmt.Fprintf(os.Stderr, "%s: n%d stands at ticks %v ...\n", name, i+1, ticks[:min(len(ticks), 8)])
	}
	alike := slices.Equal(stood[0], stood[1]) && slices.Equal(stood[1], stood[2])
	fmt.Printf("%s: stand together every time %t, a leader within 2000 ticks %t\n", name, alike, elected)
}

// call returns what an exported function does, or 0.
func call(node api.Module, name string, args ...uint64) uint64 {
	results, err := node.ExportedFunction(name).Call(context.Background(), args...)
	must(err)
	if len(results) == 0 {
		return 0
	}
	return results[0]
}
GO
quietly go mod init finding
quietly go get github.com/tetratelabs/wazero@v1.12.0 go.etcd.io/raft/v3@v3.7.0
quietly env GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o node.wasm ./guest
quietly go build -o lab ./host

want='default random source: stand together every time true, a leader within 2000 ticks false
crypto/rand of the host: stand together every time false, a leader within 2000 ticks true'

saw=$(./lab node.wasm)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: raft nodes in modules of their own no longer draw the same election timeouts' >&2
	exit 1
fi
