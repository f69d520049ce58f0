//go:build tools

// Package tools pins what proofs by HTTP go through: its imports are what `make engines` builds.
package tools

import (
	_ "github.com/traefik/traefik/v3/cmd/traefik"
)
