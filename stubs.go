package main

import "context"

func runBot(context.Context, program, []string) error  { return nil }
func runDemo(context.Context, program, []string) error { return nil }
