package bot

import (
	"context"
	"math/rand/v2"
	"time"
)

// backoff doubles from half a second to a minute, with jitter so that replicas don't come back all at once.
type backoff struct{ tries int }

func (b *backoff) next() time.Duration {
	longest := min(500*time.Millisecond<<min(b.tries, 10), time.Minute)
	b.tries++
	return longest/2 + rand.N(longest/2)
}

// sleep waits, or less when the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
