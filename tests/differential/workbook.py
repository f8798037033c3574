"""Compares the sheet "Rows" of a workbook with the CSV file that it was made from, and prints how many cells of each type it has.

    workbook.py file.csv file.xlsx
"""

import csv
import datetime
import json
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation

import openpyxl


def as_number(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def as_day(text):
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text.replace("T", " ").split(" ")[0], form)
        except ValueError:
            pass
    return None


def check(text, cell):
    """The type of a cell, if it says what the text says."""
    value = cell.value
    if value is None:
        return "blank" if text == "" else None
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        # repr gives the shortest text of the double, which has at most 15 digits here.
        return "number" if Decimal(repr(value)) == as_number(text) else None
    if isinstance(value, datetime.datetime):
        return "day" if value == as_day(text) else None
    return "text" if value == text else None


def main():
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        expected = list(csv.reader(file))
    book = openpyxl.load_workbook(sys.argv[2])
    sheet = book["Rows"]
    rows = list(sheet.iter_rows())
    assert len(rows) == len(expected), (len(rows), len(expected))
    types = Counter()
    for row_no, (cells, texts) in enumerate(zip(rows, expected), 1):
        cells = list(cells)
        assert len(cells) == len(texts), row_no
        for cell, text in zip(cells, texts):
            kind = check(text, cell)
            assert kind, (cell.coordinate, text, cell.value)
            types[kind] += 1
    print(json.dumps({"sheets": book.sheetnames, "types": types}))


main()
