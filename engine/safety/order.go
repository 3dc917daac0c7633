package safety

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math/big"

	"synod/node"
)

// compare compares two values that have an order: numbers, strings, and lists of
// those, of which the first difference decides. It reports false for any others.
func compare(a, b node.Value) (int, bool) {
	if a == b {
		return 0, true
	}
	x, ok := parsed(a)
	y, too := parsed(b)
	if !ok || !too {
		return 0, false
	}
	return compareParsed(x, y)
}

func parsed(v node.Value) (x any, ok bool) {
	d := json.NewDecoder(bytes.NewReader([]byte(v)))
	d.UseNumber()
	err := d.Decode(&x)
	return x, err == nil
}

func compareParsed(a, b any) (int, bool) {
	switch a := a.(type) {
	case string:
		b, ok := b.(string)
		return cmp.Compare(a, b), ok
	case json.Number:
		b, ok := b.(json.Number)
		if !ok {
			return 0, false
		}
		x, _ := new(big.Rat).SetString(a.String())
		y, _ := new(big.Rat).SetString(b.String())
		return x.Cmp(y), true
	case []any:
		b, ok := b.([]any)
		if !ok {
			return 0, false
		}
		for i := range min(len(a), len(b)) {
			if order, ok := compareParsed(a[i], b[i]); order != 0 || !ok {
				return order, ok
			}
		}
		return cmp.Compare(len(a), len(b)), true
	}
	return 0, false
}
