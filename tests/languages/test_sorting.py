"""Lists in the order of each language's alphabet."""

import pytest

from marketplace import languages

# Each line is in order as a dictionary of the language has it.
IN_ORDER = {
    "en": "Åland Islands, Albania, Côte d’Ivoire, Croatia, Réunion, Romania, Zambia",
    "sq": "Andorrë, Côte d’Ivoire, Çad, Çeki, Danimarkë, Egjipt, Guam, Gjermani, Libi, Lituani, Nigeri, "
    "Norvegji, Rusi, Samoa, Shqipëri, Tunizi, Turqi, Zambi, Zimbabve",
    "sr": "Авганистан, Босна и Херцеговина, Габон, Данска, Замбија, Италија, Јамајка, Немачка, Њу, Обала, "
    "Тунис, Ћуприја, Уганда, Хрватска, Црна Гора, Чешка, Џибути, Шпанија",
    "sr-Latn": "Austrija, Bosna i Hercegovina, Crna Gora, Čad, Češka, Ćuprija, Danska, Dominika, Džibuti, "
    "Đakovica, Estonija, Litvanija, Luksemburg, Ljubljana, Mađarska, Norveška, "
    "Njujork, Srbija, Šri Lanka, Zambija, Žuta",
    "fa": "آلبانی, آلمان, اتریش, ایران, بلژیک, پاکستان, ترکیه, چین, روسیه, ژاپن, صربستان, عراق, فرانسه, "
    "کانادا, گرجستان, لهستان, مصر, نروژ, ویتنام, هلند, یونان",
    "hu": "Albánia, Ausztria, Ciprus, Csád, Csehország, Dánia, Dzsibuti, Olaszország, Örményország, "
    "Svájc, Szerbia, Ukrajna, Ürdün",
    "cs": "Bulharsko, Curaçao, Čína, Dánsko, Honduras, Chile, Chorvatsko, Indie, "
    "Rakousko, Řecko, Srbsko, Španělsko",
    "sk": "Cyprus, Česko, Holandsko, Chorvátsko, India, Slovensko, Španielsko",
    "vi": "Ai Cập, Áo, Ba Lan, Campuchia, Chad, Djibouti, Đan Mạch, Đức, Na Uy, Ý",
    "tr": "Irak, İran, İtalya, Japonya, Odun, Özbekistan, Sudan, Şili, Uganda, Ürdün",
    "es": "Nápoles, Nueva Zelanda, Ñame, Omán",
    "sv": "Zambia, Åland, Österrike",
    "da": "Zambia, Ægypten, Østrig, Åland",
    "lt": "Ypatinga, Islandija, Italija, Jordanija, Serbija, Šveicarija",
    "lv": "Čehija, Dānija, Gana, Ģērmānija, Kuba, Ķīna",
    "uk": "Габон, Ґалапагос, Данія, Єгипет, Замбія, Ірак, Їжа, Йорданія",
    "mn": "Дани, Орос, Өвөр, Сири, Унгар, Үндэс, Чех",
    "ar": "إسبانيا, ألمانيا, بلجيكا, تركيا, صربيا, كندا, مصر, هولندا, ويلز, يمن",
    "ur": "البانیہ, پاکستان, ٹوگو, جرمنی, ڈنمارک, روس, کینیڈا, یونان",
}


@pytest.mark.parametrize("code", IN_ORDER)
def test_names_are_sorted_by_the_alphabet_of_the_language(code: str) -> None:
    expected = IN_ORDER[code].split(", ")
    assert sorted(reversed(expected), key=lambda name: languages.sort_key(name, code)) == expected


@pytest.mark.parametrize("code", ["sq", "fa", "sr"])
def test_countries_stand_in_alphabetical_order(code: str) -> None:
    names = [name for _code, name in languages.country_choices(code)]
    wanted = set(IN_ORDER[code].split(", ")) & set(names)
    assert len(wanted) > 10
    assert [name for name in names if name in wanted] == [
        n for n in IN_ORDER[code].split(", ") if n in wanted
    ]


def test_case_marks_and_signs_only_break_ties() -> None:
    words = ["cote", "Cote", "côte", "coter", "cot-e", "10 b", "2 a"]
    assert sorted(words, key=lambda word: languages.sort_key(word, "fr"))[-1] == "coter"
    assert languages.sort_key("Kote", "sq")[0] == languages.sort_key("köte", "sq")[0]


def test_arabic_letter_forms_of_persian_sort_alike() -> None:
    assert languages.sort_key("كانادا", "fa")[0] == languages.sort_key("کانادا", "fa")[0]
    assert languages.sort_key("پلی‌نزی", "fa")[0] == languages.sort_key("پلینزی", "fa")[0]


def test_empty_and_foreign_texts_can_be_sorted() -> None:
    texts = ["", "日本", "Ж", "zeta", "🙂", "1"]
    ordered = sorted(texts, key=lambda text: languages.sort_key(text, "sq"))
    assert ordered[:3] == ["", "1", "zeta"]
