"""What is measured on one thread. `m` is the module, `Counter` the class that locks; see benches/README.md."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    #: Run before each slice, outside of the measurement.
    setup: str
    #: Measured, several in a row.
    statement: str
    #: How many things one statement does, where it is not one.
    items: int = 1
    #: Whether it uses the class that locks: then each way to lock is measured.
    locks: bool = False


LIST = "values = list(range(1000))"
ITEMS = 1000

ROWS = [
    Row("call, no arguments", "f = m.noargs", "f()"),
    Row("call, one argument; int in and out", "f = m.inc", "f(41)"),
    Row("call, two arguments", "f = m.add", "f(40, 2)"),
    Row("call, two keyword arguments", "f = m.subtract", "f(a=44, b=2)"),
    Row("float in and out", "f = m.half; x = 3.5", "f(x)"),
    Row("str in and out", "f = m.echo_text; text = 'twenty-four characters..'", "f(text)"),
    Row("bytes in and out", "f = m.echo_bytes; data = bytes(range(64))", "f(data)"),
    Row("list of 1,000 ints in and out", f"f = m.next_ints; {LIST}", "f(values)"),
    Row("method, no lock", "o = m.Frozen(5)", "o.peek()"),
    Row("locked method that reads", "o = Counter(); o.value = 5", "o.peek()", locks=True),
    Row("locked method that writes", "o = Counter()", "o.hit()", locks=True),
    Row("locked getter", "o = Counter(); o.value = 5", "o.value", locks=True),
    Row("locked setter", "o = Counter()", "o.value = 5", locks=True),
    Row("method that locks two objects", "o = Counter(); p = Counter()", "o.absorb(p)", locks=True),
    Row("construct and drop", "", "Counter()", locks=True),
    Row("iterate, per item", "Numbers = m.Numbers", f"for _ in Numbers({ITEMS}): pass", items=ITEMS),
    Row("obj[i]", "o = m.Items(100)", "o[5]"),
    Row("len(obj)", "o = m.Items(100); length = len", "length(o)"),
    Row("read-mostly object: read", "o = m.Board(); o.write(5)", "o.read()"),
    Row("read-mostly object: write", "o = m.Board()", "o.write(5)"),
    Row("detach and back", "f = m.detach", "f()"),
    Row(
        "raise and catch",
        "f = m.fail",
        "try: f()\nexcept ValueError: pass",
    ),
]
