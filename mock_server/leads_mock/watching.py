"""Reads fixtures and profile again when their files change."""

import asyncio
import logging
from pathlib import Path

from leads_contract import Profile, ProfileError
from leads_mock.core.emails import fold_of
from leads_mock.core.memory import Snapshot, seeded
from leads_mock.fixtures import FixtureError, fixtures_file, read_fixtures
from leads_mock.house import House
from leads_mock.profiles import given_profile, profile_file
from leads_mock.settings import Settings

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)  # whoever watches wants to see it, whatever else is logged
Stamp = tuple[int, int, int] | None


class Watch:
    """Looks at the files; a broken edit is told in a line, and the last good state stays."""

    def __init__(self, settings: Settings, house: House) -> None:
        self._settings, self._house = settings, house
        self._fixtures = fixtures_file(settings.fixtures)
        paths = [self._fixtures, *([profile_file(settings.profile)] if settings.profile else [])]
        self._read = self._seen = {path: _stamp(path) for path in paths}
        self._changed: set[Path] = set()
        """Files that were edited since all of them could be read."""

    async def look(self) -> None:
        """Reads the files again once they stay as they are: an editor may write in several steps."""
        stamps = {path: _stamp(path) for path in self._seen}
        is_calm, self._seen = stamps == self._seen, stamps
        if is_calm and stamps != self._read:
            self._changed |= {path for path, stamp in stamps.items() if stamp != self._read[path]}
            self._read = stamps
            await self._reload()

    async def _reload(self) -> None:
        try:
            profile, start = await asyncio.to_thread(self._all)
        except (ProfileError, FixtureError) as error:
            logger.warning("%s; what was read before stays", error)
            return
        self._house.begin_anew(profile, start, replaces=self._fixtures in self._changed)
        logger.info("read again: %s", ", ".join(sorted(map(str, self._changed))))
        self._changed.clear()

    def _all(self) -> tuple[Profile, Snapshot]:
        contract = self._house.contract
        profile = given_profile(self._settings.profile, contract.questions)
        return profile, seeded(read_fixtures(self._fixtures, contract, profile), fold_of(profile))


def _stamp(path: Path) -> Stamp:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino
