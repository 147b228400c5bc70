package dateparser

import "testing"

func TestDatesThatAreWrittenOutAreReadInFiveLanguages(t *testing.T) {
	for _, text := range []string{
		"22 ноември 2023 г.", "Публикувано на 22 ноември 2023", "22 November 2023", "November 22nd, 2023", "Nov 22, 2023",
		"22 листопада 2023", "22 noiembrie 2023", "22. November 2023", "22.11.2023", "Am 22. Nov. 2023 um 10 Uhr",
	} {
		found, err := (&Parser{}).Parse(nil, text)
		if err != nil || found.Time.Format("2006-01-02") != "2023-11-22" {
			t.Errorf("%q: %v, %v", text, found.Time, err)
		}
	}
}

func TestWhatIsNoWholeDateIsRefused(t *testing.T) {
	for _, text := range []string{"", "ноември 2023", "22 ноември", "31 февруари 2023", "32.11.2023", "22 хора 2023", "3 mars 20233"} {
		if found, err := (&Parser{}).Parse(nil, text); err == nil {
			t.Errorf("%q was read as %v", text, found.Time)
		}
	}
}
