"""Indexes a folder of text with 1, 2, … threads, without and with the GIL, and checks every result.

What it prints: a table of the times, and where it wrote the chart of them. Each result is compared with the same
computation in plain Python. Exit code: 0 if all is right, 1 if a check failed, 2 for a folder without text.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import sysconfig
from fnmatch import fnmatch
from pathlib import Path

import chart
from progress import Progress

SKIPPED_FOLDERS = {"__pycache__", "site-packages"}
SHOWN = 3  # how many of the files that could not be indexed are named


def main():
    options = parse_options()
    folder = Path(options.folder or sysconfig.get_path("stdlib"))
    if not folder.is_dir():
        return stop(f"{folder}: {'not a folder' if folder.exists() else 'no such folder'}")
    paths, unlisted = list_files(folder, options.pattern or ("*" if options.folder else "*.py"))
    if not paths:
        return stop(f"{folder}: no files to index")
    interpreters = find_interpreters(options)
    if not interpreters:
        return stop(f"no module wordindex for {sys.executable}; `cargo xtask demo` builds it and runs this demo")

    print(f"indexing {len(paths):,} files of {folder}", flush=True)
    runs = options.repeat * (1 + len(options.threads)) + 1
    progress = Progress(total=len(interpreters) * runs * len(paths))
    job = {"paths": paths, "threads": options.threads, "repeat": options.repeat}
    reports = []
    for interpreter in interpreters:
        report = run_worker(interpreter, job, progress)
        if report is None:
            return 1
        reports.append(report)
    progress.finish()

    print_table(reports)
    print_skipped(unlisted + reports[0]["skipped"])
    failures = [failure for report in reports for failure in report["failures"]]
    if any(report["digest"] != reports[0]["digest"] for report in reports):
        failures.append("the interpreters disagree about the index")
    for failure in failures:
        print(f"FAILED: {failure}")
    if not failures:
        print("every result equals plain Python's: counts, top words, files, iteration, merge")
    options.chart.write_text(draw_chart(reports), encoding="utf-8")
    print(f"chart: {options.chart}")
    return 1 if failures else 0


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", help="what to index (default: this Python's standard library)")
    parser.add_argument("--pattern", help="file names to index (default: *.py of the standard library, * of a folder)")
    parser.add_argument("--threads", type=thread_counts, default=default_threads(), metavar="1,2,…",
                        help="how many threads to run with (default: powers of two, the cores, and twice the cores)")
    parser.add_argument("--repeat", type=positive, default=5, help="runs of each; the table shows the median (default: 5)")
    parser.add_argument("--chart", type=Path, default=Path("wordindex-demo.svg"), metavar="FILE",
                        help="where to write the chart (default: wordindex-demo.svg)")
    parser.add_argument("--gil-python", metavar="PYTHON",
                        help="an interpreter with the GIL (default: this one with PYTHON_GIL=1)")
    parser.add_argument("--gil-site", metavar="FOLDER", help="where the module built for that interpreter is")
    options = parser.parse_args()
    if options.gil_python and not options.gil_site:
        parser.error("--gil-python needs --gil-site: the module is built for one interpreter")
    return options


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def thread_counts(text):
    return sorted({1, *map(positive, text.split(","))})  # 1 is what speed-ups refer to


def default_threads():
    cores = max(os.cpu_count() or 1, 2)
    powers = [2**i for i in range(cores.bit_length()) if 2**i < cores]
    return [*powers, cores, 2 * cores]


def stop(message):
    print(f"demo.py: {message}", file=sys.stderr)
    return 2


def list_files(folder, pattern):
    """The files of `folder` and its subfolders whose names match, and what could not be listed."""
    paths, unlisted = [], []

    def failed(error):
        unlisted.append([error.filename, type(error).__name__])

    for parent, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(parent, name)
            special = os.path.exists(path) and not os.path.isfile(path)  # a pipe or a device: reading may not end
            if special or not fnmatch(name, pattern):
                continue
            try:
                path.encode()
            except UnicodeEncodeError as error:
                unlisted.append([ascii(path), type(error).__name__])
            else:
                paths.append(path)
    return paths, unlisted


def find_interpreters(options):
    """What to run: for each, whether it has the GIL, its command, and the environment that leads to its module."""
    spec = importlib.util.find_spec("wordindex")
    if spec is None or spec.origin is None:
        return []
    site = os.path.dirname(os.path.abspath(spec.origin))
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    interpreters = [{"gil": False, "python": sys.executable, "env": {"PYTHONPATH": site}}] if free_threaded else []
    if options.gil_python:
        interpreters.append({"gil": True, "python": options.gil_python, "env": {"PYTHONPATH": options.gil_site}})
    elif free_threaded:
        interpreters.append({"gil": True, "python": sys.executable, "env": {"PYTHONPATH": site, "PYTHON_GIL": "1"}})
    else:
        print("this Python cannot run without the GIL: one series only", file=sys.stderr)
        interpreters.append({"gil": True, "python": sys.executable, "env": {"PYTHONPATH": site}})
    return interpreters


def run_worker(interpreter, job, progress):
    """Runs `worker.py` in a process of its own and follows its progress. Its report, or `None` if it failed."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHON_GIL"} | interpreter["env"]
    command = [interpreter["python"], str(Path(__file__).with_name("worker.py"))]
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            json.dump(job | {"gil": interpreter["gil"]}, process.stdin)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it ended early; its exit code is reported below
        report = None
        for event in map(json.loads, process.stdout):
            if "report" in event:
                report = event["report"]
            else:
                progress.show(event["doing"], event["files"])
    if process.returncode or report is None:
        print(f"\ndemo.py: {interpreter['python']} ended with code {process.returncode}", file=sys.stderr)
        return None
    return report


def print_table(reports):
    row = "{:<22} {:<13} {:>7} {:>9} {:>9} {:>13} {:>14}".format
    print()
    print(row("interpreter", "program", "threads", "seconds", "speed-up", "words/s", "× plain Python"))
    for report in reports:
        plain = report["plain"]
        name = interpreter_name(report)
        print(row(name, "plain Python", 1, f"{median(plain):.3f}", "", f"{rate(report, plain):,.0f}", "1.0"))
        one = report["freehold"]["1"]
        for threads, seconds in report["freehold"].items():
            print(row(name, "Freehold", threads, f"{median(seconds):.3f}", f"{median(one) / median(seconds):.2f}",
                      f"{rate(report, seconds):,.0f}", f"{median(plain) / median(seconds):.1f}"))
    first = reports[0]
    print(f"\n{first['words']:,} words, {first['distinct']:,} distinct, in {first['files']:,} files; median seconds of "
          f"{len(first['plain'])}; {os.cpu_count()} cores")


def print_skipped(skipped):
    for kind, what in (("UnicodeDecodeError", "not UTF-8"), (None, "unreadable")):
        some = [entry for entry in skipped if (entry[1] == "UnicodeDecodeError") == (kind is not None)]
        if some:
            names = ", ".join(f"{path} ({error})" if kind is None else path for path, error in some[:SHOWN])
            print(f"left out, {what}: {len(some):,}: {names}{', …' if len(some) > SHOWN else ''}")


def draw_chart(reports):
    first = reports[0]
    series = [
        (interpreter_name(report), rate(report, report["plain"]),
         {int(threads): rate(report, seconds) for threads, seconds in report["freehold"].items()})
        for report in reports
    ]
    return chart.draw(f"Indexing {first['files']:,} files, {first['words'] / 1e6:.1f} million words", series)


def interpreter_name(report):
    return f"{report['python']}, GIL {'on' if report['gil'] else 'off'}"


def rate(report, seconds):
    return report["words"] / median(seconds)


median = statistics.median

if __name__ == "__main__":
    sys.exit(main())
