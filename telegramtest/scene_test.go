package telegramtest

import (
	"strconv"
	"testing"
)

func TestAViewerThatDoesNotKeepUpIsCutOff(t *testing.T) {
	s := New(Options{Limits: NoLimits(), Scene: Scene{Person: User{FirstName: "Ann"}}})
	chat := s.Stage()[0]
	slow := s.join()
	for i := range cap(slow) + 10 {
		s.Say(chat, chat, strconv.Itoa(i))
	}
	got := 0
	for range slow {
		got++
	}
	if got != cap(slow) {
		t.Errorf("the viewer got %d events before the cut, want %d", got, cap(slow))
	}
	s.part(slow)
	again := s.join()
	if state := (<-again).State; len(state.Chats[0].Messages) != recent {
		t.Errorf("a page that comes back gets %d messages, want %d", len(state.Chats[0].Messages), recent)
	}
}
