"""The profile that the mock is started with: a file's, or a packaged one's by its name."""

import os
from collections.abc import Mapping
from pathlib import Path

from leads_contract import OpenQuestion, Profile, ProfileError, read_profile
from leads_mock.fixtures import bundled_fixtures


def packaged_profiles() -> dict[str, Path]:
    """The files of the profiles that come along, by name."""
    return {path.stem: path for path in sorted((bundled_fixtures() / "profiles").glob("*.yaml"))}


def profile_file(given: Path) -> Path:
    """The file of a packaged profile's name, or of a path. Raises ProfileError for a word that is neither."""
    packaged = packaged_profiles()
    if str(given) in packaged:
        return packaged[str(given)]
    if given.suffix or len(given.parts) != 1 or os.path.exists(given):
        return given
    raise ProfileError(f"{given}: no such file, and no packaged profile; packaged are: {', '.join(packaged)}")


def given_profile(given: Path | None, questions: Mapping[str, OpenQuestion]) -> Profile:
    """None is the contract's defaults. Raises ProfileError."""
    return read_profile(profile_file(given), questions) if given else Profile(questions)
