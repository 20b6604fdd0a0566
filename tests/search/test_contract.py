"""What every engine promises."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.search.engine import FACETS, Engine, IndexUnavailable, Query, SearchRecord, Sort, open_engine
from tests.search.records import START, record


def ids(engine: Engine, *args: object, **filters: object) -> list[str]:
    return [found for found, _ in engine.find(Query(*args, **filters)).ids]  # type: ignore[arg-type]


def test_open_engine_unknown_scheme_names_what_is_known() -> None:
    with pytest.raises(ValueError, match=r"whoosh:///"):
        open_engine("elastic://localhost/x")


@pytest.mark.parametrize("url", ["whoosh:///", "whoosh://relative/folder", "whoosh:"])
def test_open_engine_without_folder_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="absolute folder"):
        open_engine(url)


def test_missing_index_is_unavailable_for_everything_but_rebuild(bare: Engine) -> None:
    assert bare.status().state == "missing"
    for call in (
        lambda: bare.find(Query()),
        lambda: bare.index([record()]),
        lambda: bare.remove(["r1"]),
        lambda: bare.suggest("ab"),
        lambda: bare.check([]),
    ):
        with pytest.raises(IndexUnavailable):
            call()
    assert bare.rebuild([record()]) == 1
    assert ids(bare) == ["r1"]


def test_empty_index_answers_nothing(engine: Engine) -> None:
    result = engine.find(Query("anything"))
    assert (result.ids, result.total, result.did_you_mean) == ([], 0, None)
    assert set(result.facets) == set(FACETS)


def test_index_replaces_and_keeps_the_last_of_one_id(engine: Engine) -> None:
    assert engine.index([record(1, "Old"), record(1, "Housing"), record(2, "Work")]) == 2
    assert ids(engine, "housing") == ["r1"]
    engine.index([record(1, "Health")])
    assert ids(engine, "housing") == []
    assert ids(engine, "health") == ["r1"]
    assert engine.find(Query()).total == 2


def test_remove_takes_known_ids_out_and_ignores_others(engine: Engine) -> None:
    engine.index([record(1), record(2)])
    assert engine.remove(["r1", "r1", "unknown"]) == 1
    assert ids(engine) == ["r2"]
    assert engine.remove([]) == 0


def test_check_reports_each_kind_of_difference(engine: Engine) -> None:
    engine.index([record(1), record(2), record(3)])
    assert not engine.check([("r1", "v1"), ("r2", "v2"), ("r3", "v3")])
    found = engine.check([("r1", "v1"), ("r2", "other"), ("r4", "v4")])
    assert (found.missing, found.outdated, found.surplus) == (("r4",), ("r2",), ("r3",))
    assert len(found) == 3


def test_empty_text_gives_all_newest_first(engine: Engine) -> None:
    engine.index([record(number) for number in (2, 3, 1)])
    assert ids(engine) == ["r3", "r2", "r1"]


def test_sort_newest_and_confirmed_put_never_confirmed_last(engine: Engine) -> None:
    engine.index([record(1, confirmed_at=START), record(2, confirmed_at=None), record(3, confirmed_at=START)])
    assert ids(engine, sort=Sort.NEWEST) == ["r3", "r2", "r1"]
    assert ids(engine, sort=Sort.CONFIRMED) == ["r1", "r3", "r2"]


def test_ties_are_settled_by_id_on_every_page(engine: Engine) -> None:
    same = [
        SearchRecord(id=name, version="v", kind="need", title="Same words", published_at=START)
        for name in ("b", "d", "a", "c", "e")
    ]
    engine.index(same[:3])
    engine.index(same[3:])
    for text in ("words", ""):
        pages = [ids(engine, text, page=page, per_page=2) for page in (1, 2, 3, 4)]
        assert pages == [["a", "b"], ["c", "d"], ["e"], []]
        assert engine.find(Query(text, page=9)).total == 5


def test_more_matching_words_and_titles_rank_first(engine: Engine) -> None:
    engine.index(
        [
            record(1, "Guide", body="Recognition of nurses takes long and needs documents"),
            record(2, "Recognition of nurses"),
            record(3, "Guide", body="A text on nurses and what they do"),
        ]
    )
    assert ids(engine, "recognition nurses") == ["r2", "r1", "r3"]


@pytest.mark.parametrize("excerpt", ["Mentors meet the nurses", "Mentors  meet\nthe nu…", "A practice"])
def test_summary_that_only_repeats_the_record_counts_for_nothing(engine: Engine, excerpt: str) -> None:
    body = "Mentors meet the nurses every week in the city."
    engine.index([record(1, summary=excerpt, body=body), record(2, body=body)])
    assert len({score for _, score in engine.find(Query("mentors for nurses")).ids}) == 1
    engine.index([record(1, summary="Nurses are not alone.", body=body)])
    assert [one for one, _ in engine.find(Query("nurses")).ids] == ["r1", "r2"]


def test_words_in_a_row_rank_before_the_same_words_apart(engine: Engine) -> None:
    engine.index(
        [
            record(1, "Guide", body="The school has language classes and a driving course"),
            record(2, "Guide", body="The driving school has classes and a language course"),
        ]
    )
    assert ids(engine, "driving school ") == ["r2", "r1"]
    assert ids(engine, "language classes ") == ["r1", "r2"]


def test_phrase_excluded_and_beginning(engine: Engine) -> None:
    engine.index(
        [
            record(1, "Language course", body="before departure in Tirana"),
            record(2, "Course", body="the language of a departure before noon"),
            record(3, "Coursework"),
        ]
    )
    assert ids(engine, '"before departure"') == ["r1"]
    assert set(ids(engine, "language -course")) == set()
    assert ids(engine, "language -tirana") == ["r2"]
    assert ids(engine, 'language -"before departure"') == ["r2"]
    assert ids(engine, "-tirana") == ["r3", "r2"]
    assert "r3" in ids(engine, "cours")
    assert "r3" not in ids(engine, "cours ")


def test_phrase_does_not_join_two_fields(engine: Engine) -> None:
    engine.index([record(1, "First steps", summary="abroad alone")])
    assert ids(engine, '"steps abroad"') == []
    assert ids(engine, '"first steps"') == ["r1"]


def test_did_you_mean_corrects_unknown_words_and_shows_their_spelling(engine: Engine) -> None:
    engine.index(
        [record(1, "Recognition of qualifications"), record(2, "Flüchtlinge in Köln", language="de")]
    )
    assert engine.find(Query("recogniton now")).did_you_mean == "recognition now"
    assert engine.find(Query("flüchtlnge")).did_you_mean == "flüchtlinge"
    assert engine.find(Query("qualificatoins")).did_you_mean == "qualifications"
    assert engine.find(Query("recognition")).did_you_mean is None
    assert engine.find(Query("xqzwv")).did_you_mean is None


def test_suggest_completes_the_last_word_most_frequent_first(engine: Engine) -> None:
    engine.index([record(1, "Nurses abroad"), record(2, "Nurses and nursing"), record(3, "Flüchtlinge")])
    assert engine.suggest("training nurs") == ["training nurses", "training nursing"]
    assert engine.suggest("nurs", limit=1) == ["nurses"]
    assert engine.suggest("fluch") == ["flüchtlinge"]
    assert engine.suggest("") == engine.suggest("n") == engine.suggest("nurs ") == []


def test_long_query_is_cut_with_a_notice_and_still_answers(engine: Engine) -> None:
    engine.index([record(1, "Housing")])
    result = engine.find(Query("housing " + "word " * 30))
    assert result.notices == ("query_cut",)
    assert result.total == 1
    assert engine.find(Query("housing")).notices == ()


def test_labels_of_terms_find_a_record_in_any_language(engine: Engine) -> None:
    engine.index([record(1, "Nurses", terms="Germany Gjermani آلمان Deutschland Đức")])
    for text in ("gjermani", "آلمان", "germany", "deutschland", "duc", "Đức"):
        assert ids(engine, text) == ["r1"], text


def test_attachments_and_provider_names_are_searched(engine: Engine) -> None:
    engine.index([record(1, attachments_text="apostille"), record(2, provider_name="Caritas")])
    assert ids(engine, "apostille") == ["r1"]
    assert ids(engine, "caritas") == ["r2"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.text(alphabet='ab"-* ~[]()\\\0\u200c\ud800üÄهа', max_size=300))
def test_any_text_gives_an_answer(engine: Engine, text: str) -> None:
    if not engine.check([("r1", "v1")]).missing:
        pass
    else:
        engine.index([record(1, "abba ab ba", body="ü ä")])
    result = engine.find(Query(text))
    assert 0 <= result.total <= 1
    assert len(engine.suggest(text)) <= 8


@pytest.mark.parametrize("odd", ["\udc00", "a\0b", "x" * 500, "🙂", "\u202e"])
def test_any_record_text_can_be_indexed(engine: Engine, odd: str) -> None:
    engine.index([record(1, title=odd, body=odd, summary=odd, terms=odd, provider_name=odd)])
    assert engine.find(Query()).total == 1


def test_two_engines_on_one_index_see_each_others_changes(tmp_path: Path) -> None:
    first, second = (open_engine(f"whoosh://{tmp_path}/index") for _ in range(2))
    first.rebuild([record(1)])
    assert ids(second) == ["r1"]
    for number in range(2, 12):
        first.index([record(number)])
        assert second.find(Query()).total == number
    second.rebuild([record(5)])
    assert ids(first) == ["r5"]
    first.close()
    second.close()
