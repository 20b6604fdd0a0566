"""Put templates, static files and compiled translations into the wheel, inside the package.

An editable install needs none of it: the package finds these folders beside itself. (Named in pyproject.toml
they would be copied into site-packages by an editable install as well, and go stale there.)
"""

import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("templates", "static")
CATALOGUES = "translations"


def compile_catalogues(source: Path, target: Path) -> dict[str, str]:
    """Compile every source/**/*.po to target/**/*.mo, without fuzzy entries.

    Answers {compiled file: its path inside the wheel}. Needs Babel, a build requirement.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = {}
    for po in sorted(source.glob("**/*.po")):
        place = po.relative_to(source).with_suffix(".mo")
        mo = target / place
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as words, mo.open("wb") as binary:
            write_mo(binary, read_po(words), use_fuzzy=False)
        compiled[str(mo)] = f"marketplace/{CATALOGUES}/{place.as_posix()}"
    return compiled


class CustomBuildHook(BuildHookInterface):
    """The hook hatchling calls for each wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders and the compiled catalogues, unless `version` is "editable"."""
        if version == "editable":
            return
        root = Path(self.root)
        self.compiled = tempfile.TemporaryDirectory()
        inside = {str(root / name): f"marketplace/{name}" for name in FOLDERS}
        inside.update(compile_catalogues(root / CATALOGUES, Path(self.compiled.name)))
        build_data["force_include"].update(inside)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled catalogues once they are in the wheel."""
        if version != "editable":
            self.compiled.cleanup()
