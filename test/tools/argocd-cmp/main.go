// Command argocd-cmp is the server that runs a config management plugin beside Argo CD's repo server, as it is shipped.
package main

import (
	"os"

	server "github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
)

func main() {
	if err := server.NewCommand().Execute(); err != nil {
		os.Exit(1)
	}
}
