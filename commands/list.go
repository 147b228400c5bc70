package commands

import (
	"context"
	"slices"
	"strings"

	"mostbot/catalog"
)

// command is a line of the list that routing, /help and Telegram's menu are made from. Its texts are those under its
// name in the languages' messages: menu, and example where it takes an argument.
type command struct {
	name    string
	aliases []string
	chapter string // of /help; "" keeps it out of /help and the menu
	private bool   // of no use in groups, so their menu leaves it out
	editors bool   // for the bot's admins only
	long    bool   // its argument may be a long text
	bare    bool   // it takes no argument
	run     func(context.Context, *talk) (Reply, error)
}

// list is the one list of all commands.
func (b *Book) list() []command {
	return []command{
		{name: "start", run: b.start},
		{name: "city", aliases: []string{"град", "місто", "oras", "stadt"}, chapter: "questions", run: b.city},
		{name: "project", aliases: []string{"проект", "проєкт", "proiect", "projekt"}, chapter: "questions", run: b.project},
		{name: "org", aliases: []string{"organisation", "organization", "организация", "організація"}, chapter: "questions",
			run: b.organisation},
		{name: "between", aliases: []string{"между", "між", "intre", "zwischen"}, chapter: "questions", run: b.between},
		{name: "search", aliases: []string{"find", "търси", "пошук", "cauta", "suche"}, chapter: "questions", run: b.search},
		{name: "cities", aliases: []string{"градове", "міста", "orașe", "orase", "städte"}, chapter: "questions", bare: true,
			run: b.cities},
		{name: "projects", aliases: []string{"проекти", "проєкти", "proiecte", "projekte"}, chapter: "questions", bare: true,
			run: b.projects},
		{name: "map", aliases: []string{"карта", "мапа", "harta", "karte"}, chapter: "questions", run: b.cityMap},
		{name: "timeline", aliases: []string{"хронология", "хронологія", "cronologie", "zeitleiste"}, chapter: "questions", run: b.timeline},
		{name: "latest", aliases: []string{"news", "новини"}, chapter: "news", run: b.latest},
		{name: "digest", aliases: []string{"преглед", "огляд", "sinteză", "überblick"}, chapter: "news", run: b.digest},
		{name: "subscribe", aliases: []string{"абонамент", "абонирай", "підписка", "abonament", "abonnieren"}, chapter: "news", run: b.subscribe},
		{name: "subscriptions", aliases: []string{"subs", "абонаменти", "підписки", "abonamente", "abonnements"}, chapter: "news", bare: true,
			run: b.subscriptions},
		{name: "unsubscribe", aliases: []string{"stop", "стоп", "спри", "зупини", "oprește", "opreste", "stopp"}, chapter: "news", run: b.unsubscribe},
		{name: "language", aliases: []string{"lang", "език", "мова", "limba", "sprache"}, chapter: "settings",
			run: b.setLanguage},
		{name: "timezone", aliases: []string{"tz", "zone"}, chapter: "settings", run: b.timezone},
		{name: "sources", aliases: []string{"източници", "джерела", "surse", "quellen"}, chapter: "settings", run: b.sources},
		{name: "forget", chapter: "settings", run: b.forget},
		{name: "help", aliases: []string{"помощ", "помогни", "меню", "команди", "довідка", "допомога", "ajutor", "meniu", "hilfe", "menü", "menu"},
			chapter: "settings", bare: true, run: b.help},
		{name: "report", chapter: "settings", run: b.report},
		{name: "add", chapter: "editors", editors: true, private: true, long: true, run: b.add},
		{name: "review", chapter: "editors", editors: true, private: true, run: b.review},
		{name: "status", chapter: "editors", editors: true, private: true, run: b.status},
	}
}

func (b *Book) find(name string) (command, bool) {
	name = strings.ToLower(name)
	i := slices.IndexFunc(b.commands, func(c command) bool { return c.name == name || slices.Contains(c.aliases, name) })
	if i < 0 {
		return command{}, false
	}
	return b.commands[i], true
}

// Menu lists the commands for Telegram's menu in the language.
func (b *Book) Menu(lang catalog.Language, scope Scope) []MenuItem {
	p := b.needs.Texts.Printer(lang)
	var items []MenuItem
	for _, c := range b.commands {
		if c.chapter == "" || c.private && scope == InGroup || c.editors && scope != ForAdmin {
			continue
		}
		items = append(items, MenuItem{Command: c.name, Description: p.Plain(c.name + ".menu")})
	}
	return items
}
