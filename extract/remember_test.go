package extract

import (
	"fmt"
	"testing"

	"mostbot/catalog"
)

func TestWordsAreRememberedUpToALimitAndForgottenWhenAsked(t *testing.T) {
	x := testExtractor(t)
	l := x.lexicons["bg"]
	x.Forget()
	for i := range mostRemembered + 100 {
		x.recall(l, cut(fmt.Sprintf("дума%dя", i))[0])
	}
	if n := len(l.memory.words); n != mostRemembered {
		t.Errorf("%d words are kept, want %d", n, mostRemembered)
	}
	a := catalog.Article{Text: "Бургас и Лвов подписаха меморандум", Published: catalog.NewDate(2024, 3, 5)}
	before := x.Read(a, nil)
	x.Forget()
	if n := len(l.memory.words); n != 0 {
		t.Errorf("%d words are kept", n)
	}
	if again := x.Read(a, nil); fmt.Sprint(before.Cities) != fmt.Sprint(again.Cities) {
		t.Errorf("first %v, then %v", before.Cities, again.Cities)
	}
}
