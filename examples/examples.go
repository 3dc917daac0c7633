// Package examples holds the scenarios, in folders by theme, each beside the
// golden file of what it prints. Every scenario opens with what it shows.
package examples

import "embed"

// FS holds the scenarios and their golden files.
//
//go:embed */*.star */*.golden
var FS embed.FS
