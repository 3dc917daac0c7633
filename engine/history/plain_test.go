package history

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// A plain machine is a model written down once more, as simply as can be: it returns
// the results that an operation may have after those that happened before it.
type plainMachine func(before []Operation, o Operation) []node.Value

var plainMachines = map[string]plainMachine{
	"queue": func(before []Operation, o Operation) []node.Value {
		var queue []node.Value
		for _, b := range before {
			switch {
			case b.Op == "enqueue":
				queue = append(queue, b.Value)
			case len(queue) > 0:
				queue = queue[1:]
			}
		}
		if o.Op == "dequeue" && len(queue) > 0 {
			return queue[:1]
		}
		return []node.Value{""}
	},
	"set": func(before []Operation, o Operation) []node.Value {
		in := map[node.Value]bool{}
		for _, b := range before {
			if b.Op == "add" || b.Op == "remove" {
				in[b.Value] = b.Op == "add"
			}
		}
		flag := node.Value(strconv.FormatBool(in[o.Value]))
		switch o.Op {
		case "contains":
			return []node.Value{flag}
		case "remove":
			return []node.Value{"", flag}
		case "add":
			return []node.Value{"", node.Value(strconv.FormatBool(!in[o.Value]))}
		}
		switch {
		case in["1"] && in["2"]:
			return []node.Value{"[1,2]", "[2,1]"}
		case in["1"]:
			return []node.Value{"[1]"}
		case in["2"]:
			return []node.Value{"[2]"}
		}
		return []node.Value{"", "[]"}
	},
	"counter": func(before []Operation, o Operation) []node.Value {
		sum := 0
		for _, b := range append(slices.Clone(before), o) {
			n := 1
			if b.Op == "add" {
				n, _ = strconv.Atoi(string(b.Value))
			}
			if b.Op != "read" {
				sum += n
			}
		}
		if o.Op == "read" {
			return []node.Value{count(sum)}
		}
		return []node.Value{"", count(sum)}
	},
	"lock": func(before []Operation, o Operation) []node.Value {
		holder := ""
		for _, b := range before {
			switch {
			case b.Result == "false":
			case b.Op == "acquire":
				holder = b.Client
			default:
				holder = ""
			}
		}
		if o.Op == "acquire" && holder != "" || o.Op == "release" && holder != o.Client {
			return []node.Value{"false"}
		}
		return []node.Value{"", "true"}
	},
	"log": func(before []Operation, o Operation) []node.Value {
		log := []json.RawMessage{}
		for _, b := range before {
			if b.Op == "append" {
				log = append(log, json.RawMessage(b.Value))
			}
		}
		if o.Op == "append" {
			return []node.Value{"", count(len(log))}
		}
		if at, err := strconv.Atoi(string(o.Value)); err == nil {
			if at < len(log) {
				return []node.Value{node.Value(log[at])}
			}
			return []node.Value{""}
		}
		all, _ := json.Marshal(log)
		if len(log) == 0 {
			return []node.Value{"", "[]"}
		}
		return []node.Value{node.Value(all)}
	},
	"register": func(before []Operation, o Operation) []node.Value {
		var v node.Value
		for _, b := range before {
			var pair []json.RawMessage
			switch {
			case b.Op == "write":
				v = b.Value
			case b.Op == "cas" && b.Result == "true":
				_ = json.Unmarshal([]byte(b.Value), &pair)
				v = node.Value(pair[1])
			}
		}
		switch o.Op {
		case "read":
			return []node.Value{v}
		case "cas":
			var pair []json.RawMessage
			_ = json.Unmarshal([]byte(o.Value), &pair)
			return []node.Value{node.Value(strconv.FormatBool(string(pair[0]) == string(v) || string(pair[0]) == "null" && v == ""))}
		}
		return []node.Value{""}
	},
}

// A model takes an operation with the results that the plain machine allows, and
// with no other.
func TestModelsAgreeWithPlainMachines(t *testing.T) {
	tested := map[string]bool{}
	for _, d := range draws {
		plain := plainMachines[d.model.Name]
		if plain == nil {
			continue
		}
		tested[d.model.Name] = true
		t.Run(d.name(), rapid.MakeCheck(func(t *rapid.T) {
			var before []Operation
			state := d.model.Init
			for range rapid.IntRange(1, 12).Draw(t, "operations") {
				o := Operation{Client: fmt.Sprint("c", rapid.IntRange(1, 2).Draw(t, "client")), Op: rapid.SampledFrom(d.ops).Draw(t, "op"), Outcome: OK}
				if d.model == Register && o.Op == "put" || o.Op == "get" {
					continue
				}
				if values := d.values(o.Op); len(values) > 0 {
					o.Value = rapid.SampledFrom(values).Draw(t, "value")
				}
				allowed := plain(before, o)
				for _, r := range append(slices.Clone(allowed), d.results(o.Op)...) {
					o.Result = r
					if d.model.check(&o) != nil {
						continue
					}
					_, ok, err := d.model.Step(state, Call{&o, false})
					if want := slices.Contains(allowed, r); err != nil || ok != want {
						t.Fatalf("%s returning %s after %v: got %v, %v, want %v", o.Request(), result(r), before, ok, err, want)
					}
				}
				o.Result = rapid.SampledFrom(allowed).Draw(t, "result")
				state, _, _ = d.model.Step(state, Call{&o, false})
				before = append(before, o)
			}
		}))
	}
	for _, m := range Catalog() {
		if !tested[m.Name] && m != Consensus && m != CAS {
			t.Errorf("the model %s has no plain machine", m.Name)
		}
	}
}
