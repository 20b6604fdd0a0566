"""The words that come with the program: EuroVoc, the UNESCO Thesaurus and our own; see data/thesaurus."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from marketplace.search.text.normalise import primary
from marketplace.search.thesaurus import Label, Thesaurus

_DATA = Path(__file__).resolve().parent.parent / "data" / "thesaurus"
_LABELS = ("eurovoc.csv", "unesco.csv")
_OWN = "own.csv"
_MOST_TEXTS = frozenset({"en", "de"})  # languages of most texts: everyday words find them as they are

# A concept with one of these English labels is never named by a single word, in no language: the word stands
# in a third of all texts, has other senses, or is one that nobody should be sorted by.
_EVERYDAY_WORDS = """
    aborigines adolescence adolescent adolescents adult adults adviser afro-americans alien aliens
    amerindians arabs asians assessment association blacks boys camping career careers caribs child
    childhood children civics clans club clubs coloureds community consultant consultants creoles death
    education employee employees employment eskimos evaluation examination examinations expert experts
    faculty family fathers females freedom game games girls government guidance guide guides gypsies
    handbook handbooks holiday holidays hospitals household households hunting husbands independent
    indians infancy infants instruction job jobs labour labourer language languages leadership leave
    leisure life males man managers manuals marriage men minor minors mothers natives parents patients
    person personnel population principals privacy profession professionals professions pupil pupils
    race report residence school schoolchildren servants sex signs society specialists spelling sport
    sports staff stress strikes student students symbols teacher teachers teaching teenager teenagers
    test tests tourism trainers training travel tribes universities university violence visa webpage
    website welfare whites widows wives woman women work worker workers youth
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


@lru_cache(maxsize=1)
def concepts() -> Thesaurus:
    """All concepts, read when first asked for and kept for the life of the process."""
    labels: dict[str, list[Label]] = defaultdict(list)
    for name in _LABELS:
        for row in _rows(name):
            labels[row["concept_id"]].append((primary(row["language"]), row["label"]))
    one_word = {concept for concept, its in labels.items() if not any(map(_is_everyday, its))}
    alone = set()
    for concept, label, everyday in _own_labels():
        labels[concept].append(label)
        if " " not in label[1] and not (everyday and label[0] in _MOST_TEXTS):
            alone.add((concept, label[1]))
    return Thesaurus({concept: tuple(its) for concept, its in labels.items()}, one_word, alone)


def _own_labels() -> Iterator[tuple[str, Label, bool]]:
    """Concept and label of our own words, and whether these stand in a third of all texts."""
    for row in _rows(_OWN):
        concept, everyday = row.pop("concept_id"), bool(row.pop("everyday"))
        for language, cell in row.items():
            for text in filter(None, cell.split("; ")):
                yield concept, (language, text), everyday


def _is_everyday(label: Label) -> bool:
    return label[0] == "en" and label[1].lower() in _EVERYDAY


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
