"""How values stand in a CSV file, and what spreadsheets make of it."""

import pytest
from django.core.exceptions import ValidationError

from inventory.csv_file import CsvFileError, open_sheet
from inventory.csv_format import cell_text, typed_value

HEADER = "SKU,Name,Price"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''-1"])
def test_formula_is_defused_and_comes_back(text):
    cell = cell_text("name", text)
    assert cell == f"'{text}"
    assert typed_value("name", cell) == text


@pytest.mark.parametrize("text", ["Cup", "'tis tea", "a=b", "'", "5-1", ""])
def test_any_other_text_is_left_alone(text):
    assert cell_text("name", text) == typed_value("name", text) == text


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("12.50", "12.50"),
        (" 12 ", "12"),
        ("12,5", "12.5"),
        ("1234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("-1", "-1"),  # for the model to refuse
        ("1.234", "1.234"),  # the same
    ],
)
def test_decimal_comma_is_understood_where_nothing_else_is_meant(typed, price):
    assert typed_value("price", typed) == price


@pytest.mark.parametrize(
    "typed", ["1,234", "1,2,3", "1 234,50", "12,345,67", "€ 5", "1e3", "NaN", "1_0"]
)
def test_ambiguous_price_is_refused(typed):
    with pytest.raises(ValidationError, match="without thousands"):
        typed_value("price", typed)


@pytest.mark.parametrize("typed", ["yes", "Y", " TRUE ", "1", "on"])
def test_yes_has_many_spellings(typed):
    assert typed_value("is_active", typed) is True


@pytest.mark.parametrize("typed", ["no", "N", "False", "0", "OFF"])
def test_no_has_many_spellings(typed):
    assert typed_value("is_active", typed) is False


@pytest.mark.parametrize("typed", ["", "maybe", "2", "-"])
def test_what_is_neither_is_refused(typed):
    with pytest.raises(ValidationError, match="yes or no"):
        typed_value("is_active", typed)


@pytest.mark.parametrize("typed", ["1.5", "1,000", "many", "1_0"])
def test_level_is_a_whole_number(typed):
    with pytest.raises(ValidationError, match="whole number"):
        typed_value("reorder_level", typed)


# The file as a whole


@pytest.mark.parametrize("delimiter", ",;\t")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_file_of_any_spreadsheet_is_read(encoding, delimiter):
    lines = [HEADER, 'c-1,"Café, ""blend""",12', "", ",,", '"c-2","two\nlines",3']
    text = "\r\n".join(lines).replace(",", delimiter)
    sheet = open_sheet(text.encode(encoding))
    assert sheet.fields == ["sku", "name", "price"]
    name = 'Café, "blend"'.replace(",", delimiter)
    assert [tuple(row) for row in sheet.rows] == [
        (2, ["c-1", name, "12"]),
        (5, ["c-2", "two\nlines", "3"]),
    ]


def test_header_is_read_as_spreadsheets_write_it():
    sheet = open_sheet(b" sku ;NAME;Is_Active;reorder-level;stock on hand;Owner;id;\n")
    assert sheet.fields == ["sku", "name", "is_active", "reorder_level", *[None] * 4]
    assert sheet.notes == [
        "“stock on hand” is not imported: only movements change it.",
        "The column “Owner” is unknown, and was left out.",
        "The column “id” is unknown, and was left out.",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The first line must name the columns: SKU, Name, Price"),
        (b"Name,Price\nCup,1", "The first line must name the columns"),
        (b"SKU,Name,sku\n", "There are two columns “SKU”."),
        (b'SKU,Name\n1,"Cup', "Line 2 is no CSV"),
        (b"SKU,Name\n1,Cup\n2," + b"x" * 200_000, "Line 3 is no CSV"),
        (b"\xff\xfeS", "Save it as CSV UTF-8"),
        (b"SKU\x81", "Save it as CSV UTF-8"),
        ("SKU,Name".encode("utf-16-le"), "Save it as CSV UTF-8"),
        (b"PK\x03\x04\0\0", "Save it as CSV UTF-8"),
    ],
    ids=range(9),
)
def test_what_is_no_csv_is_refused_as_a_whole(data, message):
    with pytest.raises(CsvFileError, match=message):
        open_sheet(data)


def test_file_has_a_largest_size(monkeypatch):
    monkeypatch.setattr("inventory.csv_file.MOST_BYTES", 5_000_000)
    with pytest.raises(CsvFileError, match="larger than 5 MB"):
        open_sheet(b"x" * 5_000_001)


def test_file_has_a_largest_number_of_rows_and_columns(monkeypatch):
    monkeypatch.setattr("inventory.csv_file.MOST_ROWS", 3)
    assert len(open_sheet(b"SKU\n1\n\n2").rows) == 2
    with pytest.raises(CsvFileError, match="more than 3 rows"):
        open_sheet(b"SKU\n1\n2\n\n3\n4")
    for data in (b"SKU" + b"," * 1000, b"SKU\n1" + b"," * 1_000_000, b"SKU," * 1001):
        with pytest.raises(CsvFileError, match=r"Line \d has more than 1000 columns"):
            open_sheet(data)


def test_only_some_of_many_unknown_columns_are_named():
    header = ",".join(["SKU", *(f"Unknown {number}" for number in range(500))])
    notes = open_sheet(header.encode()).notes
    assert (len(notes), notes[-1]) == (11, "So are 490 more columns.")
