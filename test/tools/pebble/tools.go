//go:build tools

// Package tools pins Pebble, the ACME test CA: its import is what `make tools` builds.
package tools

import _ "github.com/letsencrypt/pebble/v2/cmd/pebble"
