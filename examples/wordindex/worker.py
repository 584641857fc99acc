"""The part of the demo that runs in each interpreter: builds the index in every way, measures, and checks.

Reads its job as JSON from stdin and writes JSON lines: `{"doing": …, "files": …}` while it works, at last `{"report": …}`.
"""

import hashlib
import json
import sys
import threading
import time
from collections import deque

import plain
import wordindex

TOP = 50
TICK = 0.1  # seconds between two progress events


def main():
    job = json.load(sys.stdin)
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    series = f"GIL {'on' if gil else 'off'}"
    paths, repeat = job["paths"], job["repeat"]
    failures = []
    if gil != job["gil"]:
        failures.append(f"the GIL is {'on' if gil else 'off'} after `import wordindex`")

    plain_seconds = []
    for _ in range(repeat):
        reference = plain.Index()
        doing = f"{series}: plain Python, 1 thread"
        seconds, skipped = build([reference], plain.read, paths, 1, doing)
        plain_seconds.append(seconds)

    freehold_seconds = {}
    for threads in job["threads"]:
        freehold_seconds[threads] = []
        for _ in range(repeat):
            index = wordindex.Index()
            doing = f"{series}: Freehold, {threads} thread{'s' * (threads > 1)}"
            seconds, left_out = build([index], wordindex.read, paths, threads, doing)
            freehold_seconds[threads].append(seconds)
            failures += compare(f"{doing}: ", index, left_out, reference, skipped)

    halves = [wordindex.Index(), wordindex.Index()]
    doing = f"{series}: Freehold, two halves merged"
    _, left_out = build(halves, wordindex.read, paths, max(job["threads"]), doing)
    halves[0].merge(halves[1])
    failures += compare(f"{doing}: ", halves[0], left_out, reference, skipped)

    tell(report={
        "python": sys.version.split()[0],
        "gil": gil,
        "files": len(paths) - len(skipped),
        "words": reference.words(),
        "distinct": len(reference),
        "digest": digest(reference),
        "plain": plain_seconds,
        "freehold": freehold_seconds,
        "skipped": skipped,
        "failures": failures,
    })


def build(indexes, read, paths, threads, doing):
    """Feeds the files to `indexes` in turn. The seconds it took, and what could not be read, with the error's type."""
    jobs = deque((path, indexes[i % len(indexes)]) for i, path in enumerate(paths))
    skipped = []

    def work():
        while True:
            try:
                path, index = jobs.popleft()
            except IndexError:
                return
            try:
                words = read(path)
            except (OSError, UnicodeDecodeError) as error:
                skipped.append([path, type(error).__name__])
            else:
                index.add(words)

    told = 0
    tell(doing=doing, files=0)
    workers = [threading.Thread(target=work) for _ in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        while worker.is_alive():
            worker.join(TICK)
            done = len(paths) - len(jobs)
            tell(doing=doing, files=done - told)
            told = done
    seconds = time.perf_counter() - start
    return seconds, sorted(skipped)


def compare(where, index, left_out, reference, skipped):
    """What differs between `index` and `reference`, in words."""
    top = reference.top(TOP)
    some_words = [word for word, _ in top] + sorted(reference)[::100]
    checks = {
        "the files left out": left_out == skipped,
        "words()": index.words() == reference.words(),
        "len()": len(index) == len(reference),
        f"top({TOP})": index.top(TOP) == top,
        "files()": all(index.files(word) == reference.files(word) for word in some_words),
        "files() of no word": index.files("no such word") == [] and "no such word" not in index,
        "iteration": sorted(index) == sorted(reference),
        "the count of each word": all(word in index and index[word] == reference[word] for word in reference),
    }
    return [f"{where}{check} differs from plain Python" for check, equal in checks.items() if not equal]


def digest(index):
    """One number for all the words and their counts: equal for equal indexes, whatever the interpreter."""
    lines = "\n".join(f"{word} {index[word]}" for word in sorted(index))
    return hashlib.sha256(lines.encode()).hexdigest()


def tell(**event):
    print(json.dumps(event), flush=True)


if __name__ == "__main__":
    main()
