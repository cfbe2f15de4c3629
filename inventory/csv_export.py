"""Writes products as CSV, line by line, however many they are."""

import csv
from collections.abc import Iterator

from inventory.csv_format import COLUMNS, cell_text
from inventory.models import ProductQuerySet

BOM = "\ufeff"  # without it, Excel takes UTF-8 for something else


class _Line:
    """What ``csv`` takes for a file, and gives back each line."""

    def write(self, line: str) -> str:
        return line


def export_lines(products: ProductQuerySet) -> Iterator[str]:
    """Give the file's lines, header first; one query, read in pieces.

    The caller narrows the products down to the user's own and to a search.
    """
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(COLUMNS.values())
    for values in products.values_list(*COLUMNS).iterator():
        yield writer.writerow(map(cell_text, COLUMNS, values))
