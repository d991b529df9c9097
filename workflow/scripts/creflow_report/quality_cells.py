"""How cell types differ: activity by designed cell type, and the correlation of cell types."""

from __future__ import annotations

from itertools import combinations

from .contents import OF_QC
from .heat_map import ROW, heat_map
from .inputs import Json
from .picture import Data, Picture, undrawn
from .style import Layout, new_figure
from .text import count, number, signed


def cell_means(qc: Json, layout: Layout) -> Picture:
    """A row for each cell type that elements were designed for, a column for each cell type measured."""
    columns = ("designed_for", "elements", "measured_in", "mean", "shift")
    cells, tasks = qc["by_target_cell"], qc["tasks"]
    if cells is None:
        return undrawn(layout, "No element has a known target cell.", [OF_QC], columns)
    figure, (axes,) = new_figure(layout, 1, 0.7 + ROW * len(cells))
    shifts = [[cell["shift"][task] for task in tasks] for cell in cells.values()]
    between = "\n" if layout.width / len(tasks) < 1 else " "
    texts = [
        [f"{number(cell['mean'][task], 2)}{between}({signed(cell['shift'][task], 2)})" for task in tasks]
        for cell in cells.values()
    ]
    names = [f"{name}\nn = {count(cell['n'])}" for name, cell in cells.items()]
    limit = max((abs(shift) for row in shifts for shift in row if shift is not None), default=0.0) or 1.0
    heat_map(axes, shifts, texts, names, tasks, limit)
    axes.set(xlabel="measured in", ylabel="designed for")
    told = "; ".join(f"designed for {name}: {', '.join(row)}" for name, row in zip(cells, texts, strict=True))
    return Picture(
        figure,
        _cell_reading(qc),
        "Mean activity (log2 fold change) of the kept elements by the cell type that they were designed for, in "
        "brackets the difference from the mean over all elements in that cell type. Colour: that difference, orange "
        "below and blue above.",
        f"Heat map of mean activities, in the cell types {', '.join(tasks)}; {told}.",
        [OF_QC],
        Data(
            columns,
            [
                (name, cell["n"], task, cell["mean"][task], cell["shift"][task])
                for name, cell in cells.items()
                for task in tasks
            ],
        ),
    )


def _cell_reading(qc: Json) -> str:
    cells = {name: cell for name, cell in qc["by_target_cell"].items() if name in qc["tasks"]}
    shifts = {name: cell["shift"][name] for name, cell in cells.items() if cell["shift"][name] is not None}
    if len(qc["tasks"]) == 1 or not shifts:
        name, cell = next(iter(qc["by_target_cell"].items()))
        text = ", ".join(f"{number(cell['mean'][task], 2)} in {task}" for task in qc["tasks"])
        return f"Elements designed for {name} have a mean activity of {text}."
    meant = [name for name in shifts if cells[name]["mean"][name] == max(_known(cells[name]["mean"]))]
    low, high = min(shifts.values()), max(shifts.values())
    reach = f"by {signed(low, 2)}" if low == high else f"by {signed(low, 2)} to {signed(high, 2)}"
    return (
        f"{len(meant)} of {len(shifts)} groups of designed elements are on average most active in the cell type that "
        f"they were designed for; there they differ from all elements {reach}."
    )


def _known(values: Json) -> list[float]:
    return [value for value in values.values() if value is not None]


def correlations(qc: Json, layout: Layout) -> Picture:
    """Pearson's r of each two cell types."""
    tasks, values = qc["tasks"], qc["task_correlation"]
    columns = ("first", "second", "pearson", "pearson_before")
    before = qc["task_correlation_before"]
    if len(tasks) == 1:
        return undrawn(layout, "One cell type was measured: there is none to correlate it with.", [OF_QC], columns)
    figure, (axes,) = new_figure(layout, 1, 0.6 + ROW * len(tasks))
    heat_map(axes, values, [[number(value, 2) for value in row] for row in values], tasks, tasks, 1.0)
    pairs = [
        (tasks[first], tasks[second], values[first][second]) for first, second in combinations(range(len(tasks)), 2)
    ]
    rows = [
        (*pair, before[first][second])
        for pair, (first, second) in zip(pairs, combinations(range(len(tasks)), 2), strict=True)
    ]
    return Picture(
        figure,
        _correlation_reading(pairs),
        "Pearson correlation of the measured activities in each two cell types, over the kept elements that were "
        "measured in both; the TSV has those of all readable rows besides.",
        f"Heat map of correlations: {'; '.join(f'{a} and {b} {number(r, 2)}' for a, b, r in pairs)}.",
        [OF_QC],
        Data(columns, rows),
    )


def _correlation_reading(pairs: list[tuple[str, str, float | None]]) -> str:
    known = [(first, second, r) for first, second, r in pairs if r is not None]
    if not known:
        return "No correlation between cell types is defined."
    least, most = min(known, key=lambda pair: pair[2]), max(known, key=lambda pair: pair[2])
    text = f"Measured activities of {most[0]} and {most[1]} are the most alike (r = {number(most[2])})"
    if len(known) == 1:
        return f"Measured activities of {most[0]} and {most[1]} correlate with r = {number(most[2])}."
    return f"{text}, those of {least[0]} and {least[1]} the least ({number(least[2])})."
