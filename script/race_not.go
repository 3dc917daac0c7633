//go:build !race

package script

// raceDetector reports whether the program has a race detector.
const raceDetector = false
