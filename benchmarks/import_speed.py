"""How long an import of documents takes, published and indexed: python benchmarks/import_speed.py [ROWS]."""

import argparse
import json
import os
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMON_WORDS = (
    *(
        "arrival",
        "advice",
        "centre",
        "city",
        "contract",
        "course",
        "departure",
        "diploma",
        "employer",
        "family",
    ),
    *(
        "health",
        "housing",
        "interview",
        "job",
        "language",
        "permit",
        "recognition",
        "school",
        "skills",
        "work",
    ),
)
COUNTRIES = ("AL", "BA", "XK", "RS", "PH", "NP", "MA", "TN", "UA", "GE")
DESTINATIONS = ("DE", "AT", "IT", "HU", "CZ", "NL", "PT", "SK", "CA", "SE")
BOOSTERS = ("language_training", "job_matching", "skills_recognition", "information_and_rights", "referral")
PHASES = ("pre_departure", "in_transit", "on_arrival", "settled", "return")


def sentence(dice: random.Random, words: int) -> str:
    """Words in a row, some of them rare, as a real collection has them."""
    chosen = [
        dice.choice(COMMON_WORDS) if dice.random() < 0.8 else f"term{int(40_000 ** dice.random())}"
        for _ in range(words)
    ]
    return " ".join(chosen).capitalize() + "."


def row(number: int) -> dict[str, object]:
    """A document in the minimal form: about 300 words."""
    dice = random.Random(number)  # noqa: S311  # made-up texts
    return {
        "slug": f"document-{number:06}",
        "title": sentence(dice, 8),
        "abstract": sentence(dice, 60),
        "body": " ".join(sentence(dice, 20) for _ in range(12)),
        "language": dice.choice(["en", "en", "de", "fr"]),
        "corridors": [{"origin": dice.choice(COUNTRIES), "destination": dice.choice(DESTINATIONS)}],
        "boosters": dice.sample(BOOSTERS, 2),
        "phases": [dice.choice(PHASES)],
        "year": dice.randrange(2000, 2026),
        "kind": "report",
    }


def timed(label: str, instance: Path, *arguments: str, stdin: str = "") -> None:
    """Run a command of the program and print how long it took and what it said last."""
    environ = {"MARKETPLACE_INSTANCE": str(instance), "MARKETPLACE_SECRET_KEY": secrets.token_hex(32)}
    start, processor = time.perf_counter(), _processor_seconds()
    done = subprocess.run(  # noqa: S603  # the program itself
        [sys.executable, "-c", "from marketplace.cli import main; main()", *arguments],
        env=os.environ | environ,
        input=stdin,
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    wall, processor = time.perf_counter() - start, _processor_seconds() - processor
    print(f"{label:<16}{wall:7.1f} s, processor {processor:6.1f} s: {done.stdout.strip().splitlines()[-1]}")


def _processor_seconds() -> float:
    """What the finished commands have used: other work on the machine makes no difference to it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=10_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        file, instance = Path(folder) / "documents.jsonl", Path(folder) / "instance"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row(number)) + "\n" for number in range(count))
        password = secrets.token_urlsafe(16)
        timed("create-admin", instance, "create-admin", "a@example.org", "--password-stdin", stdin=password)
        again = ("import", str(file), "--kind", "document", "--publish")
        timed(f"import {count}", instance, *again)
        timed("outbox drain", instance, "outbox", "drain")
        timed("index check", instance, "index", "check")
        timed("import again", instance, *again)


if __name__ == "__main__":
    main()
