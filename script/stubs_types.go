package script

import "strings"

// stubsHead is how the stubs begin: with what stands for more than one kind of value.
const stubsHead = `# What a script of synod can say, for editors; written by synod doc --stubs.

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NoReturn, overload
from typing_extensions import LiteralString, deprecated

# What a verb takes for a node, a duration and so on.

_NodeLike = Node | int | str
_DurationLike = Duration | str
_Pair = tuple[_DurationLike, _DurationLike]
_SpanLike = _DurationLike | _Pair | tuple[str, _DurationLike, _DurationLike]
` + paxosStubs + `_Value = int | str | list[Any] | tuple[Any, ...] | dict[str, Any]
_Model = Callable[[Any, Operation, Any], Any]

class Duration:
    """A duration of virtual time. Durations compare and add."""

    hours: float
    minutes: float
    seconds: float
    milliseconds: int
    microseconds: int
    nanoseconds: int
    def __add__(self, other: Duration, /) -> Duration: ...
    def __sub__(self, other: Duration, /) -> Duration: ...
    def __mul__(self, times: int, /) -> Duration: ...
    def __rmul__(self, times: int, /) -> Duration: ...
    @overload
    def __truediv__(self, other: Duration, /) -> float: ...
    @overload
    def __truediv__(self, by: float, /) -> Duration: ...
    def __floordiv__(self, other: Duration, /) -> int: ...
    def __lt__(self, other: Duration, /) -> bool: ...
    def __le__(self, other: Duration, /) -> bool: ...
    def __gt__(self, other: Duration, /) -> bool: ...
    def __ge__(self, other: Duration, /) -> bool: ...

class Struct:
    """A value with fields, such as struct() returns."""

    def __getattr__(self, name: str, /) -> Any: ...
    def __add__(self, other: Struct, /) -> Struct: ...
`

// languageStubs are what Starlark itself has that Python does not, or that returns
// something else there.
const languageStubs = `
# The language: what differs from Python.

def load(file: str, /, *names: str, **renamed: str) -> None:
    """Makes the functions and values of another file known."""

def fail(*args: Any, sep: str = " ") -> NoReturn:
    """Ends the script with an error."""

def type(x: Any, /) -> str:
    """Returns the name of the type of x, such as "list"."""

def hash(text: str | bytes, /) -> int:
    """Returns a number that is the same in every run."""

def enumerate(x: Iterable[Any], start: int = 0, /) -> list[tuple[int, Any]]:
    """Returns a list of pairs: a number and an element of x."""

def reversed(x: Iterable[Any], /) -> list[Any]:
    """Returns a list of the elements of x, the last one first."""

def zip(*lists: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Returns a list of tuples: the first elements of all lists, the second ones and so on."""
`

// operators are what values of a kind can besides having attributes. Messages, replies
// and states also have the fields of the protocol, which a script may define.
var operators = extended(paxosOperators, map[string]string{
	"message": `
    def __getattr__(self, name: str, /) -> Any: ...
    def __getitem__(self, field: str, /) -> Any: ...
    def __contains__(self, field: str, /) -> bool: ...
`,
	"reply": `
    def __getattr__(self, name: str, /) -> Any: ...
    def __getitem__(self, field: str, /) -> Any: ...
    def __contains__(self, field: str, /) -> bool: ...
`,
	"state": `
    def __getattr__(self, name: str, /) -> Any: ...
`,
	"history": `
    def __iter__(self) -> Iterator[Operation]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, number: int, /) -> Operation: ...
    @overload
    def __getitem__(self, some: slice, /) -> list[Operation]: ...
`,
})

// attributeTypes are the types of the attributes of each kind of value, with a ? behind
// the type of what may be None. The * stands for what a protocol brings of its own. What
// Paxos brings has a table of its own.
var attributeTypes = map[string]map[string]string{
	"cluster":        {"roles": "dict[str, list[Node]]", "seed": "int | str", "size": "int"},
	"protocol":       {"name": "str", "doc": "str", "state": "tuple[str, ...]", "requests": "tuple[str, ...]", "messages": "tuple[str, ...]", "timers": "tuple[str, ...]", "parameters": "tuple[str, ...]", "rules": "tuple[str, ...]", "invariants": "tuple[str, ...]"},
	"node":           {"id": "int", "name": "str", "cluster": "Cluster", "up": "bool", "paused": "bool", "idle": "bool", "proposing": "bool"},
	"request":        {"id": "int", "op": "str", "args": "dict[str, Any]", "node": "Node", "client": "str", "done": "bool", "result": "Reply", "messages": "int"},
	"reply":          {"outcome": "str", "why": "str", "*": "Any"},
	"message":        {"kind": "str", "src": "Node?", "dst": "Node", "due": "Duration", "held": "bool", "waiting": "bool", "*": "Any"},
	"rule":           {"hits": "int", "stopped": "bool"},
	"fault":          {"hits": "int", "stopped": "bool"},
	"trap":           {"fired": "bool", "hits": "int", "armed": "bool"},
	"task":           {"done": "bool", "result": "Any"},
	"random":         {"name": "str"},
	"exploration":    {"verdict": "str", "bound": "str?", "violated": "str?", "sentence": "str?", "states": "int", "alike": "int", "transitions": "int", "depth": "int", "time": "Any", "steps": "list[str]"},
	"counterexample": {"violated": "str", "sentence": "str", "steps": "list[str]", "nodes": "int", "events": "int", "proven": "bool"},
	"explanation":    {"step": "Any", "certain": "Any", "event": "str?", "sentence": "str", "steps": "list[str]", "shares": "list[float]"},
	"history":        {"clients": "tuple[str, ...]", "faults": "list[Failure]"},
	"failure":        {"kind": "str", "node": "str?", "text": "str", "began": "Duration", "ended": "Duration?", "began_event": "int", "ended_event": "int"},
	"operation":      {"client": "str", "node": "str?", "op": "str", "value": "Any", "args": "dict[str, Any]", "result": "Any", "fields": "dict[str, Any]", "outcome": "str", "why": "str", "late": "dict[str, Any]?", "invoked": "Duration", "returned": "Duration?", "invoked_event": "int", "returned_event": "int"},
	"judgement":      {"verdict": "str", "text": "str", "window": "History?", "model": "str", "steps": "int"},
	"state":          {"node": "str", "down": "bool", "hash": "int", "*": "Any"},
}

// attributeType returns the type of an attribute for a type checker. What may be None is
// Any, since a script may know better than a type checker when it is not. Those of a
// protocol's own may be anything.
func attributeType(kind, name string) string {
	declared := declaredType(kind, name)
	if strings.HasSuffix(declared, "?") {
		return "Any"
	}
	return declared
}

// declaredType returns the type of an attribute, with a ? if it may be None.
func declaredType(kind, name string) string {
	for _, types := range []map[string]map[string]string{attributeTypes, paxosAttributes} {
		if declared, ok := types[kind][name]; ok {
			return declared
		}
	}
	return attributeTypes[kind]["*"]
}

// pythonType returns the type that a verb's Result speaks of, or Any.
func pythonType(result string) string {
	if plain, ok := plainTypes[result]; ok {
		return plain
	}
	element, list := strings.CutPrefix(result, "a list of ")
	for _, word := range strings.Fields(element) {
		switch k := kindNamed(strings.TrimRight(word, "s,")); {
		case word == "whether":
			return "bool"
		case word == "many": // as in how many
			return "int"
		case word == "what", word == "value":
			return "Any"
		case k != nil && list:
			return "list[" + k.pythonName() + "]"
		case k != nil:
			return k.pythonName()
		}
	}
	return "Any"
}

// plainTypes are the types of results that are no kind of value of their own.
var plainTypes = map[string]string{
	"":                                    "None",
	"a bool":                              "bool",
	"True or False":                       "bool",
	"a number":                            "int",
	"a duration":                          "Duration",
	"a struct":                            "Struct",
	"a dict":                              "dict[int, Any]",
	"a list":                              "list[Any]",
	"a list of strings":                   "list[str]",
	"a script":                            "str",
	"the text":                            "str",
	"how it failed":                       "str",
	"what happened, in a sentence":        "str",
	"the message, or what until returned": "Any",
}
