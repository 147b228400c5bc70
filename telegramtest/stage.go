package telegramtest

import "slices"

// Stage lists the chats of the scene: the person's private one, then the group and the channel, where the scene has them.
func (s *Server) Stage() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.scene.chats)
}
