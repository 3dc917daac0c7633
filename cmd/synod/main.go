package main

import (
	"context"
	"fmt"
	"os"

	"synod/script"
)

func main() {
	s := script.New(context.Background(), script.Options{Fleet: script.Simulated, Out: os.Stdout, Diag: os.Stderr, Again: "synod run x"})
	err := s.RunFile(os.Args[1], os.Args[1])
	fmt.Fprint(os.Stderr, s.Explain(err))
	s.Close()
	os.Exit(script.Status(err))
}
