"""One round of what is measured of generated modules: `cargo xtask bench growth`. Prints JSON:
[[row, [[entrant, ns or error], ...]], ...].
"""

import argparse
import gc
import json

import entrants
import rows
import single
import slices


def arguments_up_to(most):
    for count in range(most + 1):
        values = ", ".join(str(value) for value in range(count))
        yield rows.Row(f"call, {count} arguments, ns", f"f = m.args_{count}", f"f({values})")


def lookups(count):
    """Of every method in turn, so that only a small class fits into the interpreter's cache of methods."""
    yield rows.Row(
        "look-up of a method, ns",
        f"o = m.Big(); names = [f'method_{{at}}' for at in range({count})]",
        "for name in names: getattr(o, name)",
        items=count,
    )


class Generated:
    """As an entrant, but without the class that locks."""

    counter = None

    def __init__(self, peer, module):
        self.name = peer
        self.module = module


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    slices.add_arguments(parser)
    parser.add_argument("--arguments", type=int, help="functions of up to so many")
    parser.add_argument("--methods", type=int, help="a class of so many")
    arguments = parser.parse_args()
    settings = slices.Settings(arguments)
    taking_part = [Generated(peer, module) for peer, module in entrants.modules(arguments.peers)]
    measured = []
    if arguments.arguments is not None:
        measured.extend(arguments_up_to(arguments.arguments))
    if arguments.methods is not None:
        measured.extend(lookups(arguments.methods))
    single.pin()
    gc.disable()
    figures = slices.measure([single.compared(row, taking_part) for row in measured], settings)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
