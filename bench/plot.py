# SPDX-License-Identifier: GPL-3.0-or-later
"""Two plots side by side as SVG, with logarithmic axes: what is linear has the
slope of the dashed line. Pure: no files."""

import html
import math

COLOURS = {"ibid": "#c0392b", "plain Xapian": "#2c6fbb", "Lucene 8": "#2e8b57",
           "SQLite FTS5": "#8a6d3b"}
OTHER = "#555555"
WIDTH, HEIGHT, MARGIN = 400, 300, 60  # of one plot; around it


def ticks(low, high):
    """Powers of ten, and their doubles and fives, from low to high."""
    exponents = range(math.floor(math.log10(low)),
                      math.ceil(math.log10(high)) + 1)
    values = (factor * 10.0 ** e for e in exponents for factor in (1, 2, 5))
    return [v for v in values if low <= v <= high]


class Axis:
    """From values to places."""

    def __init__(self, values, start, length):
        low, high = min(values) / 1.3, max(values) * 1.3
        self.low, self.high = low, high
        self._start, self._length = start, length

    def place(self, value):
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self._start + share * self._length


def text(x, y, words, anchor="middle", more=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>'
            f"{html.escape(words)}</text>")


def line(points, colour, more=""):
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (f'<polyline points="{places}" fill="none" stroke="{colour}"'
            f"{more}/>")


def grid(x_axis, y_axis, left, title):
    bottom, top = MARGIN + HEIGHT, MARGIN
    parts = [text(left + WIDTH / 2, top - 14, title, more=' font-size="15"'),
             text(left + WIDTH / 2, bottom + 40, "passages")]
    for value in ticks(x_axis.low, x_axis.high):
        x = x_axis.place(value)
        parts += [line([(x, top), (x, bottom)], "#dddddd"),
                  text(x, bottom + 18, f"{value:,.0f}")]
    for value in ticks(y_axis.low, y_axis.high):
        y = y_axis.place(value)
        parts += [line([(left, y), (left + WIDTH, y)], "#dddddd"),
                  text(left - 6, y + 4, f"{value:g}", "end")]
    return parts


def apart(places, least=13):
    """Heights of labels, in the same order, so that none covers another."""
    out = [0.0] * len(places)
    last = -math.inf
    for i in sorted(range(len(places)), key=places.__getitem__):
        last = out[i] = max(places[i], last + least)
    return out


def panel(number, title, series):
    """series: name to list of (passages, value)."""
    left = MARGIN + number * (WIDTH + 2 * MARGIN + 60)
    points = [point for values in series.values() for point in values]
    x_axis = Axis([x for x, _ in points], left, WIDTH)
    y_axis = Axis([y for _, y in points], MARGIN + HEIGHT, -HEIGHT)
    parts = grid(x_axis, y_axis, left, title)
    first = next(iter(series.values()))
    end = min(first[-1][0], first[0][0] * y_axis.high / first[0][1])
    linear = [(first[0][0], first[0][1]),
              (end, first[0][1] * end / first[0][0])]
    parts.append(line([(x_axis.place(x), y_axis.place(y)) for x, y in linear],
                      "#999999", ' stroke-dasharray="5 4"'))
    labels = apart([y_axis.place(values[-1][1]) for values in series.values()])
    for label, (name, values) in zip(labels, series.items()):
        colour = COLOURS.get(name, OTHER)
        places = [(x_axis.place(x), y_axis.place(y)) for x, y in values]
        parts.append(line(places, colour, ' stroke-width="2"'))
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
                  for x, y in places]
        parts.append(text(places[-1][0] + 8, label + 4, name, "start",
                          f' fill="{colour}"'))
    return parts


def draw(panels):
    """panels: list of (title, series)."""
    parts = [part for number, (title, series) in enumerate(panels)
             for part in panel(number, title, series)]
    width = len(panels) * (WIDTH + 2 * MARGIN + 60)
    height = HEIGHT + 2 * MARGIN
    return "\n".join([
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="12">',
        "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->",
        f'<rect width="{width}" height="{height}" fill="white"/>', *parts,
        "</svg>", ""])
