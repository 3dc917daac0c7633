package node

import (
	"fmt"
	"strconv"
)

// ValueOf returns what a field holds as a Value: a node is its number, and a ballot a
// pair. It is absent for nil.
func ValueOf(v any) Value {
	switch v := v.(type) {
	case nil:
		return ""
	case Value:
		return v
	case bool:
		return Value(strconv.FormatBool(v))
	case int:
		return CountValue(v)
	case string:
		return Value(AppendQuoted(nil, v))
	case ID:
		return CountValue(int(v))
	case []ID:
		text := []byte{'['}
		for i, id := range v {
			if i > 0 {
				text = append(text, ',')
			}
			text = strconv.AppendInt(text, int64(id), 10)
		}
		return Value(append(text, ']'))
	case Ballot:
		return Value(fmt.Sprintf("(%d,%d)", v.Round, v.Node))
	}
	panic(fmt.Sprintf("a field holds a %T, which is no value", v))
}
