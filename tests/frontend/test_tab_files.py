"""A tab's states are written to files that nobody reads half, nor for ever."""

import os
import subprocess
import sys
import time

import pytest

from frontend.tab_files import TabFile, delete_old_files


@pytest.fixture
def file(tmp_path):
    """Name a file that is not there yet."""
    return TabFile(f"{tmp_path}/a.pkl")


def test_what_is_written_is_read(file):
    assert not file.exists()
    file.write_bytes(b"first")
    file.write_bytes(b"second")
    assert file.exists()
    with file.open(mode="rb") as opened:
        assert opened.read() == b"second"


def test_who_reads_meanwhile_gets_the_old_one(file):
    file.write_bytes(b"first")
    with file.open(mode="rb") as opened:
        file.write_bytes(b"second")
        assert opened.read() == b"first"


def test_only_old_files_are_deleted(file, tmp_path):
    file.write_bytes(b"")
    TabFile(f"{tmp_path}/b.pkl").write_bytes(b"")
    an_hour_ago = time.time() - 3600
    os.utime(file, (an_hour_ago, an_hour_ago))
    delete_old_files(str(tmp_path), age=1800)
    assert [path.name for path in tmp_path.iterdir()] == ["b.pkl"]


def test_names_are_forgotten():
    new_names = 1000
    code = (
        "import sys; from frontend.tab_files import TabFile;"
        "before = sys.getallocatedblocks();"
        f"[TabFile(f'/none/{{i:032}}.pkl').exists() for i in range({new_names})];"
        "print(sys.getallocatedblocks() - before)"
    )
    left = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert int(left.stdout) < new_names / 10
