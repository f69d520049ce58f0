// Command argocd is as much of Argo CD as the tests need: the application controller and the repo server as they are
// shipped, and its rules for health and resource actions, asked about single objects.
package main

import (
	"fmt"
	"os"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "argocd", SilenceUsage: true}
	root.AddCommand(named("application-controller", controller.NewCommand()))
	root.AddCommand(named("repo-server", reposerver.NewCommand()))
	root.AddCommand(&cobra.Command{
		Use:   "rules",
		Short: "Answer questions about single objects: one JSON document a line, on standard input and output",
		RunE:  func(*cobra.Command, []string) error { return answer(os.Stdin, os.Stdout) },
	})
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func named(name string, command *cobra.Command) *cobra.Command {
	command.Use = name
	return command
}
