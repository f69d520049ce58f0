//go:build tools

// Package tools pins helm: its import is what `make tools` builds.
package tools

import _ "helm.sh/helm/v4/cmd/helm"
