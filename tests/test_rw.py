"""Classes with readers and writers, `#[pyclass(lock = "rw")]`: readers run side by side, a writer is alone."""

import gc
import itertools
import time
from functools import partial

import pytest
import sections
from marks import alone
from support import Deaths, all_together, can_be_locked, in_threads, load, meanwhile, message, raised, run_python

side_by_side = pytest.mark.skipif(
    not sections.has_locks(), reason="with the GIL, a body that cannot detach is alone, a reader as well"
)


def test_one_thread():
    board = sections.Board(3, name="a board")
    assert board.read() == [3] * 5 and len(board) == 3 and board[1] == 3 and board.value == 3
    assert board.write(5) is True and board.add(2) == 7 and board() == 8
    board[0] = 10
    board.value = board.value + 1
    board.name += "!"
    assert (board.read(), board.name) == ([11] * 6, "a board!")
    assert sections.read_block(board) == (11, True) and sections.write_block(board, 4) is True
    assert message(lambda: board[9]) == "IndexError: no such row"


@alone
@side_by_side
@pytest.mark.parametrize("count", [2, 4])
def test_readers_are_inside_at_the_same_time(count):
    """Guarantee: readers wait for nobody who reads. Each waits inside until all the others are there."""
    board = sections.Board()
    assert in_threads(count, lambda _: board.meet(count)) == [True] * count
    assert board.write(1) is True


@alone
@side_by_side
def test_readers_of_all_kinds_are_inside_at_the_same_time():
    """Guarantee: getters, slots and block forms read beside a reader that stays inside until they have been there."""
    board, done = sections.Board(3, "name"), []

    def read():
        done.append((board.value, board.name, len(board), board[0], sections.read_block(board), board.is_torn()))
        board.meet(2)

    assert all_together(lambda: board.meet(2), read)[0] is True
    assert done == [(3, "name", 3, 3, (3, True), False)]


def test_a_writer_is_alone():
    """Guarantee: no reader is inside while a writer is, and no second writer."""
    times, board = load(2000), sections.Board()

    def read():
        return all(board.stay(turn % 3) for turn in range(times))

    def write():
        return sum(board.count_readers(turn % 3) for turn in range(times))

    def add():
        for _ in range(times):
            board.add(1)

    results = all_together(read, read, read, write, write, add)
    assert results == [True, True, True, 0, 0, None] and board.value == times


def test_nothing_is_torn():
    """Guarantee: a reader sees all of what a writer did, or nothing; it never sees freed memory."""
    times, board = load(20_000), sections.Board()
    names = ["a" * 3, "b" * 300, "ü" * 40, ""]
    board.name = ""

    def write(number):
        for turn in range(times):
            board.write(number * times + turn)
            board.name = names[turn % 4]

    def read():
        for _ in range(times):
            assert len(set(board.read())) == 1 and board.name in names
            assert not board.is_torn() and sections.read_block(board)[1]

    all_together(lambda: write(0), lambda: write(1), *[read] * 4)
    assert not board.is_torn()


def test_writes_are_exact():
    times, board = load(50_000), sections.Board()

    def work(number):
        for _ in itertools.repeat(None, times):
            if number % 2:
                board.add(1)
            else:
                board()

    in_threads(4, work)
    assert board.value == 4 * times


def test_a_reader_is_never_refused():
    """Guarantee: readers and writers wait for each other, and that is all. Whoever comes at the wrong moment is not told
    off."""
    times, board = load(100_000), sections.Board()

    def read():
        for _ in range(times):
            board.is_torn()

    def write():
        for _ in range(times):
            board.add(1)

    all_together(read, read, read, write, write)
    assert board.value == 2 * times


def test_a_writer_gets_in():
    """Guarantee: a writer does not wait for ever, however many readers come and go."""
    board, times = sections.Board(), load(300)

    def write():
        return [board.add(1) for _ in range(times)]

    assert meanwhile([write], *[lambda: board.stay(1)] * 6) == [list(range(1, times + 1))]


def test_a_reader_gets_in():
    """Guarantee: nor does a reader, however many writers come and go."""
    board = sections.Board()

    def read():
        return all(board.stay(1) for _ in range(load(300)))

    assert meanwhile([read], *[lambda: board.add(1)] * 4) == [True]


# Two objects


def test_two_boards():
    a, b = sections.Board(3), sections.Board(4)
    assert a.same(b) is False and a.same(a) is True and a != b and a == a
    assert a.move_to(b, 2) == 7 and (a.value, b.value) == (1, 6)
    assert a.copy_from(b) is True and a.same(b) and a == b and a.total(b) == 12 and a.total(a) == 12
    sections.rename_block(a, b)


def test_one_board_twice():
    board = sections.Board(3)
    for call in (lambda: board.move_to(board, 1), lambda: board.copy_from(board)):
        error = raised(call)
        assert type(error) is ValueError and "'self' and 'other' are the same object" in str(error)
    assert "the same object" in message(sections.rename_block, board, board)
    assert can_be_locked(lambda: board.add(1)) == [4]


def test_two_boards_in_both_orders():
    """Guarantee: one order of locks for everybody, with readers in between; the sum is whole whenever it is read."""
    times = load(20_000)
    a, b = sections.Board(10**6), sections.Board(10**6)

    def move(source, target):
        for turn in range(times):
            assert source.move_to(target, turn % 5) == 2 * 10**6
            if turn % 100 == 0:
                # Others get a turn on the same processor, in the middle of all this.
                time.sleep(0)

    def watch(first, second):
        assert first.total(second) == 2 * 10**6
        assert first == first and first.same(first)

    def stay():
        assert a.stay(1) and not b.is_torn()

    watchers = [partial(watch, a, b), partial(watch, b, a), partial(watch, a, b), stay]
    meanwhile([partial(move, a, b), partial(move, b, a)], *watchers)
    assert (a.total(b), a.is_torn(), b.is_torn()) == (2 * 10**6, False, False)


def test_with_a_class_of_the_other_kind():
    times = load(20_000)
    board, cell = sections.Board(1000), sections.Cell(0)

    def pay():
        for _ in range(times):
            board.pay(cell, 3)

    def collect():
        for _ in range(times):
            board.collect(cell)

    def watch():
        return {board.total_with(cell) for _ in range(times)} | {sections.sum_block(board, cell) for _ in range(times)}

    assert all_together(pay, collect, watch, watch)[2:] == [{1000}, {1000}]


def test_a_suspendable_section_around():
    """Reading and writing inside of a section on another object, and of one on the board as any object."""
    board, cell = sections.Board(), sections.Cell()
    times = load(2000)

    def work(_):
        for _ in range(times):
            cell.call(lambda: board.add(1))
            sections.call_any(board, lambda: board.add(1))
            cell.call(lambda: board.read())
            sections.call_two(board, cell, lambda: board.pay(cell, 0))

    in_threads(4, work)
    assert board.value == 8 * times


# Ways out


OUTCOMES = {
    "writing": lambda it: it.add(0),
    "reading": lambda it: it.read(),
    "error writing": lambda it: raised(it.fail_writing),
    "error reading": lambda it: raised(it.fail_reading),
    "panic writing": lambda it: raised(it.panic_writing),
    "panic reading": lambda it: raised(it.panic_reading),
    "attaching": lambda it: raised(it.attach_reading),
    "error with two": lambda it: raised(it.move_to, it, 1),
    "wrong argument": lambda it: raised(it.same, 3),
    "no such row": lambda it: raised(lambda: it[99]),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_everybody_gets_in_after(outcome):
    """Guarantee: readers and writers leave on every way out. A reader that is still counted keeps every writer out, and a
    mark that is still set keeps everybody out."""
    board = sections.Board(3)
    for _ in range(3):
        OUTCOMES[outcome](board)
        can_be_locked(board.read, lambda: board.add(1), lambda: board.same(sections.Board()), lambda: board.name)
        board.add(1)
    in_threads(2, lambda _: [OUTCOMES[outcome](board) for _ in range(load(200))])
    board.add(1)


def test_there_is_no_poisoning():
    board = sections.Board(3)
    assert message(board.panic_writing) == "PanicException: panicked writing"
    assert message(board.panic_reading) == "PanicException: panicked reading 4"
    assert (board.value, len(board), board.add(1)) == (4, 0, 5)


def test_attaching_is_refused_to_readers_as_well():
    text = message(sections.Board().attach_reading)
    assert text.startswith("RuntimeError: Python::attach: ") and "exclusive critical section" in text


def test_readers_that_end_with_their_thread():
    """What a thread has said about what it reads is gone with it, and does not pile up."""
    board = sections.Board()
    for turn in range(load(100)):
        in_threads(4, lambda _: board.is_torn())
        assert board.add(1) == turn + 1


def test_references_in_a_board():
    """Guarantee: what a writer drops is finalized when it is out."""
    board, deaths = sections.Board(), Deaths()

    def work(number):
        for turn in range(load(500)):
            board.keep(deaths.mortal((number, turn), lambda: board.add(1)))
            assert board.kept() is not None

    in_threads(4, work)
    board.keep(None)
    assert deaths.wait() == board.value == 4 * load(500)


def test_subclasses_from_python():
    class Derived(sections.Board):
        pass

    board = Derived(3, "a")
    board.note = 5
    assert (board.add(1), board.name, board.note, board.same(sections.Board(4))) == (4, "a", 5, True)


@pytest.mark.thread_unsafe(reason="it collects all the time")
def test_collections_meanwhile():
    board, times = sections.Board(), load(2000)

    def work():
        for _ in range(times):
            board.add(1)
            board.stay(1)

    all_together(work, work, work, lambda: [gc.collect() for _ in range(load(50))])
    assert board.value == 3 * times


FIRST_READERS = """
import threading
import sections

boards, made = [], threading.Event()

def owner():
    boards.append(sections.Board())
    made.set()
    met.append(boards[0].meet(2))

def other():
    made.wait()
    met.append(boards[0].meet(2))

met = []
threads = [threading.Thread(target=one) for one in (owner, other)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(met, boards[0].write(1))
"""


@side_by_side
def test_the_owner_reads_beside_the_first_other_reader():
    """Guarantee: the thread that made an object, and writes to it without its lock, reads as others do."""
    result = run_python(FIRST_READERS)
    assert (result.stdout.strip(), result.returncode) == ("[True, True] True", 0), result.stderr


READ_BY_OTHERS = """
import threading
import sections

boards, made, done, torn = [], threading.Event(), [], []

def owner():
    boards.append(sections.Board())
    made.set()
    write, value = boards[0].write, 6
    while not done:
        write(value)
        value += 7

def reader():
    made.wait()
    is_torn = boards[0].is_torn
    torn.append(sum(is_torn() for _ in range(200_000)))
    done.append(True)

threads = [threading.Thread(target=one) for one in (owner, reader)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(torn)
"""


@side_by_side
def test_others_read_beside_an_owner_that_writes():
    """Guarantee: who only reads ends it, too, that the owner writes without the lock and without looking for readers."""
    for _ in range(12):
        result = run_python(READ_BY_OTHERS)
        assert (result.stdout.strip(), result.returncode) == ("[0]", 0), result.stderr


WRITTEN_BY_ALL = """
import threading
import sections

board, written = [], threading.Barrier(3)

def owner():
    board.append(sections.Board())
    work()

def work():
    written.wait()
    for _ in range(20_000):
        board[0].add(1)
        board[0].read()

threads = [threading.Thread(target=one) for one in (owner, work, work)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(board[0].value)
"""


@side_by_side
def test_the_owner_writes_beside_others():
    """Guarantee: no write is lost when the second thread comes, and the first one has to begin to lock."""
    for _ in range(20):
        result = run_python(WRITTEN_BY_ALL)
        assert (result.stdout.strip(), result.returncode) == ("60000", 0), result.stderr
