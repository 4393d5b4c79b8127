"""The journal: what the leads were before the first write, kept until all is back."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leads_check.evidence.values import Lead
from leads_check.settings import Settings, UsageError

VERSION = 1


@dataclass(frozen=True)
class Journal:
    """`leads` maps targets to leads as they were. No key is ever in it, only the variables' names."""

    path: Path
    base_url: str
    api_key_env: str
    foreign_api_key_env: str | None
    leads: Mapping[str, Lead]

    @classmethod
    def write(cls, settings: Settings, leads: Mapping[str, Lead]) -> Journal:
        """A new journal file below the journal folder, readable by its owner alone.

        The file is complete and on the disk when this returns. Raises UsageError where it cannot be written.
        """
        content: dict[str, Any] = {
            "version": VERSION,
            "baseUrl": settings.base_url,
            "apiKeyEnv": settings.api_key_env,
            "foreignApiKeyEnv": settings.foreign_api_key_env,
            "leads": leads,
        }
        try:
            settings.journal_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="journal-", suffix=".json", dir=settings.journal_dir)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UsageError(
                f"cannot write a journal below {settings.journal_dir}: {error.strerror}"
            ) from error
        return cls._of(Path(name), content)

    @classmethod
    def read(cls, path: Path) -> Journal:
        """The journal in a file. Raises UsageError."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["version"] != VERSION:
                raise UsageError(f"{path}: journal version {content['version']} is not {VERSION}")
            return cls._of(path, content)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, UsageError):
                raise
            raise UsageError(f"{path}: not a journal of leads-contract") from error

    @classmethod
    def _of(cls, path: Path, content: Mapping[str, Any]) -> Journal:
        return cls(
            path, content["baseUrl"], content["apiKeyEnv"], content["foreignApiKeyEnv"], content["leads"]
        )

    def remove(self) -> None:
        """All is back."""
        self.path.unlink(missing_ok=True)
