"""Tabs are written to a table that nobody reads half, nor for ever."""

import sqlite3

import pytest

from frontend.tabs import disk_table
from frontend.tabs.disk_table import TabTable


@pytest.fixture
def table(tmp_path):
    """A table in a folder that is not there yet."""
    table = TabTable(tmp_path / "new" / "tabs.sqlite3")
    yield table
    table.close()


def test_what_is_written_last_is_read(table):
    assert table.read("a") == {}
    table.write({"a": {"root": b"1", "leaf": b"2"}, "b": {"root": b"3"}})
    table.write({"a": {"leaf": b"4"}})
    assert table.read("a") == {"root": b"1", "leaf": b"4"}
    assert table.read("b") == {"root": b"3"}


def test_all_or_nothing_is_written(table):
    with pytest.raises(sqlite3.Error):
        table.write({"a": {"root": b"1"}, "b": {"root": object()}})
    assert table.read("a") == {}


def test_another_process_reads_what_was_there(table):
    table.write({"a": {"root": b"old"}})
    other = TabTable(table._file)
    with table._connected() as connection:
        connection.execute("UPDATE state SET data = ?", (b"new",))
        assert other.read("a") == {"root": b"old"}
    assert other.read("a") == {"root": b"new"}
    other.close()


def test_only_old_tabs_are_deleted_and_they_as_a_whole(table, monkeypatch):
    monkeypatch.setattr(disk_table.time, "time", lambda: 0.0)
    table.write({"old": {"root": b""}, "both": {"root": b""}})
    monkeypatch.setattr(disk_table.time, "time", lambda: 3600.0)
    table.write({"new": {"root": b""}, "both": {"leaf": b""}})
    table.delete_old(1800)
    assert [len(table.read(tab)) for tab in ("old", "both", "new")] == [0, 2, 1]


@pytest.mark.parametrize("content", [b"no database" * 1000, b"SQLite format 3\0" * 99])
def test_file_that_cannot_be_read_is_begun_anew(table, tmp_path, content):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "tabs.sqlite3").write_bytes(content)
    with pytest.raises(sqlite3.DatabaseError):
        table.read("a")
    assert table.read("a") == {}
    table.write({"a": {"root": b"1"}})
    assert table.read("a") == {"root": b"1"}


def test_file_that_breaks_is_begun_anew(table):
    table.write({"a": {"root": bytes(100_000)}})
    table.close()  # which leaves nothing beside the file
    content = table._file.read_bytes()
    table._file.write_bytes(content[:8192] + b"x" * (len(content) - 8192))
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        table.write({"a": {"root": bytes(200_000)}})
    assert table.read("a") == {}
    table.write({"a": {"root": b"1"}})
    assert table.read("a") == {"root": b"1"}


def test_file_that_another_process_has_made_anew_is_used(table):
    table.write({"a": {"root": b"1"}})
    table._file.unlink()
    other = TabTable(table._file)
    other.write({"b": {"root": b"2"}})
    table.write({"a": {"root": b"3"}})
    assert (other.read("a"), table.read("b")) == ({"root": b"3"}, {"root": b"2"})
    other.close()


def test_nothing_is_left_of_a_tab_that_begins_anew(table):
    table.write({"a": {"root": b"1", "leaf": b"2"}, "b": {"root": b"3"}})
    table.write({"a": {"root": b"4"}}, anew={"a"})
    assert (table.read("a"), table.read("b")) == ({"root": b"4"}, {"root": b"3"})


def test_disk_that_is_away_is_an_error_each_time(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    table = TabTable(tmp_path / "file" / "tabs.sqlite3")
    for _ in range(2):
        with pytest.raises(OSError, match=r"exists|directory"):
            table.read("a")
