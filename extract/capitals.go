package extract

import "strings"

// capitalOf names each country's capital, as GeoNames does in English.
var capitalOf = map[string]string{
	"AL": "Tirana", "AM": "Yerevan", "AT": "Vienna", "AZ": "Baku", "BA": "Sarajevo", "BE": "Brussels", "BG": "Sofia",
	"BY": "Minsk", "CA": "Ottawa", "CH": "Bern", "CN": "Beijing", "CY": "Nicosia", "CZ": "Prague", "DE": "Berlin",
	"DK": "Copenhagen", "EE": "Tallinn", "ES": "Madrid", "FI": "Helsinki", "FR": "Paris", "GB": "London", "GE": "Tbilisi",
	"GR": "Athens", "HR": "Zagreb", "HU": "Budapest", "IE": "Dublin", "IL": "Jerusalem", "IN": "New Delhi", "IS": "Reykjavik",
	"IT": "Rome", "JP": "Tokyo", "KG": "Bishkek", "KR": "Seoul", "KZ": "Astana", "LT": "Vilnius", "LU": "Luxembourg",
	"LV": "Riga", "MD": "Chisinau", "ME": "Podgorica", "MK": "Skopje", "MT": "Valletta", "NL": "Amsterdam", "NO": "Oslo",
	"PL": "Warsaw", "PT": "Lisbon", "RO": "Bucharest", "RS": "Belgrade", "RU": "Moscow", "SE": "Stockholm", "SI": "Ljubljana",
	"SK": "Bratislava", "TR": "Ankara", "UA": "Kyiv", "UZ": "Tashkent", "XK": "Pristina",
}

// cityStates are countries whose name is also that of their capital.
var cityStates = map[string]bool{"LU": true}

// near are the countries of Europe and its neighbours, where most partners of the news are at home.
var near = countries("AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO " +
	"PL PT RO RS RU SE SI SK SM TR UA VA XK")

func countries(codes string) map[string]bool {
	all := map[string]bool{}
	for _, iso := range strings.Fields(codes) {
		all[iso] = true
	}
	return all
}
