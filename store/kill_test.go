package store

// journalWriter is what the process does that a test kills; false in every other process.
func journalWriter() bool { return false }
