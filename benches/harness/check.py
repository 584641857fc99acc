"""That all peers do the same: what is not the same cannot be compared."""

import sys

#: Evaluated with `m`, the module, and `Counter`, each way to lock. The results are compared.
SAME = [
    "m.noargs()",
    "m.inc(41), m.inc(-2), m.inc(2**63 - 1), m.inc(True)",
    "m.inc('1')",
    "m.inc(2**63)",
    "m.inc()",
    "m.inc(1, 2)",
    "m.add(40, 2), m.add(-2**63, -1)",
    "m.add(1)",
    "m.add(1, None)",
    "m.subtract(44, 2), m.subtract(44, b=2), m.subtract(b=2, a=44), m.subtract(**{'a': 1, 'b': -2**63})",
    "m.subtract(1, a=1)",
    "m.subtract(1, c=1)",
    "m.subtract(a=1)",
    "m.half(3.5), m.half(7)",
    "m.half('x')",
    "m.echo_text('text'), m.echo_text(''), m.echo_text('z\\u00fcrich \\U0001f40d'), m.echo_text('a\\0b')",
    "m.echo_text(5)",
    "m.echo_text(None)",
    "m.echo_bytes(b'a\\0b'), m.echo_bytes(b'')",
    "m.echo_bytes('text')",
    "m.next_ints([1, 2, -1, 2**40]), m.next_ints([])",
    "m.next_ints([1, 'x'])",
    "m.next_ints(5)",
    "m.detach()",
    "m.fail()",
    "m.Frozen(5).peek(), m.Frozen().peek(), m.Frozen(value=130).peek()",
    "[Counter().hit() for _ in range(2)]",
    "(lambda c: [c.hit() for _ in range(200)] + [c.peek(), c.value])(Counter())",
    "(lambda c: (setattr(c, 'value', 2**64 - 2), c.value, c.peek()))(Counter())",
    "setattr(Counter(), 'value', -1)",
    "setattr(Counter(), 'value', 'x')",
    "(lambda a, b: (a.hit(), b.hit(), b.hit(), a.absorb(b), a.value, b.value))(Counter(), Counter())",
    "(lambda a: a.absorb(a))(Counter())",
    "Counter().absorb(1)",
    "list(m.Numbers(5)), list(m.Numbers(0))",
    "(lambda n: (iter(n) is n, next(n), next(n), next(n, 'end'), next(n, 'end')))(m.Numbers(2))",
    "(lambda i: (len(i), i[0], i[-1], i.append(7), len(i), i[3]))(m.Items(3))",
    "m.Items(3)[3]",
    "m.Items(3)[-4]",
    "m.Items(3)['x']",
    "(lambda b: (b.read(), b.write(130), b.read()))(m.Board())",
]

#: For a number out of range some raise the one, some the other.
ALIKE = {OverflowError: TypeError}


def outcome(expression, names):
    try:
        return repr(eval(expression, names))
    except Exception as error:
        kind = type(error)
        return f"raises {ALIKE.get(kind, kind).__name__}"


def check(entrants):
    """Ends the process if they differ."""
    differences = []
    for expression in SAME:
        outcomes = {}
        for entrant in entrants:
            result = outcome(expression, {"m": entrant.module, "Counter": entrant.counter})
            outcomes.setdefault(result, []).append(entrant.name)
        if len(outcomes) > 1:
            told = "; ".join(f"{', '.join(names)}: {result}" for result, names in outcomes.items())
            differences.append(f"{expression}\n    {told}")
    if differences:
        sys.exit("the peers do not do the same:\n  " + "\n  ".join(differences))
