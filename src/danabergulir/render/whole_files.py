"""Files written whole or not at all: a full disk leaves what was there."""

from collections.abc import Mapping
from pathlib import Path


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write ``files`` in the place of what stands there, into folders that are there.

    Every file is finished under another name before the first takes its place. What is no file, as a pipe, is written
    straight away. Raises ``OSError``.
    """
    drafts = {path: _draft_of(path) for path in files}
    try:
        for path, content in files.items():
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            if draft != path:
                draft.replace(path.resolve())  # a link stays one
    finally:
        for path, draft in drafts.items():
            if draft != path:
                draft.unlink(missing_ok=True)


def _draft_of(path: Path) -> Path:
    if path.exists() and not path.is_file():
        return path
    target = path.resolve()
    return target.with_name(f"{target.name}.baru")
