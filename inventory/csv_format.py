"""How a product stands in a CSV file: columns, texts, numbers, and their pitfalls."""

import re

from django.core.exceptions import ValidationError

# Field of the model: what export calls its column
COLUMNS = {
    "sku": "SKU",
    "name": "Name",
    "price": "Price",
    "category": "Category",
    "is_active": "Active",
    "reorder_level": "Reorder level",
    "stock_on_hand": "Stock on hand",
}
NOT_IMPORTED = {"stock_on_hand"}  # only a movement changes it
HEADERS = {header.casefold(): field for field, header in COLUMNS.items()}
HEADERS |= {field.replace("_", " "): field for field in COLUMNS}

YES = {"yes", "y", "true", "1", "on"}
NO = {"no", "n", "false", "0", "off"}

# A spreadsheet takes a cell that begins like this for a formula. The apostrophe that
# export puts before it goes again on import, and one that was there before stays.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
DEFUSED = re.compile(r"'+[=+\-@\t\r]")

PLAIN = re.compile(r"-?\d+(\.\d+)?")
DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
BOTH = re.compile(r"\d{1,3}(,\d{3})+\.\d{1,2}|\d{1,3}(\.\d{3})+,\d{1,2}")


def defuse(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def undo_defuse(text: str) -> str:
    """Take away the apostrophe that ``defuse`` put there, and no other."""
    return text[1:] if DEFUSED.match(text) else text


def field_of_header(header: str) -> str | None:
    """Find the field that a column is about; case, blanks and ``_`` do not matter."""
    return HEADERS.get(" ".join(re.split(r"[\s_-]+", header.strip().casefold())))


def cell_text(field: str, value: object) -> str:
    """Write one value as export does; ``typed_value`` reads it back."""
    if field == "is_active":
        return "yes" if value else "no"
    if isinstance(value, str):
        return defuse(value)
    return "" if value is None else str(value)


def typed_value(field: str, cell: str) -> object:
    """Read one cell; the model's own rules come after that.

    Raises ``ValidationError`` for what could mean two things.
    """
    if field == "is_active":
        return _yes_or_no(cell.strip().casefold())
    if field == "price":
        return _plain_number(cell.strip())
    if field == "reorder_level":
        return _whole_number(cell.strip())
    return undo_defuse(cell)


def _yes_or_no(text: str) -> bool:
    if text not in YES | NO:
        raise ValidationError("Write yes or no.")
    return text in YES


def _whole_number(text: str) -> str | None:
    if text and not re.fullmatch(r"-?\d+", text):
        raise ValidationError("Write a whole number, such as 12, or nothing.")
    return text or None


def _plain_number(text: str) -> str:
    """Turn a decimal comma into a point where nothing else can be meant."""
    if DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    if BOTH.fullmatch(text):  # the last of the two is the decimal one
        whole, cents = re.split(r"[.,](?=\d+$)", text)
        return f"{re.sub('[.,]', '', whole)}.{cents}"
    if text and not PLAIN.fullmatch(text):
        raise ValidationError("Write a number without thousands, such as 1234.50.")
    return text
