package store

type catalogue struct{}
