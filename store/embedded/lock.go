package embedded

import "fmt"

const lockName = "lock"

// LockedError says that another process works in the data directory.
type LockedError struct {
	Dir   string
	cause error
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("the data directory %s is in use by another mostbot; stop it, or set DATA_DIR to another one", e.Dir)
}

func (e *LockedError) Unwrap() error { return e.cause }
