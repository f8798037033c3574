#!/usr/bin/env python3
"""Runs a CSV reader over the public Pollock benchmark and prints how it did.

Pollock (HPI-Information-Systems/Pollock on GitHub) is one clean table spoilt in
2,290 ways, each spoilt file with its clean answer. This driver feeds every file
to a reader, keeps what the reader answered and prints three kinds of figures:

* the benchmark's own "simple" and "weighted" scores (0 to 10), from the metric
  functions and weights of a Pollock checkout;
* a stricter verdict on each file, comparing whole rows cell by cell: exact,
  flagged, refused, silently wrong, or crashed;
* "good rows kept": the share of the clean rows found in the reader's answers.

Getting the data (the spoilt files and the clean answers are part of it):

    git clone https://github.com/HPI-Information-Systems/Pollock /path/to/checkout
    python3 -m venv /path/to/venv
    /path/to/venv/bin/pip install numpy chardet joblib multiset price-parser \\
        dateparser python-dateutil

Use:

    /path/to/venv/bin/python scripts/pollock.py --pollock /path/to/checkout \\
        --reader target/release/reconlens [--only PATTERN] [--jobs 2] [--report FILE]

What the reader must do: `READER rows --any FILE` prints the table to stdout as CSV
(comma, LF, doubled quotes, header first) and one JSON object per line to stderr for
every row put aside or remark: {"line": 12, "reason": "..."}, with "line" null for a
remark on the whole file. Exit code 0 means read, 2 means refused (the reason is on
stderr); anything else counts as a crash.

How rows are compared: as multisets of tuples of cells, the header being a row like
any other. White space around a cell is dropped, a blank line is no row, and nothing
else is normalised, since Pollock's clean answers spell values as its spoilt files do.
The order of the rows does not count. A file is

    exact           when both multisets are equal,
    flagged         when the answer holds nothing but clean rows, some clean rows are
                    missing, and the reader printed at least one flag,
    refused         when the reader ended with exit code 2,
    crashed         when it ended otherwise, or not in time,
    silently wrong  in all other cases: a row the clean answer does not have (flag or
                    no flag), or rows missing without a flag.
"""

from __future__ import annotations

import argparse
import csv
import fnmatch
import functools
import importlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
MEASURES = (
    "success",
    "header precision", "header recall", "header F1",
    "record precision", "record recall", "record F1",
    "cell precision", "cell recall", "cell F1",
)
VERDICTS = ("exact", "flagged", "refused", "silently wrong", "crashed")
ROW_GROUPS = re.compile(r"^(row_(?:extra_quote|field_delimiter|less_sep|more_sep))")
FAILED_OUTPUT = b"Application Error\n"  # the words by which Pollock knows a failure
READER_SECONDS = 60
WORST_PER_GROUP = 3

Row = tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """Where everything is; handed to the worker processes."""

    pollock: Path
    spoilt: Path
    clean: Path
    outputs: Path
    flags: Path
    reader: tuple[str, ...] | None


@dataclass(frozen=True)
class Answer:
    """What the reader made of one file."""

    state: str  # "read", "refused" or "crashed"
    flags: tuple[str, ...]
    trouble: str = ""  # why it was refused or crashed


@dataclass(frozen=True)
class FileResult:
    """All figures of one file."""

    name: str
    group: str
    measures: tuple[float, ...]
    verdict: str
    clean_rows: int
    kept_rows: int
    foreign_rows: int
    flag_count: int
    why: str

    @property
    def points(self) -> float:
        return sum(self.measures)


@dataclass
class GroupTotal:
    """The figures of all files spoilt the same way."""

    files: int = 0
    weight: float = 0.0
    points: float = 0.0
    clean_rows: int = 0
    kept_rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)


class SetupError(Exception):
    """Something the user has to put right before anything can run."""


# --- running the reader -----------------------------------------------------------


def run_reader(places: Places, name: str) -> Answer:
    """Runs the reader on one spoilt file and stores its table and its flags."""
    assert places.reader is not None
    command = [*places.reader, "rows", "--any", str(places.spoilt / name)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=READER_SECONDS
        )
    except subprocess.TimeoutExpired:
        answer, table = Answer("crashed", (), f"no answer in {READER_SECONDS} s"), b""
    else:
        table = done.stdout
        answer = answer_of(done.returncode, done.stderr.decode("utf-8", "replace"))
    output_file(places, name).write_bytes(table if answer.state == "read" else FAILED_OUTPUT)
    notes = "\n".join(filter(None, (*answer.flags, answer.trouble)))
    (places.flags / f"{name}.txt").write_text(notes, encoding="utf-8")
    return answer


def answer_of(exit_code: int, stderr: str) -> Answer:
    if exit_code == 0:
        return Answer("read", tuple(read_flags(stderr)))
    last_words = " ".join(stderr.split())[-200:]
    if exit_code == 2:
        return Answer("refused", (), last_words or "no reason given")
    return Answer("crashed", (), f"exit code {exit_code}: {last_words}")


def read_flags(stderr: str) -> Iterable[str]:
    """The flags among the lines of stderr; a line that is no flag is passed over."""
    for line in stderr.splitlines():
        try:
            flag = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(flag, dict) and "line" in flag and flag.get("reason"):
            place = "file" if flag["line"] is None else f"line {flag['line']}"
            yield f"{place}: {flag['reason']}"


def stored_answer(places: Places, name: str) -> Answer:
    """The answer of a system whose outputs lie in a folder (there are no flags)."""
    stored = output_file(places, name)
    if not stored.is_file():
        return Answer("crashed", (), "no output")
    lines = stored.read_bytes().splitlines()
    if lines and lines[0] == FAILED_OUTPUT.strip():
        return Answer("refused", (), b" ".join(lines[1:2]).decode("utf-8", "replace"))
    return Answer("read", ())


def output_file(places: Places, name: str) -> Path:
    return places.outputs / f"{name}_converted.csv"


# --- the benchmark's own score ----------------------------------------------------


@functools.cache
def pollock_metrics(checkout: Path) -> ModuleType:
    """Pollock's metrics module. Its cell normaliser is slow, so answers are kept."""
    sys.path.insert(0, str(checkout))
    try:
        metrics = importlib.import_module("pollock.metrics")
    except ImportError as problem:
        raise SetupError(
            f"cannot load Pollock's metrics from {checkout}: {problem}\n"
            "Its modules need: pip install numpy chardet joblib multiset price-parser "
            "dateparser python-dateutil"
        ) from problem
    metrics.normalize_cell = functools.lru_cache(maxsize=1 << 16)(metrics.normalize_cell)
    return metrics


def pollock_measures(places: Places, name: str) -> tuple[float, ...]:
    """The benchmark's ten values for one file; what cannot be measured counts 0."""
    metrics = pollock_metrics(places.pollock)
    output = output_file(places, name)
    nothing = (0.0,) * (len(MEASURES) - 1)
    success = 0.0
    try:
        success = float(metrics.successful_csv(str(output)))
        if not success:
            return (success, *nothing)
        found = metrics.header_record_cell_measures_csv(str(places.clean / name), str(output))
        return (success, *map(float, found))
    except Exception as problem:  # Pollock counts any failure of its metrics as 0
        print(f"warning: {name}: Pollock's metrics failed: {problem!r}", file=sys.stderr)
        return (success, *nothing)


def simple_score(results: Sequence[FileResult]) -> float:
    return sum(result.points for result in results) / len(results)


def weighted_score(results: Sequence[FileResult], weights: dict[str, float]) -> float:
    total = sum(weights[result.name] for result in results)
    return sum(result.points * weights[result.name] for result in results) / total


# --- the stricter verdict ---------------------------------------------------------


def rows_of(path: Path) -> Counter[Row]:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    lines = csv.reader(io.StringIO(text, newline=""))
    return Counter(tuple(cell.strip() for cell in line) for line in lines if line)


def judge(name: str, clean: Counter[Row], answer: Answer, output: Path) -> tuple[str, int, int, str]:
    """Verdict, number of clean rows kept, number of foreign rows, and the reason."""
    if answer.state != "read":
        return answer.state, 0, 0, answer.trouble
    found = rows_of(output)
    kept = (clean & found).total()
    missing, foreign = clean - found, found - clean
    if not missing and not foreign:
        return "exact", kept, 0, ""
    why = describe(missing, foreign, answer.flags)
    silent = bool(foreign) or not answer.flags
    return "silently wrong" if silent else "flagged", kept, foreign.total(), why


def describe(missing: Counter[Row], foreign: Counter[Row], flags: Sequence[str]) -> str:
    parts = []
    if foreign:
        parts.append(f"{foreign.total()} foreign, e.g. {show_row(next(iter(foreign)))}")
    if missing:
        parts.append(f"{missing.total()} missing, e.g. {show_row(next(iter(missing)))}")
    parts.append(f"{len(flags)} flags, e.g. {flags[0]}" if flags else "no flag")
    return "; ".join(parts)


def show_row(row: Row) -> str:
    shown = " | ".join(cell if len(cell) <= 24 else cell[:23] + "…" for cell in row)
    return f"[{len(row)} cells: {shown}]"


# --- one file, all files ----------------------------------------------------------


def group_of(name: str) -> str:
    """The kind of pollution, from the file's name."""
    match = ROW_GROUPS.match(name)
    return match[1] if match else name.removesuffix(".csv")


def measure_file(places: Places, name: str) -> FileResult:
    answer = run_reader(places, name) if places.reader else stored_answer(places, name)
    clean = rows_of(places.clean / name)
    verdict, kept, foreign, why = judge(name, clean, answer, output_file(places, name))
    return FileResult(
        name=name,
        group=group_of(name),
        measures=pollock_measures(places, name),
        verdict=verdict,
        clean_rows=clean.total(),
        kept_rows=kept,
        foreign_rows=foreign,
        flag_count=len(answer.flags),
        why=why,
    )


def measure_all(places: Places, names: Sequence[str], jobs: int) -> list[FileResult]:
    task = functools.partial(measure_file, places)
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(task, names, chunksize=8))


def total_by_group(
    results: Sequence[FileResult], weights: dict[str, float]
) -> list[tuple[str, GroupTotal]]:
    totals: defaultdict[str, GroupTotal] = defaultdict(GroupTotal)
    for result in results:
        total = totals[result.group]
        total.files += 1
        total.weight += weights[result.name]
        total.points += result.points
        total.clean_rows += result.clean_rows
        total.kept_rows += result.kept_rows
        total.verdicts[result.verdict] += 1
    return sorted(totals.items(), key=lambda item: -item[1].weight)


# --- what is printed --------------------------------------------------------------


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"


def markdown(results: Sequence[FileResult], weights: dict[str, float], system: str) -> str:
    lines = ["# Pollock benchmark", "", f"System: `{system}`, {len(results)} files.", ""]
    lines += summary_lines(results, weights)
    lines += ["", "## By kind of pollution", ""]
    lines += group_lines(results, weights)
    worst = worst_lines(results)
    if worst:
        lines += ["", "## Worst files of each kind", "", *worst]
    return "\n".join(lines) + "\n"


def summary_lines(results: Sequence[FileResult], weights: dict[str, float]) -> list[str]:
    verdicts = Counter(result.verdict for result in results)
    clean = sum(result.clean_rows for result in results)
    kept = sum(result.kept_rows for result in results)
    false_alarms = sum(r.verdict == "exact" and r.flag_count > 0 for r in results)
    lines = ["| Figure | Value |", "| --- | ---: |"]
    lines.append(f"| Pollock score, simple | {simple_score(results):.3f} |")
    lines.append(f"| Pollock score, weighted | {weighted_score(results, weights):.3f} |")
    lines += [f"| Files {verdict} | {verdicts[verdict]} |" for verdict in VERDICTS]
    lines.append(f"| Files exact, with a flag all the same | {false_alarms} |")
    lines.append(f"| Good rows kept | {kept} of {clean} ({share(kept, clean)}) |")
    return lines


def group_lines(results: Sequence[FileResult], weights: dict[str, float]) -> list[str]:
    totals = total_by_group(results, weights)
    all_weight = sum(total.weight for _, total in totals)
    head = ["Kind", "Files", "Weight", "Points", *(v.capitalize() for v in VERDICTS), "Rows kept"]
    lines = [table_line(head), table_line(["---"] + ["---:"] * (len(head) - 1))]
    for group, total in totals:
        cells = [group, str(total.files), share(total.weight, all_weight)]
        cells.append(f"{total.points / total.files:.3f}")
        cells += [str(total.verdicts[verdict]) for verdict in VERDICTS]
        cells.append(share(total.kept_rows, total.clean_rows))
        lines.append(table_line(cells))
    return lines


def table_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def worst_lines(results: Sequence[FileResult]) -> list[str]:
    """For each kind the files furthest from exact, silently wrong ones first."""
    groups: defaultdict[str, list[FileResult]] = defaultdict(list)
    for result in results:
        if result.verdict != "exact":
            groups[result.group].append(result)
    lines = []
    for group, failed in sorted(groups.items()):
        failed.sort(key=badness)
        lines.append(f"- **{group}** ({len(failed)} not exact)")
        lines += [worst_line(result) for result in failed[:WORST_PER_GROUP]]
    return lines


def badness(result: FileResult) -> tuple[int, int, int, str]:
    order = ("crashed", "silently wrong", "refused", "flagged")
    lost = result.clean_rows - result.kept_rows
    return order.index(result.verdict), -lost, -result.foreign_rows, result.name


def worst_line(result: FileResult) -> str:
    kept = f"{result.kept_rows} of {result.clean_rows} rows kept"
    return f"  - `{result.name}` {result.verdict}, {kept}: {code(result.why)}"


def code(text: str) -> str:
    """Text as Markdown code, whatever it holds."""
    flat = " ".join(text.split())
    return f"`` {flat} ``" if flat else "no reason known"


def write_per_file(results: Sequence[FileResult], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(
            ["file", "verdict", "clean rows", "kept", "foreign", "flags", "points", *MEASURES, "why"]
        )
        for r in results:
            counts = [r.clean_rows, r.kept_rows, r.foreign_rows, r.flag_count]
            writer.writerow([r.name, r.verdict, *counts, f"{r.points:.6f}", *r.measures, r.why])


# --- setting up -------------------------------------------------------------------


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Runs a CSV reader over the Pollock benchmark and scores it.",
        epilog="How to get the data and what the figures mean: see the top of this file.",
    )
    parser.add_argument("--pollock", type=Path, required=True, help="checkout of Pollock")
    system = parser.add_mutually_exclusive_group(required=True)
    system.add_argument("--reader", help="the reader to run, with arguments if need be")
    system.add_argument(
        "--outputs", type=Path, help="score this folder of NAME_converted.csv files instead"
    )
    parser.add_argument(
        "--data", type=Path,
        help="folder with csv/ and clean/ (default: polluted_files of the checkout)",
    )
    parser.add_argument("--only", metavar="PATTERN", help="only files like this, e.g. 'file_*'")
    parser.add_argument("--jobs", type=int, default=2, help="files worked on at once")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "pollock")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the figures here too")
    return parser.parse_args()


def find_places(options: argparse.Namespace) -> Places:
    data = (options.data or options.pollock / "polluted_files").resolve()
    work = options.work.resolve()
    reader = find_reader(options.reader) if options.reader else None
    places = Places(
        pollock=options.pollock.resolve(),
        spoilt=data / "csv",
        clean=data / "clean",
        outputs=work / "outputs" if reader else options.outputs.resolve(),
        flags=work / "flags",
        reader=reader,
    )
    if not (places.pollock / "pollock" / "metrics.py").is_file():
        raise SetupError(f"{places.pollock} is no Pollock checkout (no pollock/metrics.py in it)")
    for folder in (places.spoilt, places.clean):
        if not folder.is_dir():
            raise SetupError(f"there is no folder {folder}")
    if reader is None and not places.outputs.is_dir():
        raise SetupError(f"there is no folder {places.outputs}")
    return places


def find_reader(command: str) -> tuple[str, ...]:
    words = shlex.split(command)
    program = shutil.which(words[0]) if words else None
    if program is None:
        raise SetupError(f"the reader {command!r} is not there or cannot be run")
    return (str(Path(program).absolute()), *words[1:])


def find_names(places: Places, pattern: str | None) -> list[str]:
    names = sorted(path.name for path in places.spoilt.glob("*.csv"))
    if pattern:
        names = [n for n in names if fnmatch.fnmatch(n, pattern) or pattern in n]
    if not names:
        raise SetupError(f"no file to read in {places.spoilt}" + (f" for {pattern}" if pattern else ""))
    unanswered = [name for name in names if not (places.clean / name).is_file()]
    if unanswered:
        raise SetupError(f"{len(unanswered)} files have no clean answer, e.g. {unanswered[0]}")
    return names


def read_weights(checkout: Path, names: Sequence[str]) -> dict[str, float]:
    path = checkout / "pollock_weights.json"
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as problem:
        raise SetupError(f"cannot read the weights {path}: {problem}") from problem
    unweighted = [name for name in names if name not in weights]
    if unweighted:
        raise SetupError(f"{len(unweighted)} files have no weight, e.g. {unweighted[0]}")
    return {name: float(weights[name]) for name in names}


def main() -> int:
    options = parse_arguments()
    try:
        places = find_places(options)
        names = find_names(places, options.only)
        weights = read_weights(places.pollock, names)
        pollock_metrics(places.pollock)
        work = places.flags.parent
        for folder in (work, *((places.outputs, places.flags) if places.reader else ())):
            folder.mkdir(parents=True, exist_ok=True)
        results = measure_all(places, names, max(1, options.jobs))
        text = markdown(results, weights, options.reader or str(options.outputs))
        write_per_file(results, work / "files.csv")
        if options.report:
            options.report.write_text(text, encoding="utf-8")
    except (SetupError, OSError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    print(text, end="")
    print(f"\nFigures of each file: {work / 'files.csv'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
