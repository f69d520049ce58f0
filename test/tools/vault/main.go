// Command vault is as much of Vault as the tests need: its core and its API over HTTPS, with the secrets engine for PKI, the
// ways to log in that issuers know, and the audit log. It starts sealed, as every Vault does, and keeps its data in files,
// so that it can be killed and comes back with what it had.
package main

import (
	"crypto/tls"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/go-hclog"
	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	"github.com/hashicorp/vault/audit"
	"github.com/hashicorp/vault/builtin/credential/approle"
	aws "github.com/hashicorp/vault/builtin/credential/aws"
	"github.com/hashicorp/vault/builtin/credential/cert"
	"github.com/hashicorp/vault/builtin/logical/pki"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/file"
	"github.com/hashicorp/vault/vault"
)

func main() {
	address := flag.String("address", "127.0.0.1:8200", "where to listen")
	storage := flag.String("storage", "", "directory for the data")
	certificate := flag.String("tls-cert", "", "the server's certificate, PEM")
	key := flag.String("tls-key", "", "its key, PEM")
	flag.Parse()

	core, err := newCore(*storage)
	if err != nil {
		log.Fatal(err)
	}
	config, err := tlsConfig(*certificate, *key)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	handler := vaulthttp.Handler.Handler(&vault.HandlerProperties{
		Core:           core,
		ListenerConfig: &configutil.Listener{},
	})
	go func() { log.Fatal(http.Serve(tls.NewListener(listener, config), handler)) }()

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
}

func newCore(storage string) (*vault.Core, error) {
	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: os.Stderr})
	physical, err := file.NewFileBackend(map[string]string{"path": storage}, logger)
	if err != nil {
		return nil, err
	}
	return vault.NewCore(&vault.CoreConfig{
		Physical:           physical,
		Logger:             logger,
		DisableMlock:       true,
		BuiltinRegistry:    registry{},
		LogicalBackends:    map[string]logical.Factory{"pki": pki.Factory},
		CredentialBackends: logins,
		AuditBackends:      map[string]audit.Factory{"file": audit.NewFileBackend},
	})
}

var logins = map[string]logical.Factory{
	"approle":    approle.Factory,
	"aws":        aws.Factory,
	"cert":       cert.Factory,
	"kubernetes": kubernetes.Factory,
}

// tlsConfig asks for a certificate of clients and takes any, or none: the ways to log in judge them.
func tlsConfig(certificate, key string) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequestClientCert}, nil
}
