package telegramtest

import (
	"encoding/json"
	"slices"
)

// Scene is what the page shows: one person's chats with the bot. The zero value is no scene.
type Scene struct {
	Person  User     // who sits at the page; their language is the app's at first
	Group   string   // title of a group that they own
	Channel string   // title of a channel that they own
	Try     []string // messages that the page offers to send
}

// recent is how many messages of a chat a page gets when it is opened.
const recent = 200

// scene is the set of the page, and who looks at it.
type scene struct {
	chats   []int64
	viewers map[chan event]bool
}

// event is something for the page to show.
type event struct {
	Kind     string       `json:"kind"`
	Chat     int64        `json:"chat,omitempty,string"`
	ID       int          `json:"id,omitempty"`
	Message  *pageMessage `json:"message,omitempty"`
	Callback string       `json:"callback,omitempty"`
	Text     string       `json:"text,omitempty"`
	Alert    bool         `json:"alert,omitempty"`
	URL      string       `json:"url,omitempty"`
	State    *pageState   `json:"state,omitempty"`
}

type pageState struct {
	Bot         User       `json:"bot"`
	Person      User       `json:"person"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Try         []string   `json:"try"`
	Chats       []pageChat `json:"chats"`
}

type pageChat struct {
	ID       int64         `json:"id,string"`
	Kind     string        `json:"kind"`
	Title    string        `json:"title"`
	Members  int           `json:"members"`
	Started  bool          `json:"started"`
	Commands []Command     `json:"commands"`
	Messages []pageMessage `json:"messages"`
}

type pageMessage struct {
	ID       int        `json:"id"`
	From     int64      `json:"from,string"`
	Name     string     `json:"name"`
	Out      bool       `json:"out,omitempty"` // the person at the page wrote it
	Bot      bool       `json:"bot,omitempty"`
	At       int64      `json:"at"`
	Edited   bool       `json:"edited,omitempty"`
	Text     string     `json:"text,omitempty"`
	Entities []Entity   `json:"entities,omitempty"`
	Buttons  [][]Button `json:"buttons,omitempty"`
	Reply    *pageReply `json:"reply,omitempty"`
	File     *pageFile  `json:"file,omitempty"`
	Service  string     `json:"service,omitempty"`
	Detail   string     `json:"detail,omitempty"`
}

type pageReply struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
	Text string `json:"text"`
}

type pageFile struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Size    int    `json:"size"`
	Picture bool   `json:"picture,omitempty"`
	Width   int    `json:"width,omitempty"`
	Height  int    `json:"height,omitempty"`
}

// openScene puts the person, the group and the channel on the stage.
func (s *Server) openScene() {
	s.scene.viewers = map[chan event]bool{}
	play := s.options.Scene
	if play.Person.FirstName == "" {
		return
	}
	person := s.AddPerson(play.Person)
	s.options.Scene.Person.ID = person
	s.scene.chats = []int64{person}
	if play.Group != "" {
		id := s.AddSupergroup(play.Group, person)
		s.Join(id, person)
		s.scene.chats = append(s.scene.chats, id)
	}
	if play.Channel != "" {
		id := s.AddChannel(play.Channel, person)
		s.Join(id, person)
		s.scene.chats = append(s.scene.chats, id)
	}
}

// show tells the page's viewers what happened in a chat.
func (s *Server) show(kind string, c *chat, m *Message) {
	if len(s.scene.viewers) == 0 || c != nil && !slices.Contains(s.scene.chats, c.id) {
		return
	}
	e := event{Kind: kind}
	if kind == "menu" {
		e.Kind, e.State = "state", s.pageState()
	}
	if c != nil {
		e.Chat = c.id
	}
	if m != nil {
		e.ID = m.ID
		shown := s.pageMessage(c, m)
		e.Message = &shown
	}
	s.tell(e)
}

// showAnswer tells what a pressed button said.
func (s *Server) showAnswer(id string, c *callback) {
	s.tell(event{Kind: "answer", Callback: id, Text: c.answer.Text, Alert: c.answer.Alert, URL: c.answer.URL})
}

// tell hands an event to every viewer. One that does not keep up is cut off; its page comes back by itself.
func (s *Server) tell(e event) {
	for viewer := range s.scene.viewers {
		select {
		case viewer <- e:
		default:
			delete(s.scene.viewers, viewer)
			close(viewer)
		}
	}
}

// join adds a viewer, with all there is to see as its first event.
func (s *Server) join() chan event {
	s.mu.Lock()
	defer s.mu.Unlock()
	viewer := make(chan event, 256)
	viewer <- event{Kind: "state", State: s.pageState()}
	s.scene.viewers[viewer] = true
	return viewer
}

func (s *Server) part(viewer chan event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.scene.viewers, viewer)
}

func (s *Server) pageState() *pageState {
	person := s.person(s.options.Scene.Person.ID).User
	state := &pageState{
		Bot: s.bot, Person: person, Try: s.options.Scene.Try,
		Name:        orDefault(s.wordsFor("name", person.Language), s.bot.FirstName),
		Description: s.wordsFor("description", person.Language),
	}
	for _, id := range s.scene.chats {
		state.Chats = append(state.Chats, s.pageChat(s.mustChat(id), person, state.Name))
	}
	return state
}

func (s *Server) pageChat(c *chat, person User, botName string) pageChat {
	shown := pageChat{
		ID: c.id, Kind: c.kind, Title: c.title, Members: len(c.members), Started: true,
		Commands: s.commandsFor(c, person.ID, person.Language), Messages: []pageMessage{},
	}
	if c.kind == private {
		shown.Title, shown.Started = botName, s.person(c.id).started
	}
	for _, m := range c.messages[max(len(c.messages)-recent, 0):] {
		if !m.Deleted {
			shown.Messages = append(shown.Messages, s.pageMessage(c, m))
		}
	}
	return shown
}

func (s *Server) pageMessage(c *chat, m *Message) pageMessage {
	shown := pageMessage{
		ID: m.ID, From: m.From.ID, Name: s.authorName(c, m), Bot: m.FromBot, At: m.At.Unix(), Edited: m.Edits > 0,
		Out:  !m.FromBot && c.kind != channel && m.From.ID == s.options.Scene.Person.ID,
		Text: m.Text, Entities: m.Entities, Buttons: m.Buttons, Service: m.Service.Kind, Detail: m.Service.Title,
	}
	if len(m.Service.Users) > 0 {
		shown.Detail = m.Service.Users[0].FirstName
	}
	if answered := c.message(m.ReplyTo); answered != nil {
		shown.Reply = &pageReply{answered.ID, s.authorName(c, answered), orDefault(m.Quote, summary(answered))}
	}
	if f := m.File; f != nil {
		shown.File = &pageFile{f.ID, f.Name, len(f.Data), f.Picture, f.Width, f.Height}
	}
	return shown
}

func (s *Server) authorName(c *chat, m *Message) string {
	switch {
	case c.kind == channel:
		return c.title
	case m.FromBot:
		return s.bot.FirstName
	}
	return m.From.FirstName
}

// summary is the beginning of a message, for the line above a reply to it.
func summary(m *Message) string {
	text := []rune(m.Text)
	if len(text) == 0 && m.File != nil {
		return m.File.Name
	}
	return string(text[:min(len(text), 120)])
}

func (e event) encode() []byte {
	data, err := json.Marshal(e)
	if err != nil {
		panic("telegramtest: an event that is no JSON: " + err.Error())
	}
	return data
}
