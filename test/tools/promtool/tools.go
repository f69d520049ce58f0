//go:build tools

// Package tools pins what judges alert rules and dashboards: its imports are what `make engines` builds.
package tools

import (
	_ "github.com/prometheus/prometheus/cmd/promtool"
)
