"""The table in which tabs are written down, one row for each state of a tab.

A database of its own, in which nothing lies that a tab could not begin without. What
many tabs show is written together: two hundred rows take 1.5 ms, as files 23.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import batched
from pathlib import Path

PATIENCE = 1  # second until another process, which is about to end, lets go
BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# It outlives the process, however that ends, and nobody waits for the disk. Should the
# machine lose power, it may be broken, and is begun anew.
BEGIN = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS state (
    tab TEXT, name TEXT, written REAL, data BLOB, PRIMARY KEY (tab, name)
);
"""
WRITE = """
INSERT INTO state VALUES {rows} ON CONFLICT DO UPDATE
SET written = excluded.written, data = excluded.data
"""
OLD = "SELECT tab FROM state GROUP BY tab HAVING MAX(written) < ?"
DELETE = "DELETE FROM state WHERE tab = ?"
AT_ONCE = 100  # tabs that are deleted before somebody else may write

type Stored = dict[str, bytes]  # what is written of a tab, by the names of its states


class TabTable:
    """Reads and writes the file.

    Raises ``sqlite3.Error`` or ``OSError`` when that is not possible now.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None

    def read(self, tab: str) -> Stored:
        """Give what is written of a tab."""
        with self._connected() as connection:
            wanted = "SELECT name, data FROM state WHERE tab = ?"
            return dict(connection.execute(wanted, (tab,)))

    def write(self, tabs: Mapping[str, Stored]) -> None:
        """Write all of this, or nothing."""
        now = time.time()
        rows = [(tab, name, now, tabs[tab][name]) for tab in tabs for name in tabs[tab]]
        with self._connected() as connection:
            statement = WRITE.format(rows=", ".join(["(?, ?, ?, ?)"] * len(rows)))
            connection.execute(statement, [value for row in rows for value in row])

    def delete_old(self, age: float) -> None:
        """Delete the tabs of which nothing was written for so many seconds.

        Any thread may do so.
        """
        with closing(self._open()) as connection:
            old = connection.execute(OLD, (time.time() - age,)).fetchall()
            for some in batched(old, AT_ONCE):
                with connection:
                    connection.executemany(DELETE, some)

    def close(self) -> None:
        """Close the file, until it is used again."""
        connection, self._connection = self._connection, None
        if connection:
            connection.close()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block does; after a failure, begin with a new connection."""
        if not self._file.exists():  # nobody has made it yet, or somebody deleted it
            self.close()
        if self._connection is None:
            self._connection = self._open()
        try:
            with self._connection as connection:
                yield connection
        except sqlite3.Error as error:
            self.close()
            self._delete_if_broken(error)
            raise

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(self._file)
        except sqlite3.Error as error:
            self._delete_if_broken(error)
            return _open(self._file)

    def _delete_if_broken(self, error: sqlite3.Error) -> None:
        if getattr(error, "sqlite_errorcode", None) in BROKEN:
            for end in ("", "-wal", "-shm"):
                Path(f"{self._file}{end}").unlink(missing_ok=True)


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=PATIENCE)
    try:
        connection.executescript(BEGIN)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
