"""Prints every sheet of a workbook but "Rows" as JSON: lists of cells, numbers as the shortest text of what a spreadsheet has.

    sheets.py file.xlsx
"""

import json
import sys
from decimal import Decimal

import openpyxl


def printed(value):
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = format(Decimal(repr(value)), "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return str(value)


book = openpyxl.load_workbook(sys.argv[1])
sheets = {
    sheet.title: [[printed(cell.value) for cell in row] for row in sheet.iter_rows()]
    for sheet in book.worksheets
    if sheet.title != "Rows"
}
print(json.dumps(sheets))
