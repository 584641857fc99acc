"""The example ``wordindex``, and its demo."""

import pathlib
import subprocess
import sys
import xml.etree.ElementTree

import pytest
import wordindex
from support import TIMEOUT, in_threads, load, message, raised

DEMO = pathlib.Path(__file__).parents[1] / "examples" / "wordindex" / "demo.py"

TEXTS = {
    "one.txt": "The cat, the dog; 2 cats. THE end_1",
    "two.txt": "dog dog Größe größe 3rd",
    "empty.txt": "",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def indexed(folder, names=TEXTS):
    index = wordindex.Index()
    for name in names:
        index.add(wordindex.read(str(folder / name)))
    return index


def test_one_file(folder):
    file = wordindex.read(str(folder / "one.txt"))
    assert (file.name, file.words, len(file)) == (str(folder / "one.txt"), 7, 5)
    assert dict(file.counts()) == {"the": 3, "cat": 1, "dog": 1, "cats": 1, "end_1": 1}


def test_index(folder):
    index = indexed(folder)
    assert index.top(3) == [("dog", 3), ("the", 3), ("größe", 2)]
    assert index.files("dog") == [str(folder / "one.txt"), str(folder / "two.txt")]
    assert index.files("nothing") == []
    assert (len(index), index.words(), index["the"]) == (7, 12, 3)
    assert "the" in index and "The" not in index
    # Only ASCII letters are the same in upper and lower case: see tokens.rs.
    assert sorted(index) == ["cat", "cats", "dog", "end_1", "größe", "rd", "the"]


def test_merge(folder):
    first, second = indexed(folder, ["one.txt"]), indexed(folder, ["two.txt", "empty.txt"])
    first.merge(second)
    whole = indexed(folder)
    assert (first.top(100), first.words(), len(first)) == (whole.top(100), whole.words(), len(whole))
    assert second.words() == 5


def test_merge_with_itself(folder):
    index = indexed(folder)
    assert message(index.merge, index) == (
        "ValueError: Index.merge() arguments 'self' and 'other' are the same object"
    )
    assert index.words() == 12


def test_a_file_twice(folder):
    index = indexed(folder)
    error = raised(index.add, wordindex.read(str(folder / "one.txt")))
    assert type(error) is ValueError and "one.txt" in str(error)
    assert index.words() == 12


def test_bad_files(tmp_path):
    missing = str(tmp_path / "missing.txt")
    error = raised(wordindex.read, missing)
    assert type(error) is FileNotFoundError and error.filename == missing
    assert type(raised(wordindex.read, str(tmp_path))) is IsADirectoryError
    (tmp_path / "latin.txt").write_bytes(b"Gr\xf6\xdfe")
    error = raised(wordindex.read, str(tmp_path / "latin.txt"))
    assert type(error) is UnicodeDecodeError and error.start == 2
    assert message(wordindex.read, 3) == "TypeError: read() argument 'path' must be str, not int"
    assert message(lambda: wordindex.Index()["none"]) == "KeyError: 'none'"


def test_threads_feed_one_index(tmp_path):
    files = []
    for number in range(load(400)):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"common word{number} common", encoding="utf-8")
        files.append(str(path))
    index = wordindex.Index()
    in_threads(8, lambda number: [index.add(wordindex.read(path)) for path in files[number::8]])
    assert (len(index), index.words(), index["common"]) == (len(files) + 1, 3 * len(files), 2 * len(files))
    assert index.files("common") == sorted(files)


def test_iteration_goes_over_a_snapshot(folder):
    index = indexed(folder, ["one.txt"])
    words = iter(index)
    before = next(words)
    index.add(wordindex.read(str(folder / "two.txt")))
    assert {before, *words} == {"the", "cat", "dog", "cats", "end_1"}


def test_threads_share_an_iterator(tmp_path):
    (tmp_path / "many.txt").write_text(" ".join(f"word{n}" for n in range(load(20_000))), encoding="utf-8")
    index = indexed(tmp_path, ["many.txt"])
    words = iter(index)
    parts = in_threads(8, lambda _: list(words))
    assert sorted(word for part in parts for word in part) == sorted(index)


def demo(*arguments):
    command = [sys.executable, "-X", "faulthandler", str(DEMO), *map(str, arguments)]
    env = {"PYTHONPATH": str(pathlib.Path(wordindex.__file__).parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=TIMEOUT)


@pytest.mark.thread_unsafe(reason="it loads all processors by itself")
def test_demo(folder, tmp_path_factory):
    chart = tmp_path_factory.mktemp("chart") / "chart.svg"
    (folder / "latin.txt").write_bytes(b"Gr\xf6\xdfe")
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    result = demo(folder, "--threads", "1,2", "--repeat", "1", "--chart", chart)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "every result equals plain Python's" in result.stdout
    assert "12 words, 7 distinct, in 3 files" in result.stdout
    assert f"left out, not UTF-8: 1: {folder / 'latin.txt'}" in result.stdout
    assert f"left out, unreadable: 1: {folder / 'dangling.txt'} (FileNotFoundError)" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines() if " Freehold " in line]
    assert [row[row.index("Freehold") + 1] for row in rows[:2]] == ["1", "2"]
    assert xml.etree.ElementTree.parse(chart).getroot().tag.endswith("svg")


def test_demo_without_a_folder(tmp_path):
    result = demo(tmp_path / "missing")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"demo.py: {tmp_path / 'missing'}: no such folder\n"
