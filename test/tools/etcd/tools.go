//go:build tools

// Package tools pins etcd: its import is what `make tools` builds.
package tools

import _ "go.etcd.io/etcd/server/v3"
