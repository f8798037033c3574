#!/usr/bin/env python3
"""Keeps the smallest inputs of fuzz/corpus/ for the tests, as `target base64`, one a line."""

import base64
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_INPUTS = 250
MAX_LEN = 600


def main() -> None:
    lines = []
    for folder in sorted((ROOT / "fuzz/corpus").iterdir()):
        inputs = {path.read_bytes() for path in folder.iterdir() if path.stat().st_size <= MAX_LEN}
        # Of all sizes, not only of the smallest: every n-th of them.
        ordered = sorted(inputs, key=lambda it: (len(it), it))
        kept = ordered[:: max(1, len(ordered) // MAX_INPUTS)]
        lines += [f"{folder.name} {base64.b64encode(it).decode()}" for it in kept]
    path = ROOT / "tests/fixtures/fuzz/corpus.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} inputs, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
