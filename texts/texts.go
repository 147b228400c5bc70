// Package texts says things in the reader's language. It is the only maker of [HTML].
package texts
