package telegramtest

// method does what a call asks for, while the world is locked.
type method func(*Server, *query) (any, error)

// methods are what the bot can call, besides getUpdates.
func methods() map[string]method {
	return map[string]method{
		"getme":                           (*Server).getMe,
		"setwebhook":                      (*Server).setWebhook,
		"deletewebhook":                   (*Server).deleteWebhook,
		"getwebhookinfo":                  (*Server).getWebhookInfo,
		"sendmessage":                     (*Server).sendMessage,
		"sendphoto":                       (*Server).sendPhoto,
		"senddocument":                    (*Server).sendDocument,
		"sendchataction":                  (*Server).sendChatAction,
		"editmessagetext":                 (*Server).editMessageText,
		"editmessagecaption":              (*Server).editMessageCaption,
		"editmessagereplymarkup":          (*Server).editMessageReplyMarkup,
		"deletemessage":                   (*Server).deleteMessage,
		"answercallbackquery":             (*Server).answerCallbackQuery,
		"getchat":                         (*Server).getChat,
		"getchatmember":                   (*Server).getChatMember,
		"getchatmembercount":              (*Server).getChatMemberCount,
		"getchatadministrators":           (*Server).getChatAdministrators,
		"leavechat":                       (*Server).leaveChat,
		"getfile":                         (*Server).getFile,
		"setmycommands":                   (*Server).setMyCommands,
		"getmycommands":                   (*Server).getMyCommands,
		"deletemycommands":                (*Server).deleteMyCommands,
		"setmyname":                       (*Server).setMyName,
		"getmyname":                       (*Server).getMyName,
		"setmydescription":                (*Server).setMyDescription,
		"getmydescription":                (*Server).getMyDescription,
		"setmyshortdescription":           (*Server).setMyShortDescription,
		"getmyshortdescription":           (*Server).getMyShortDescription,
		"setchatmenubutton":               (*Server).agree,
		"setmydefaultadministratorrights": (*Server).agree,
	}
}

// agree says yes to what has no effect here.
func (s *Server) agree(*query) (any, error) { return true, nil }

func (s *Server) getMe(*query) (any, error) {
	return struct {
		User
		CanJoinGroups bool `json:"can_join_groups"`
		ReadsAll      bool `json:"can_read_all_group_messages"`
		Inline        bool `json:"supports_inline_queries"`
		Business      bool `json:"can_connect_to_business"`
		WebApp        bool `json:"has_main_web_app"`
	}{User: s.bot, CanJoinGroups: true, ReadsAll: s.options.ReadsAll}, nil
}
