package main

import "testing"

func TestUkrainianNamesAreWrittenInBulgarian(t *testing.T) {
	for name, want := range map[string]string{
		"Київ": "Киив", "Трускавець": "Трускавец", "Кам'янка": "Камянка", "Хмільник": "Хмилник", "Стрий": "Стрий", "Новий Буг": "Нови Буг",
		"Новгород-Сіверський": "Новгород-Сиверски", "Южний": "Южни", "Ґніздичів": "Гниздичив", "Тульчин": "Тулчин", "Єланець": "Еланец",
		"Kyiv": "", "": "",
	} {
		if got := fromUkrainian(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestRussianNamesAreWrittenInBulgarian(t *testing.T) {
	for name, want := range map[string]string{
		"Рыбинск": "Рибинск", "Волжский": "Волжски", "Великий Устюг": "Велики Устюг", "Орёл": "Орьол", "Ёлкино": "Йолкино", "Элиста": "Елиста",
		"Тверь": "Твер", "Щёлково": "Щолково", "Раменское": "Раменское", "Подъячево": "",
	} {
		if got := fromRussian(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestBalkanNamesAreWrittenInBulgarian(t *testing.T) {
	for name, want := range map[string]string{
		"Bosilegrad": "Босилеград", "Majdanpek": "Майданпек", "Odžaci": "Оджаци", "Čajetina": "Чаетина", "Ljubovija": "Любовия",
		"Banja Koviljača": "Баня Ковиляча", "Štitar": "Щитар", "Vrbas": "", "Bjelovar": "", "Wien": "",
	} {
		if got := fromSerbian(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"Ѓорче": "Горче", "Кичево": "Кичево", "Битола": "Битола", "Крстец": ""} {
		if got := fromMacedonian(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestBulgarianNamesAreWrittenInUkrainian(t *testing.T) {
	for name, want := range map[string]string{
		"Дългопол": "Дилгопол", "Перущица": "Перуштиця", "Белица": "Белиця", "Батановци": "Батановці", "Правец": "Правець",
		"Долна Митрополия": "Долна-Мітрополія", "Симитли": "Симітлі", "Николаево": "Ніколаєво",
	} {
		if got := fromBulgarian(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestOnlySureNamesAreTakenLetterByLetter(t *testing.T) {
	for _, c := range []struct {
		name, country, cyrillic string
		want                    bool
	}{
		{"Verona", "IT", "Верона", true}, {"Taranto", "IT", "Таранто", true}, {"Gela", "IT", "Гела", false}, {"Monza", "IT", "Монза", false},
		{"Rosenheim", "DE", "Росенхеим", false}, {"Reims", "FR", "Реимс", false}, {"Irun", "ES", "Ирун", true}, {"Irun", "ES", "Іран", false},
	} {
		if got := plain(place{name: c.name, country: c.country}, c.cyrillic); got != c.want {
			t.Errorf("%s for %s is sure: %v", c.cyrillic, c.name, got)
		}
	}
}
