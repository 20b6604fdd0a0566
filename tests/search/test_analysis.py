"""Which spellings meet, language by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.text.analysis import analyse, query_word, tokens, word_list
from marketplace.search.text.normalise import normalise


def finds(typed: str, written: str, language: str, *, asker: str = "en") -> bool:
    """Whether a typed word finds a written one in a text of this language."""
    (word,) = (query_word(one, (asker, "en", language)) for one in normalise(typed).split())
    (found,) = analyse(written, language)
    return found.word in word.words or not set(found.stems).isdisjoint(word.stems)


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("en", "nurse", "Nurses"),
        ("en", "recognised", "recognising"),
        ("de", "haus", "Häuser"),
        ("de", "hauser", "Häuser"),
        ("de", "STRASSE", "Straße"),
        ("de", "Flüchtling", "Flüchtlingen"),
        ("de", "Fluchtling", "Flüchtlinge"),
        ("de", "Fluechtling", "Flüchtlinge"),
        ("fr", "integration", "intégration"),
        ("es", "informacion", "información"),
        ("sq", "keshillim", "Këshillim"),
        ("pl", "pracownik", "pracownika"),
        ("ro", "sanatate", "sănătate"),
        ("ro", "ţară", "țară"),
        ("tr", "isik", "ışık"),
        ("tr", "IŞIK", "ışık"),
        ("tr", "istanbul", "İstanbul"),
        ("sr", "beograd", "Београд"),
        ("sr", "Београд", "Beograd"),
        ("sr", "djak".replace("dj", "đ"), "ђак"),
        ("sr", "dak", "ђак"),
        ("sr", "љубав", "ljubav"),
        ("sr", "њега", "njega"),
        ("ru", "работа", "работы"),
        ("ru", "ёлка", "елка"),
        ("ru", "заработок", "за́работок"),
        ("uk", "здоров'я", "здоров’я"),
        ("uk", "здоров'я", "здоровʼя"),
        ("el", "υγεια", "υγεία"),
        ("el", "ΧΩΡΟΣ", "χώρος"),
        ("ar", "مدرسه", "مَدْرَسَة"),
        ("ar", "احمد", "أحمد"),
        ("ar", "مدرســة", "مدرسة"),
        ("ar", "علي", "على"),
        ("ar", "المدرسة", "مدرسة"),
        ("ar", "١٢٣", "123"),
        ("fa", "ايران", "ایران"),
        ("fa", "كتاب", "کتاب"),
        ("fa", "کتابها", "کتاب"),
        ("fa", "کتاب", "كتاب"),
        ("ur", "پاكستان", "پاکستان"),
        ("ur", "ہے", "هے"),
        ("vi", "suc", "sức"),
        ("vi", "sức", "sức"),
        ("vi", "Duc", "Đức"),
        ("he", "שלום", "שָׁלוֹם"),
        ("sv", "språk", "SPRÅKEN"),
        ("hr", "zdravstvo", "Zdravstvo"),
        ("mn", "эмнэлэг", "ЭМНЭЛЭГ"),
        ("en", "ﬁnance", "finance"),
        ("en", "Ｖｉｓａ", "visa"),
        ("en", "co\u00adoperate", "cooperate"),
    ],
)
def test_spelling_finds_word(language: str, typed: str, written: str) -> None:
    assert finds(typed, written, language)


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("mn", "мой", "мои"),
        ("uk", "її", "іі"),
        ("mk", "куќа", "кука"),
        ("en", "new", "news"),
        ("de", "news", "new"),
    ],
)
def test_spelling_leaves_another_word(language: str, typed: str, written: str) -> None:
    assert not finds(typed, written, language, asker=language)


@pytest.mark.parametrize(
    "forms",
    [
        "infermier infermieri infermierit infermierë infermierët infermierëve infermiere infermierja",
        "punë puna punën punës punët punëve",
        "punësim punësimi punësimit punësimin punësime punësimet punësimeve",
        "leje leja lejen lejes lejet lejeve",
        "mësues mësuesi mësuesit mësuesve mësuese mësueset",
        "punëdhënës punëdhënësi punëdhënësit punëdhënësve",
        "shtëpi shtëpia shtëpinë shtëpisë shtëpitë shtëpive",
        "familje familja familjen familjes familjet familjeve",
        "qytet qyteti qytetit qytetet qyteteve",
        "universitet universiteti universitetet universiteteve",
        "këshillim këshillimi këshillimit",
        "treg tregu tregut tregje tregjet tregjeve",
        "vizë viza vizën vizës vizat vizave",
        "vizitë vizita vizitën vizitat vizitave",
    ],
    ids=lambda forms: forms.split()[0],
)
def test_albanian_nouns_meet_in_every_case(forms: str) -> None:
    first, *others = forms.split()
    assert [one for one in others if not (finds(first, one, "sq") and finds(one, first, "sq"))] == []


@pytest.mark.parametrize(("typed", "written"), [("viza", "vizita"), ("shtet", "shtatë"), ("te", "tu")])
def test_other_albanian_nouns_do_not_meet(typed: str, written: str) -> None:
    assert not finds(typed, written, "sq")


def test_stem_of_one_language_does_not_find_texts_of_another() -> None:
    word = query_word("news", ("fr", "en"))
    (found,) = analyse("new", "en")
    assert set(found.stems).isdisjoint(word.stems)
    assert found.word not in word.words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("می\u200cخواهم", "fa", ["مي", "خواهم"]),
        ("fi\u200cle", "en", ["file"]),
        ("l'eau d’ici", "fr", ["l", "eau", "d", "ici"]),
        ("東京都", "ja", ["東京", "京都"]),
        ("ไทย", "th", ["ไท", "ทย"]),
        ("snake_case e-mail", "en", ["snake", "case", "e", "mail"]),
        ("\ud800a\0b", "en", ["a", "b"]),
        ("हिन्दी", "hi", ["हिन्दी"]),
    ],
)
def test_text_falls_into_words(text: str, language: str, words: list[str]) -> None:
    assert [found.word for found in analyse(text, language)] == words


def test_stop_words_have_no_stem_but_stay_words() -> None:
    the, nurses = analyse("The nurses", "en")
    assert (the.stop, the.stems, the.word) == (True, (), "the")
    assert (nurses.stop, nurses.stems) == (False, ("en:nurs",))


def test_language_codes_with_regions_are_understood() -> None:
    from marketplace.search.text.normalise import primary

    assert [primary(code) for code in ("pt-BR", "sr_Latn", "DE", None)] == ["pt", "sr", "de", ""]


@given(st.text() | st.text("abc éçü0_- 日本語ไทยकि\u0301.", max_size=40))
def test_words_are_those_of_the_tokens(text: str) -> None:
    known = normalise(text)
    assert word_list(known) == [word for _, _, word in tokens(known)]
