package wire

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// What a frame may hold: arrays and maps no larger than an honest step makes in
// the largest cluster, nesting no deeper. An array of one-byte elements must
// not become a gigabyte of Go values.
const (
	maxDepth = 16
	maxItems = 16 << 10
)

var (
	encMode = must(cbor.EncOptions{
		Sort:        cbor.SortBytewiseLexical,
		IndefLength: cbor.IndefLengthForbidden,
		TagsMd:      cbor.TagsForbidden,
	}.UserBufferEncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
		MaxNestedLevels:   maxDepth,
		MaxArrayElements:  maxItems,
		MaxMapPairs:       maxItems,
	}.DecMode())
)

// must returns v; the options above are constant.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// decode reads the body of a frame into v and refuses anything else.
func decode(body []byte, v any) error {
	if err := decMode.Unmarshal(body, v); err != nil {
		return fmt.Errorf("%w: %v", ErrGarbage, err)
	}
	return nil
}
