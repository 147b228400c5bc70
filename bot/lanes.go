package bot

import "sync"

// lanes runs jobs: those of one chat in their order, those of different chats at once, at most a given number at a time.
type lanes struct {
	slots   chan struct{}
	running sync.WaitGroup

	mu     sync.Mutex
	closed bool
	queues map[int64][]func() // a chat with jobs has a key, also while its last one runs
}

func newLanes(atOnce int) *lanes {
	return &lanes{slots: make(chan struct{}, atOnce), queues: map[int64][]func(){}}
}

// do queues a job and returns at once. After close it does nothing and says so.
func (l *lanes) do(chat int64, job func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.running.Add(1)
	queue, busy := l.queues[chat]
	l.queues[chat] = append(queue, job)
	if !busy {
		go l.drain(chat)
	}
	return true
}

func (l *lanes) drain(chat int64) {
	for job := l.next(chat); job != nil; job = l.next(chat) {
		l.slots <- struct{}{}
		job()
		<-l.slots
		l.running.Done()
	}
}

func (l *lanes) next(chat int64) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.queues[chat]
	if len(queue) == 0 {
		delete(l.queues, chat)
		return nil
	}
	l.queues[chat] = queue[1:]
	return queue[0]
}

// close takes no more jobs and returns when all have ended.
func (l *lanes) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.running.Wait()
}

func (l *lanes) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}
