package engine

import (
	"strings"

	"synod/node/cells"
)

// canvas is a line of a picture, a cell of a terminal in each element: a character
// as a reader calls it, or "" behind one that is two cells wide.
type canvas []string

// blankCanvas returns n spaces.
func blankCanvas(n int) canvas {
	row := make(canvas, n)
	for i := range row {
		row[i] = " "
	}
	return row
}

// put writes text at a cell, as far as there is room.
func (row canvas) put(at int, text string) {
	for char, width := range cells.Clusters(cells.Visible(text)) {
		switch {
		case at < 0 || at+width > len(row):
		case width == 0 && at > 0:
			row[at-1] += char
		case width > 0:
			row.set(at, char, width)
		}
		at += width
	}
}

// set writes a character. What was wider than one cell and loses one of them goes.
func (row canvas) set(at int, char string, width int) {
	for x := at; x > 0 && row[x] == ""; x-- {
		row[x], row[x-1] = " ", " "
	}
	for x := at + width; x < len(row) && row[x] == ""; x++ {
		row[x] = " "
	}
	row[at] = char
	for x := at + 1; x < at+width; x++ {
		row[x] = ""
	}
}

// String returns the line.
func (row canvas) String() string { return strings.Join(row, "") }
