package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// client sends reviews over connections that are kept, as many as there are reviews under way, with the limits that API
// servers have for webhooks.
type client struct {
	http    *http.Client
	timeout time.Duration
	buffers sync.Pool
}

func newClient(service *service, timeout time.Duration) *client {
	transport := &http.Transport{
		DialContext:         service.dial,
		TLSClientConfig:     service.tlsConfig(),
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 25,
		IdleConnTimeout:     90 * time.Second,
	}
	return &client{
		http:    &http.Client{Transport: transport},
		timeout: timeout,
		buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }},
	}
}

// outcome is what became of a review.
type outcome struct {
	// late is by how much it was sent after it was due, which is nobody's fault but this program's and the machine's.
	late time.Duration
	// took is from when it was sent until the whole answer was read.
	took time.Duration
	err  error
}

func (c *client) send(one *review, due time.Time) outcome {
	body, uid := one.fresh()
	ctx, cancel := context.WithTimeout(context.Background(), c.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://webhook"+one.Path, bytes.NewReader(body))
	if err != nil {
		return outcome{err: err}
	}
	request.Header.Set("Accept", "application/json, */*")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "kube-apiserver-admission")

	buffer := c.buffers.Get().(*bytes.Buffer)
	defer c.buffers.Put(buffer)
	buffer.Reset()
	sent := time.Now()
	code, err := c.exchange(request, buffer)
	done := outcome{late: sent.Sub(due), took: time.Since(sent), err: err}
	if err == nil && code != http.StatusOK {
		done.err = fmt.Errorf("answered with the code %d", code)
	} else if err == nil {
		done.err = one.problem(uid, buffer.Bytes())
	}
	return done
}

func (c *client) exchange(request *http.Request, into *bytes.Buffer) (int, error) {
	response, err := c.http.Do(request)
	if err != nil {
		return 0, plain(err)
	}
	defer response.Body.Close()
	_, err = into.ReadFrom(response.Body)
	return response.StatusCode, plain(err)
}

// plain is an error in words that are the same for all of its kind: without ports.
func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("no answer in time")
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("connection refused")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return errors.New("connection reset")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("connection closed without an answer")
	default:
		for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
			err = inner
		}
		return err
	}
}
