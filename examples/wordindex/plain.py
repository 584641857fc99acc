"""The module `wordindex` once more, in plain Python: what the demo and the tests compare with."""

import re
import threading
from collections import Counter

# Over lower-cased UTF-8. Bytes from 0x80 up belong to characters beyond ASCII, all of which may be in words.
find_words = re.compile(rb"[a-z_\x80-\xff][a-z0-9_\x80-\xff]*").findall


class FileWords:
    """The words of one file, counted."""

    def __init__(self, name, counter):
        self.name = name
        self.counter = counter

    @property
    def words(self):
        return self.counter.total()

    def counts(self):
        return [(word.decode(), count) for word, count in self.counter.items()]

    def __len__(self):
        return len(self.counter)


def read(path):
    """Reads the file at `path`, which must be UTF-8, and counts its words."""
    with open(path, "rb") as file:
        data = file.read()
    data.decode()  # only to raise UnicodeDecodeError
    return FileWords(path, Counter(find_words(data.lower())))


class Index:
    """Which words occur, how often, and in which files."""

    def __init__(self):
        self._lock = threading.Lock()
        self._count = Counter()
        self._files = {}

    def add(self, file):
        with self._lock:
            self._count.update(file.counter)
            for word in file.counter:
                self._files.setdefault(word, []).append(file.name)

    def top(self, n):
        ranked = sorted(self._count.items(), key=lambda item: (-item[1], item[0]))
        return [(word.decode(), count) for word, count in ranked[:n]]

    def files(self, word):
        return sorted(self._files.get(word.encode(), []))

    def words(self):
        return self._count.total()

    def __len__(self):
        return len(self._count)

    def __contains__(self, word):
        return word.encode() in self._count

    def __getitem__(self, word):
        return self._count[word.encode()]

    def __iter__(self):
        return iter([word.decode() for word in self._count])
