#!/usr/bin/env python3
"""Writes the first inputs of the fuzzing targets from the shared samples into fuzz/corpus/."""

import gzip
import io
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests/fixtures/shared"


def write(target: str, name: str, data: bytes) -> None:
    folder = ROOT / "fuzz/corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def zipped(names: list[str], data: bytes, method: int) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as file:
        for name in names:
            file.writestr(name, data)
    return archive.getvalue()


def workbook(data: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        file.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" r:id="r"/></sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", '<R><R Id="r" Target="worksheets/s.xml"/></R>')
        file.writestr("xl/sharedStrings.xml", "<sst><si><t>Subtotal</t></si></sst>")
        file.writestr("xl/styles.xml", '<s><cellXfs><xf numFmtId="14"/></cellXfs></s>')
        file.writestr("xl/worksheets/s.xml", data)
    return archive.getvalue()


def main() -> None:
    for path in sorted(SAMPLES.rglob("*.*")):
        data = path.read_bytes()[:3000]
        match path.suffix:
            case ".csv":
                write("csv", path.name, data.split(b"\n", 1)[1])
                write("dialect", path.name, b"\0\0" + data)
                write("dialect", path.name + ".utf16", b"\0\0\xff\xfe" + data.decode("utf-8-sig").encode("utf-16-le"))
                write("container", path.name + ".gz", gzip.compress(data))
                write("container", path.name + ".zip", zipped(["a.csv", "b.csv"], data, zipfile.ZIP_DEFLATED))
                write("container", path.name + ".stored.zip", zipped(["a.csv"], data, zipfile.ZIP_STORED))
            case ".json":
                write("json", path.name, data)
                write("json", path.name + ".lines", b"".join(data.split()) + b"\n")
    header = "".join(f'<c t="inlineStr"><is><t>{it}</t></is></c>' for it in ["Subtotal", "TaxTotal", "EffectiveUnitPrice"])
    write("container", "book.xlsx", workbook(f'<w><row r="1">{header}</row><row r="2"><c r="A2"><v>1</v></c><c r="C2" s="0"><v>46266</v></c></row></w>'))
    write("url", "whole", b"v=1&customer=AbC_-9&type=OneTime&from=2026-09-01&to=2026-09-30&q=a+b%20c&sort=-Total&columns=A,B&x=1")


if __name__ == "__main__":
    main()
