"""The demo's chart: words per second by number of threads, as an SVG of grouped bars."""

import math
from html import escape

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 96, 64
COLOURS = ["#0072b2", "#e69f00"]  # told apart by colour-blind readers as well


def draw(title, series):
    """The picture of `series`, a list of `(label, plain_rate, {threads: rate})`, as SVG text. Rates are words/s."""
    highest = max(max(rates.values()) for _, _, rates in series)
    step = nice_step(highest / 1e6)
    ceiling = max(step * math.ceil(highest / 1e6 / step), step)
    bottom = HEIGHT - BOTTOM

    def y(rate):
        return bottom - rate / 1e6 / ceiling * (bottom - TOP)

    parts = [text(LEFT, 30, title, size=17, weight="bold")]
    for tick in range(round(ceiling / step) + 1):
        at = y(tick * step * 1e6)
        parts.append(line(LEFT, at, WIDTH - RIGHT, at, stroke="#333" if tick == 0 else "#ddd"))
        parts.append(text(LEFT - 8, at + 4, f"{tick * step:g}", anchor="end"))
    parts.append(text(0, 0, "million words per second", anchor="middle",
                      transform=f"translate(22 {(TOP + bottom) / 2:.1f}) rotate(-90)"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, "threads", anchor="middle"))

    groups = sorted(set().union(*(rates for _, _, rates in series)))
    group_width = (WIDTH - LEFT - RIGHT) / len(groups)
    bar_width = min(group_width * 0.8 / len(series), 70)
    for i, threads in enumerate(groups):
        middle = LEFT + group_width * (i + 0.5)
        parts.append(text(middle, bottom + 20, str(threads), anchor="middle"))
        for j, (_, _, rates) in enumerate(series):
            if threads in rates:
                x = middle + bar_width * (j - len(series) / 2)
                parts.append(bar(x, y(rates[threads]), bar_width, bottom, COLOURS[j]))
                parts.append(text(x + bar_width / 2, y(rates[threads]) - 5, f"{rates[threads] / 1e6:.1f}",
                                  size=12, anchor="middle"))

    for j, (label, plain_rate, _) in enumerate(series):
        at = 54 + 18 * j
        parts.append(f'<rect x="{LEFT}" y="{at - 10}" width="12" height="12" fill="{COLOURS[j]}"/>')
        parts.append(text(LEFT + 18, at, label))
        parts.append(line(LEFT + 330, at - 4, LEFT + 356, at - 4, stroke=COLOURS[j], width=2, dash="5 3"))
        parts.append(text(LEFT + 362, at, f"plain Python, one thread: {plain_rate / 1e6:.1f}"))
        parts.append(line(LEFT, y(plain_rate), WIDTH - RIGHT, y(plain_rate), stroke=COLOURS[j], width=2, dash="5 3"))

    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="system-ui, sans-serif" fill="#222" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *parts,
        "</svg>\n",
    ])


def nice_step(highest):
    """The distance of about five ticks from 0 to `highest`: 1, 2 or 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(highest / 5))
    return min((factor * power for factor in (1, 2, 5, 10)), key=lambda step: abs(highest / step - 5))


def bar(x, top, width, bottom, colour):
    return f'<rect x="{x:.1f}" y="{top:.1f}" width="{width - 3:.1f}" height="{bottom - top:.1f}" fill="{colour}"/>'


def line(x1, y1, x2, y2, *, stroke, width=1, dash="none"):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{stroke}" stroke-width="{width}" stroke-dasharray="{dash}"/>')


def text(x, y, content, *, size=13, anchor="start", weight="normal", transform=None):
    turned = f' transform="{transform}"' if transform else ""
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}"{turned}>'
            f"{escape(content)}</text>")
