"""The table in which tabs are written down, one row for each state of a tab.

A database of its own: losing it costs only what tabs showed. What many tabs show is
written together: two hundred rows take 1.5 ms, as files they took 23.
"""

import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from itertools import batched
from pathlib import Path

from frontend.tabs.manager import Stored

# Seconds to wait for another process, which begins or is about to end: on the event
# loop, where everybody waits, and elsewhere.
SHORT, LONG = 0.05, 5
AT_ONCE = 100  # tabs that are deleted before somebody else may write
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


class TabTable:
    """Reads and writes the file.

    Raises ``sqlite3.Error`` or ``OSError`` when the file cannot be used just now.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None  # which file that is

    def read(self, tab: str) -> Stored:
        """Give what is written of a tab."""
        with self._connected() as connection:
            wanted = "SELECT name, data FROM state WHERE tab = ?"
            return dict(connection.execute(wanted, (tab,)))

    def write(self, tabs: Mapping[str, Stored], *, anew: Collection[str] = ()) -> None:
        """Write all of this, or nothing; of tabs ``anew`` nothing else is left."""
        now = time.time()
        rows = [(tab, name, now, tabs[tab][name]) for tab in tabs for name in tabs[tab]]
        with self._connected() as connection:
            connection.executemany(DELETE, ((tab,) for tab in anew))
            statement = WRITE.format(rows=", ".join(["(?, ?, ?, ?)"] * len(rows)))
            connection.execute(statement, [value for row in rows for value in row])

    def delete_old(self, age: float) -> None:
        """Delete the tabs of which nothing was written for so many seconds.

        Any thread may do so.
        """
        with self._mended(), closing(self._connect(LONG)) as connection:
            old = connection.execute(OLD, (time.time() - age,)).fetchall()
            for some in batched(old, AT_ONCE):
                with connection:
                    connection.executemany(DELETE, some)
                time.sleep(SHORT)

    def close(self) -> None:
        """Close the file, until it is used again."""
        connection, self._connection = self._connection, None
        if connection:
            connection.close()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block does; after a failure, begin with a new connection."""
        with self._mended():
            if self._opened != self._identity():  # another one stands there, or none
                self.close()
            if self._connection is None:
                self._connection = self._connect(SHORT)
                self._opened = self._identity()
            with self._connection as connection:
                yield connection

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Begin anew, the next time, if the file turns out to be broken."""
        try:
            yield
        except sqlite3.Error as error:
            self.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in BROKEN:
                for end in ("", "-wal", "-shm"):
                    Path(f"{self._file}{end}").unlink(missing_ok=True)
            raise

    def _identity(self) -> tuple[int, int] | None:
        with suppress(FileNotFoundError):
            found = self._file.stat()
            return found.st_dev, found.st_ino
        return None

    def _connect(self, patience: float) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        # Each number of rows is another statement: not one is worth being remembered.
        connection = sqlite3.connect(self._file, patience, cached_statements=4)
        try:
            connection.executescript(BEGIN)
        except sqlite3.Error:
            connection.close()
            raise
        return connection
