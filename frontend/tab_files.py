"""The files in which tabs are written down, one for each state of a tab.

Their names are plain texts: Python 3.12 never forgets the parts of a ``Path``, and
each tab brings some names of its own.
"""

import os
import time
from contextlib import suppress
from hashlib import sha256
from typing import IO


class TabFile(str):
    """Where a state is, or will be, with as much of a ``Path`` as Reflex asks for."""

    __slots__ = ()

    def exists(self) -> bool:
        """Tell whether the state was ever written."""
        return os.path.exists(self)

    def open(self, mode: str) -> IO[bytes]:
        """Open it."""
        return open(self, mode)

    def write_bytes(self, data: bytes) -> None:
        """Replace it as a whole: whoever reads it meanwhile gets the old one."""
        new = f"{self}.new"
        with open(new, "wb") as file:
            file.write(data)
        os.replace(new, self)


def file_of(folder: str, state: str) -> TabFile:
    """Name a state's file."""
    name = sha256(state.encode()).hexdigest()
    return TabFile(f"{folder}/{name}.pkl")


def delete_old_files(folder: str, age: float) -> None:
    """Delete what nobody has written for so many seconds."""
    with os.scandir(folder) as files:
        for each in files:
            with suppress(FileNotFoundError):  # it has become another one just now
                if time.time() - each.stat().st_mtime > age:
                    os.unlink(each)
