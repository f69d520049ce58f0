package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"sync/atomic"
	"time"
)

// service is what a Service does for its callers: a new connection goes to any of the endpoints that are ready.
type service struct {
	serverName  string
	endpoints   atomic.Pointer[[]string]
	roots       atomic.Pointer[x509.CertPool]
	connections atomic.Int64
}

// change is a line of the standard input. What is left out stays as it is.
type change struct {
	// Targets are the endpoints from now on: connections that there are stay where they are.
	Targets []string `json:"targets"`
	// CA is PEM of who vouches for the webhook, for handshakes from now on.
	CA string `json:"ca"`
}

func newService(endpoints []string, serverName, caFile string) (*service, error) {
	made := &service{serverName: serverName}
	made.endpoints.Store(&endpoints)
	if caFile == "" {
		return made, nil
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	return made, made.trust(pem)
}

func (s *service) change(line []byte) error {
	var wanted change
	if err := json.Unmarshal(line, &wanted); err != nil {
		return fmt.Errorf("a change that is none: %w", err)
	}
	if wanted.Targets != nil {
		s.endpoints.Store(&wanted.Targets)
	}
	if wanted.CA == "" {
		return nil
	}
	return s.trust([]byte(wanted.CA))
}

func (s *service) trust(pem []byte) error {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return errors.New("the CA is not PEM")
	}
	s.roots.Store(roots)
	return nil
}

// dial leaves the address aside that the transport asks for.
func (s *service) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	endpoints := *s.endpoints.Load()
	if len(endpoints) == 0 {
		return nil, errors.New("no endpoint is ready")
	}
	s.connections.Add(1)
	dialer := net.Dialer{Timeout: 30 * time.Second}
	return dialer.DialContext(ctx, network, endpoints[rand.IntN(len(endpoints))])
}

// tlsConfig verifies by hand, because those who vouch may change.
func (s *service) tlsConfig() *tls.Config {
	return &tls.Config{
		ServerName: s.serverName,
		// as the API server calls webhooks, so that calls spread over replicas
		NextProtos:         []string{"http/1.1"},
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true,
		VerifyConnection:   s.verify,
	}
}

func (s *service) verify(state tls.ConnectionState) error {
	roots := s.roots.Load()
	if roots == nil {
		return nil
	}
	links := x509.NewCertPool()
	for _, link := range state.PeerCertificates[1:] {
		links.AddCert(link)
	}
	_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: links, DNSName: s.serverName,
	})
	return err
}
