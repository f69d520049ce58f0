//go:build tools

// Package tools pins kustomize: its import is what `make engines` builds.
package tools

import _ "sigs.k8s.io/kustomize/kustomize/v5"
