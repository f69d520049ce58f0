// Command admission-load sends admission reviews to a webhook as an API server does, at a steady rate whatever the webhook
// does, and tells how long the answers took. Standard output: the line {"measuring":true} when the warm-up is over, and at
// the end one with the result. Standard input takes lines that change where new connections go (see target.go).
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

type options struct {
	rate    int
	warmUp  time.Duration
	measure time.Duration
	timeout time.Duration
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "admission-load:", err)
		os.Exit(1)
	}
}

func run() error {
	var wanted options
	flag.IntVar(&wanted.rate, "rate", 500, "reviews a second")
	flag.DurationVar(&wanted.warmUp, "warm-up", 0, "how long reviews are sent that do not count")
	flag.DurationVar(&wanted.measure, "measure", 10*time.Second, "how long they count")
	flag.DurationVar(&wanted.timeout, "timeout", 10*time.Second, "when a review has failed that is not answered")
	addresses := flag.String("targets", "", "host:port, separated by commas; each new connection goes to one of them")
	serverName := flag.String("server-name", "localhost", "for which the certificate must be")
	caFile := flag.String("ca", "", "PEM file of who vouches for the webhook; without it nobody has to")
	reviewsFile := flag.String("reviews", "", "one review a line (see review.go)")
	flag.Parse()

	debug.SetGCPercent(800) // a few dozen MB, for fewer collections that would be taken for the webhook's slowness
	reviews, err := readReviews(*reviewsFile)
	if err != nil {
		return err
	}
	service, err := newService(strings.Split(*addresses, ","), *serverName, *caFile)
	if err != nil {
		return err
	}
	go takeChanges(service)
	client := newClient(service, wanted.timeout)
	results := json.NewEncoder(os.Stdout)
	if wanted.warmUp > 0 {
		send(client, reviews, wanted.rate, wanted.warmUp)
	}
	if err := results.Encode(map[string]bool{"measuring": true}); err != nil {
		return err
	}
	tally := send(client, reviews, wanted.rate, wanted.measure)
	return results.Encode(tally.result(service.connections.Load(), wanted.rate))
}

// takeChanges ends with the standard input, which may be empty.
func takeChanges(service *service) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if err := service.change(lines.Bytes()); err != nil {
			fmt.Fprintln(os.Stderr, "admission-load:", err)
		}
	}
}

// send starts each review when it is due, however many are under way, and returns when all have been answered.
func send(client *client, reviews []review, rate int, during time.Duration) *tally {
	count := int(during.Seconds() * float64(rate))
	tally := newTally(count)
	var underWay sync.WaitGroup
	pace(rate, count, func(index int, due time.Time) {
		underWay.Add(1)
		go func() {
			defer underWay.Done()
			one := &reviews[index%len(reviews)]
			tally.add(index, one.series, client.send(one, due))
		}()
	})
	underWay.Wait()
	return tally
}
