package catalog

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"burgas": "burgas", "Iași": "iasi", "„Мостове за сътрудничество“": "мостове за сътрудничество",
		"Кам'янець-Подільський": "камянець подільський", "L’Aquila": "laquila", "Großräschen": "grossraschen",
		"Αθήνα": "αθηνα", "ΠΑΤΡΑΣ": "πατρασ", "Cluj-Napoca": "cluj napoca", "Чернівцій": "чернівцій", "Київ": "київ",
		"Łódź": "lodz", "İzmir": "izmir", "  ": "", "ѝ": "и", "а\u200fб": "аб", "Ґалаґан": "галаган",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if again := Fold(Fold(in)); again != Fold(in) {
			t.Errorf("folding %q twice gives %q", in, again)
		}
	}
}

func TestLatin(t *testing.T) {
	for in, want := range map[string]string{
		"Община Бургас": "obshtina burgas", "Αθήνα": "athina", "Харків ІТ-кластер": "harkiv it klaster",
	} {
		if got := Latin(in); got != want {
			t.Errorf("Latin(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Burgas Municipality": "burgas-municipality", "„Чисто“ ООД": "chisto-ood", "中文": "",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTheSkeletonIsTheSameAcrossLanguages(t *testing.T) {
	for _, names := range [][2]string{
		{"Vitaliy Belobrov", "Виталий Белобров"}, {"Виталий Белобров", "Віталій Білобров"},
		{"Dimitar Nikolov", "Димитър Николов"}, {"Yordanka Fandakova", "Йорданка Фандъкова"},
		{"Klitschko", "Кличко"}, {"Cluj", "Клуж"}, {"Харків", "Kharkiv"}, {"Христо", "Hristo"},
	} {
		if a, b := skeleton(names[0]), skeleton(names[1]); a != b {
			t.Errorf("%s %q, %s %q", names[0], a, names[1], b)
		}
	}
	if skeleton("Petrov") == skeleton("Pavlov") {
		t.Error("Petrov and Pavlov are one")
	}
}
