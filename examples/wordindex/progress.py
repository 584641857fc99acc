"""A progress bar on stderr: one line that changes on a terminal, one line for each new step elsewhere."""

import sys

WIDTH = 30


class Progress:
    def __init__(self, total, stream=sys.stderr):
        self.total = total
        self.done = 0
        self.stream = stream
        self.terminal = stream.isatty()
        self.last = ""

    def show(self, doing, more):
        """`more` units are done since the last call; the next are part of `doing`."""
        self.done += more
        percent = 100 * self.done // self.total
        if self.terminal:
            filled = WIDTH * self.done // self.total
            line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {percent:3}%  {doing}"
            print(f"\r{line:<{len(self.last)}}", end="", file=self.stream, flush=True)
            self.last = line
        elif doing != self.last:
            print(f"{percent:3}%  {doing}", file=self.stream, flush=True)
            self.last = doing

    def finish(self):
        """Leaves no trace on a terminal."""
        if self.terminal:
            print(f"\r{'':<{len(self.last)}}\r", end="", file=self.stream, flush=True)
