package main

import (
	"slices"
	"sync"
	"time"
)

// tally collects outcomes. Each has a place of its own, so that nobody waits for a lock but those that failed.
type tally struct {
	outcomes []outcome
	series   []string

	lock     sync.Mutex
	failures map[string]int
}

func newTally(count int) *tally {
	return &tally{outcomes: make([]outcome, count), series: make([]string, count), failures: map[string]int{}}
}

func (t *tally) add(index int, series string, done outcome) {
	t.outcomes[index], t.series[index] = done, series
	if done.err == nil {
		return
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	t.failures[done.err.Error()]++
}

// percentiles are in milliseconds.
type percentiles struct {
	P50     float64 `json:"p50"`
	P90     float64 `json:"p90"`
	P99     float64 `json:"p99"`
	Slowest float64 `json:"slowest"`
}

type seriesResult struct {
	Count int         `json:"count"`
	Took  percentiles `json:"took"`
	// UsualP99 is the median of the p99 of each second, in milliseconds: what it is while the machine has time.
	UsualP99 float64 `json:"usualP99"`
}

type result struct {
	Count int `json:"count"`
	// Series are the reviews of each path, with how long they took from when they were sent.
	Series map[string]seriesResult `json:"series"`
	// FromDue is how long all took from when they were due, the lateness of this program included.
	FromDue percentiles `json:"fromDue"`
	// Late is by how much this program was late.
	Late percentiles `json:"late"`
	// Failed is how many failed, Failures why.
	Failed   int            `json:"failed"`
	Failures map[string]int `json:"failures"`
	// Connections is how many were opened, those of the warm-up included.
	Connections int64 `json:"connections"`
}

func (t *tally) result(connections int64, rate int) result {
	told := result{
		Count: len(t.outcomes), Series: map[string]seriesResult{}, Failures: t.failures, Connections: connections,
	}
	took := map[string][]time.Duration{}
	late, fromDue := make([]time.Duration, 0, len(t.outcomes)), make([]time.Duration, 0, len(t.outcomes))
	for index, one := range t.outcomes {
		took[t.series[index]] = append(took[t.series[index]], one.took)
		late = append(late, one.late)
		fromDue = append(fromDue, one.late+one.took)
	}
	told.FromDue, told.Late = percentilesOf(fromDue), percentilesOf(late)
	for name, list := range took {
		usual := usualP99(list, rate*len(list)/len(t.outcomes))
		told.Series[name] = seriesResult{Count: len(list), UsualP99: usual, Took: percentilesOf(list)}
	}
	for _, count := range t.failures {
		told.Failed += count
	}
	return told
}

// usualP99 takes outcomes in the order in which they were sent, of which so many are a second.
func usualP99(list []time.Duration, aSecond int) float64 {
	var each []float64
	for second := range slices.Chunk(list, max(aSecond, 1)) {
		each = append(each, percentilesOf(slices.Clone(second)).P99)
	}
	slices.Sort(each)
	return each[len(each)/2]
}

func percentilesOf(list []time.Duration) percentiles {
	if len(list) == 0 {
		return percentiles{}
	}
	slices.Sort(list)
	at := func(share float64) float64 {
		return float64(list[min(len(list)-1, int(share*float64(len(list))))]) / float64(time.Millisecond)
	}
	return percentiles{P50: at(0.5), P90: at(0.9), P99: at(0.99), Slowest: at(1)}
}
