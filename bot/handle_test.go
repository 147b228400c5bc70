package bot

import (
	"context"
	"strings"
	"testing"

	"mostbot/commands"
	"mostbot/telegramtest"
	"mostbot/texts"
)

func TestAPrivateMessageIsAnswered(t *testing.T) {
	s := perform(t)
	s.Say(7, 7, "/city Бургас")
	s.Say(7, 7, "какво ново в Лвов?")
	got := s.replies(7, 2)
	if got[0].Text != "command=city args=Бургас press=" || got[1].Text != "command= args=какво ново в Лвов? press=" {
		t.Errorf("got %q, %q", got[0].Text, got[1].Text)
	}
}

func TestInGroupsOnlyWhatIsMeantForTheBotIsAnswered(t *testing.T) {
	s := perform(t, func(_ *Options, o *telegramtest.Options) { o.ReadsAll = true })
	group := s.AddSupergroup("Мост", 7)
	s.Join(group, 7)
	s.replies(group, 1) // its introduction
	s.Say(group, 7, "good morning")
	s.Say(group, 7, "/city@other_bot Sofia")
	asked := s.Say(group, 7, "/city@MostBot_bot Sofia")
	s.Say(group, 7, "@mostbot_bot Vienna")
	got := s.replies(group, 3)
	if got[1].Text != "command=city args=Sofia press=" || got[2].Text != "command= args=Vienna press=" {
		t.Errorf("got %q, %q", got[1].Text, got[2].Text)
	}
	if got[1].ReplyTo != asked {
		t.Errorf("the answer replies to %d, want %d", got[1].ReplyTo, asked)
	}
	if n := len(s.book.requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

func TestTopicsAreKeptAndGeneralIsNotNamed(t *testing.T) {
	s := perform(t)
	forum := s.AddForum("Мост", 7)
	s.Join(forum, 7)
	s.replies(forum, 1)
	topic := s.AddTopic(forum, "news")
	s.Send(telegramtest.Saying{Chat: forum, User: 7, Thread: topic, Text: "/latest"})
	s.Say(forum, 7, "/cities")
	got := s.replies(forum, 3)
	if got[1].Thread != topic || got[2].Thread != 0 {
		t.Errorf("threads %d and %d, want %d and 0", got[1].Thread, got[2].Thread, topic)
	}
}

func TestAChannelPostIsAnAdminsCommand(t *testing.T) {
	s := perform(t)
	s.Say(7, 7, "/start")
	channel := s.AddChannel("Мост", 7)
	s.Join(channel, 7)
	s.replies(7, 2) // the introduction goes to the admin, not to the readers
	s.book.answers(func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		if is, err := r.ChatAdmin(ctx); !is || err != nil {
			t.Errorf("the channel's post is no admin's: %v %v", is, err)
		}
		return saying("done"), nil
	})
	s.Say(channel, 7, "/subscribe instant")
	s.Say(channel, 7, "Good news, everyone")
	s.replies(channel, 1)
	for _, m := range s.Replies(channel) {
		if m.Text != "done" {
			t.Errorf("the channel's readers got %q", m.Text)
		}
	}
}

func TestChatAdminIsAskedOfTelegram(t *testing.T) {
	s := perform(t)
	group := s.AddSupergroup("Мост", 7, 8)
	s.Join(group, 7)
	s.replies(group, 1)
	s.book.answers(func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		is, err := r.ChatAdmin(ctx)
		if err != nil {
			t.Error(err)
		}
		if is {
			return saying("yes"), nil
		}
		return saying("no"), nil
	})
	s.Say(group, 7, "/subscribe")
	s.Say(group, 8, "/subscribe")
	got := s.replies(group, 3)
	if got[1].Text != "yes" || got[2].Text != "no" {
		t.Errorf("the owner: %s, a member: %s", got[1].Text, got[2].Text)
	}
}

func TestAPressedButtonEditsAndIsAlwaysAnswered(t *testing.T) {
	s := perform(t)
	s.book.answers(func(_ context.Context, r commands.Request) (commands.Reply, error) {
		reply := saying("page " + r.Press)
		reply.Buttons = [][]texts.Button{{{Text: "more", Data: "page:2"}}}
		reply.Edit, reply.Toast = r.Press != "", "here"
		return reply, nil
	})
	s.Say(7, 7, "/latest")
	m := s.replies(7, 1)[0]
	for range 2 { // the second press changes nothing, which is no mistake
		id := s.PressAnyway(7, m.ID, 7, "page:2")
		answer, err := s.WaitAnswer(s.context, id)
		if err != nil || answer.Text != "here" {
			t.Errorf("answer %+v, %v", answer, err)
		}
	}
	s.wait("the edit", func() bool { return s.Replies(7)[0].Text == "page page:2" })
	if n := len(s.Replies(7)); n != 1 {
		t.Errorf("%d messages, want one that was edited", n)
	}
}

func TestAButtonOfADeletedMessageIsAnsweredAnew(t *testing.T) {
	s := perform(t)
	s.book.answers(func(context.Context, commands.Request) (commands.Reply, error) {
		reply := saying("anew")
		reply.Edit = true
		return reply, nil
	})
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	s.PressAnyway(7, 999, 7, "page:2")
	s.replies(7, 2)
}

func TestMarkupThatTelegramRefusesIsSentAsPlainText(t *testing.T) {
	s := perform(t)
	s.book.answers(func(context.Context, commands.Request) (commands.Reply, error) {
		return saying("<b>1 &lt; 2 <blink>really</blink></b>"), nil
	})
	s.Say(7, 7, "/latest")
	if got := s.replies(7, 1)[0]; got.Text != "1 < 2 really" {
		t.Errorf("got %q", got.Text)
	}
}

func TestALongReplyComesInPartsWithTheButtonsUnderTheLast(t *testing.T) {
	s := perform(t)
	s.book.answers(func(context.Context, commands.Request) (commands.Reply, error) {
		reply := saying(strings.Repeat("Бургас ", 500), strings.Repeat("Wien ", 500))
		reply.Buttons = [][]texts.Button{{{Text: "more", Data: "m"}}}
		return reply, nil
	})
	s.Say(7, 7, "/latest")
	got := s.replies(7, 2)
	if len(got[0].Buttons) != 0 || len(got[1].Buttons) != 1 {
		t.Errorf("buttons under the first: %v, under the last: %v", got[0].Buttons, got[1].Buttons)
	}
}

func TestAStoreThatIsAwayIsToldPolitely(t *testing.T) {
	s := perform(t)
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	s.memory.setAway(errAway)
	s.Say(7, 7, "/latest")
	if got := s.replies(7, 2)[1]; got.Text != "please try again in a minute" {
		t.Errorf("got %q", got.Text)
	}
	s.memory.setAway(nil)
	s.Say(7, 7, "/latest")
	s.replies(7, 3)
}

func TestAPanicInACommandIsAnswered(t *testing.T) {
	s := perform(t)
	s.book.answers(func(context.Context, commands.Request) (commands.Reply, error) { panic("oops") })
	s.Say(7, 7, "/latest")
	if got := s.replies(7, 1)[0]; got.Text != "please try again in a minute" {
		t.Errorf("got %q", got.Text)
	}
}

func TestAMigratedGroupIsMovedAndAnswered(t *testing.T) {
	s := perform(t)
	group := s.AddGroup("Мост", 7)
	s.Join(group, 7)
	s.replies(group, 1)
	super := s.Migrate(group)
	s.eventually("the move", func() bool {
		s.memory.mu.Lock()
		defer s.memory.mu.Unlock()
		return s.memory.moved[group] == super
	})
}

func TestBlockingPausesAndComingBackResumes(t *testing.T) {
	s := perform(t)
	s.Say(7, 7, "/start")
	s.replies(7, 1)
	s.Block(7)
	s.eventually("the pause", func() bool { return s.memory.paused(7) != "" })
	s.Unblock(7)
	s.eventually("the resumption", func() bool { return s.memory.paused(7) == "" })
	group := s.AddSupergroup("Мост", 7)
	s.Join(group, 7)
	s.replies(group, 1)
	s.Kick(group, 7)
	s.eventually("the pause", func() bool { return s.memory.paused(group) != "" })
}

func TestAnIntroductionThatNobodyWantsChangesNothing(t *testing.T) {
	s := perform(t)
	channel := s.AddChannel("Мост", 7) // whose owner never wrote to the bot
	s.Join(channel, 7)
	s.Say(8, 8, "/start")
	s.replies(8, 1)
	s.eventually("the attempt", func() bool { return s.Stats().Calls["sendmessage"] == 2 })
	if got := s.memory.paused(7); got != "" {
		t.Errorf("the owner's chat is paused: %s", got)
	}
	if strings.Contains(s.logged.String(), "level=ERROR") {
		t.Error(s.logged)
	}
}

func TestTheBotIntroducesItselfOnce(t *testing.T) {
	s := perform(t)
	group := s.AddSupergroup("Мост", 7)
	s.Join(group, 7)
	s.replies(group, 1)
	s.Mute(group, 7)
	s.eventually("the pause", func() bool { return s.memory.paused(group) != "" })
	s.Promote(group, 7, telegramtest.AllRights())
	s.eventually("the resumption", func() bool { return s.memory.paused(group) == "" })
	s.Say(group, 7, "/latest")
	if got := s.replies(group, 2); got[1].Text != "command=latest args= press=" {
		t.Errorf("got %q", got[1].Text)
	}
}

func TestEditedMessagesAndUnknownUpdatesAreLeftAlone(t *testing.T) {
	s := perform(t)
	id := s.Say(7, 7, "/start")
	s.replies(7, 1)
	s.EditSaying(7, id, "/latest")
	s.RawUpdate(`"purchased_paid_media":{"from":{"id":7}}`)
	s.Say(7, 7, "/cities")
	got := s.replies(7, 2)
	if len(got) != 2 || !strings.Contains(got[1].Text, "cities") {
		t.Errorf("got %+v", got)
	}
}
