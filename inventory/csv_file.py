"""Opens a CSV file as spreadsheets really write it: encoding, delimiter, header."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from inventory.csv_format import COLUMNS, NOT_IMPORTED, field_of_header

DELIMITERS = ",;\t"
MOST_BYTES = 50_000_000
# A file may be small, and take gigabytes to look through.
MOST_ROWS, MOST_COLUMNS = 200_000, 1_000
MOST_NOTES = 10  # of columns that are left out
EIGHT_BIT = ("utf-8-sig", "cp1252")  # the latter is what older Excel writes
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class CsvFileError(ValueError):
    """The file as a whole cannot be read; the message is for its sender."""


class Row(NamedTuple):
    """One row, and the line of the file on which it begins."""

    line: int
    cells: list[str]


class Sheet(NamedTuple):
    """A file that was opened; ``fields`` has ``None`` for what is not imported."""

    fields: list[str | None]
    notes: list[str]
    rows: list[Row]


def open_sheet(data: bytes) -> Sheet:
    """Read a whole file; raises ``CsvFileError`` if that cannot be done."""
    if len(data) > MOST_BYTES:
        raise CsvFileError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    text = _decode(data)
    delimiter = max(DELIMITERS, key=lambda each: _known_columns(text, each))
    rows = _rows(text, delimiter)
    header = next(rows, Row(1, [])).cells
    fields, notes = _read_header(header)
    return Sheet(fields, notes, list(rows))


def _decode(data: bytes) -> str:
    for encoding in ["utf-16"] if data.startswith(UTF_16) else EIGHT_BIT:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CsvFileError("This is no text that can be read. Save it as CSV UTF-8.")


def _known_columns(text: str, delimiter: str) -> int:
    header = text.split("\n", 1)[0].split(delimiter)
    return sum(field_of_header(name.strip(' "\r')) is not None for name in header)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Split into rows, leaving out empty ones."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, count = 1, 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise CsvFileError(f"Line {line} has more than {MOST_COLUMNS} columns.")
            if any(cell.strip() for cell in cells):
                yield Row(line, cells)
                count += 1
            if count > MOST_ROWS:
                message = f"The file has more than {MOST_ROWS:,} rows. Split it."
                raise CsvFileError(message)
            line = reader.line_num + 1
    except csv.Error as error:
        raise CsvFileError(f"Line {line} is no CSV: {error}.") from error


def _read_header(header: list[str]) -> tuple[list[str | None], list[str]]:
    fields = [field_of_header(name) for name in header]
    known = [field for field in fields if field]
    if "sku" not in known:
        names = ", ".join(COLUMNS.values())
        raise CsvFileError(f"The first line must name the columns: {names}.")
    if twice := [field for field in known if known.count(field) > 1]:
        raise CsvFileError(f"There are two columns “{COLUMNS[twice[0]]}”.")
    notes = []
    for name, field in zip(header, fields, strict=True):
        if field in NOT_IMPORTED:
            notes.append(f"“{name}” is not imported: only movements change it.")
        elif field is None and name.strip():
            notes.append(f"The column “{name}” is unknown, and was left out.")
    if more := notes[MOST_NOTES:]:
        notes[MOST_NOTES:] = [f"So are {len(more)} more columns."]
    return [None if field in NOT_IMPORTED else field for field in fields], notes
