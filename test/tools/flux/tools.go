//go:build tools

// Package tools pins what Flux applies manifests with: its imports are what `make tools` builds.
package tools

import (
	_ "github.com/fluxcd/kustomize-controller"
)
