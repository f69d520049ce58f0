package main

import (
	"runtime"
	"syscall"
	"time"
)

const prSetTimerSlack = 29

// pace calls start for each of count at its due time, never early. It sleeps in the kernel on a thread of its own: timers of
// the runtime wake up to a millisecond late.
func pace(rate, count int, start func(index int, due time.Time)) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	syscall.RawSyscall(syscall.SYS_PRCTL, prSetTimerSlack, 1000, 0)
	began := time.Now()
	for index := range count {
		due := began.Add(time.Duration(index) * time.Second / time.Duration(rate))
		sleepUntil(due)
		start(index, due)
	}
}

func sleepUntil(due time.Time) {
	for left := time.Until(due); left > 0; left = time.Until(due) {
		wait := syscall.NsecToTimespec(int64(left))
		_ = syscall.Nanosleep(&wait, nil) // a signal wakes it early: it goes back to sleep
	}
}
