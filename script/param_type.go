package script

import "slices"

// Type is what a parameter takes.
type Type struct {
	Name   string // in the words of the reference
	Python string // as the stubs declare it, by the names that they begin with
}

// The types of parameters.
var (
	aWord         = Type{"string", ""} // one of the parameter's choices; Python declares those
	aString       = Type{"string", "str"}
	anInt         = Type{"int", "int"}
	aNumber       = Type{"number", "float"}
	aBool         = Type{"bool", "bool"}
	aRate         = Type{"rate", "float"}
	aSeed         = Type{"seed", "int | str"}
	aDuration     = Type{"duration", "_DurationLike"}
	aShift        = Type{"signed duration", "_DurationLike"}
	aSpan         = Type{"duration or pair", "_SpanLike"}
	aNode         = Type{"node", "_NodeLike"}
	nodeOrAll     = Type{"node or list", "_NodeLike | Iterable[_NodeLike]"}
	aValue        = Type{"value", "_Value"}
	anything      = Type{"any value", "Any"}
	aList         = Type{"list", "Sequence[Any]"}
	anIterable    = Type{"list or iterable", "Iterable[Any]"}
	aMessage      = Type{"message or list", "Message | Iterable[Message]"}
	aQuestion     = Type{"function without parameters", "Callable[[], Any]"}
	aFilter       = Type{"function of a message", "Callable[[Message], Any]"}
	aFunction     = Type{"function", "Callable[..., Any]"}
	aBitOrNot     = Type{"int or bool", "int"} // in Python a bool is an int
	someRoles     = Type{"dict from names to nodes", "Mapping[str, int | str | Iterable[int | str]]"}
	fieldValues   = Type{"dict of fields", "Mapping[str, Any]"}
	someRules     = Type{"dict from names to bools", "Mapping[str, bool]"}
	namedValues   = Type{"dict from names to values", "Mapping[str, _Value | None]"}
	aThing        = Type{"rule, fault or trap", "Rule | Fault | Trap"}
	aRun          = Type{"counterexample or exploration", "Counterexample | Exploration"}
	operationList = Type{"history or list", "History | Sequence[Operation]"}
	aModel        = Type{"string or function", "str | _Model"}
	aJudge        = Type{"bool, string or pair", "bool | str | tuple[_Model, Any]"}
	aReduction    = Type{"bool, name or list", "bool | str | Iterable[str]"}
	askedOf       = Type{"list of tuples", "Iterable[tuple[Any, ...]]"}
	someRequests  = Type{"list of pairs", "Iterable[tuple[_NodeLike, _Value | None]]"}
	someNames     = Type{"name or list", "str | Iterable[str]"}
	aProtocol     = Type{"string or protocol", "str | Protocol"}
	someHandlers  = Type{"dict from names to functions", "Mapping[str, Callable[..., Any]]"}
	someFields    = Type{"dict from names to any values", "Mapping[str, Any]"}
	someSettings  = Type{"dict from names to pairs", "Mapping[str, tuple[Any, str]]"}
	someTexts     = Type{"dict from names to strings", "Mapping[str, str]"}
)

// types are all of them.
var types = slices.Concat([]Type{
	aString, anInt, aNumber, aBool, aRate, aSeed, aDuration, aShift, aSpan, aNode, nodeOrAll, aValue, anything, aList, anIterable,
	aMessage, aQuestion, aFilter, aFunction, aBitOrNot, someRoles, fieldValues, someRules, namedValues, aThing, aRun, operationList, aModel, aJudge, aReduction, askedOf, someRequests, someNames,
	aProtocol, someHandlers, someFields, someSettings, someTexts,
}, paxosTypes)

// typeNamed returns the type that the reference calls name. One that it does not
// know, as in the doc string of a person's own function, may be anything.
func typeNamed(name string) Type {
	for _, t := range types {
		if t.Name == name {
			return t
		}
	}
	return Type{name, anything.Python}
}
