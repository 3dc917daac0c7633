package history

import "synod/node/cells"

// Table returns the history in columns, one operation a line, or as cells.Table
// does where that would be wider than width.
func (h History) Table(width int) string {
	rows := [][]string{{"client", "node", "operation", "invoked", "returned", "outcome"}}
	asked := false // whether anybody asked a node
	for i := range h {
		o := &h[i]
		node, returned := "-", "-"
		if o.Node != 0 {
			node, asked = o.Node.String(), true
		}
		if !o.InFlight {
			returned = o.Returned.String()
		}
		rows = append(rows, []string{o.Client, node, o.Request(), o.Invoked.String(), returned, o.Ending()})
	}
	if !asked {
		for i, row := range rows {
			rows[i] = append(row[:1:1], row[2:]...)
		}
	}
	return cells.Table(rows, width)
}
