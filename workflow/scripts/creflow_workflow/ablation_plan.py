"""What an ablation will run and take, said before anything runs: `./creflow run ablation_plan`."""

from __future__ import annotations

from .cost import Costs
from .durations import UNKNOWN, estimate
from .plan import Plan
from .stages import BASE, CHAIN


def text(plan: Plan) -> str:
    """The whole plan: the variants by group, the jobs, the time."""
    costs = Costs(plan)
    jobs = len(plan.jobs()) + 1  # the report
    count = len(plan.variants) - 1
    lines = [
        f"{plan.config['run']}: {_number(count, 'variant')} beside the base, {_number(len(plan.seeds), 'seed')} each; "
        f"{_number(len(plan.jobs_of('train')), 'training')}, {jobs} jobs in all",
        "",
        *_table(plan, costs),
        *_left_out(plan),
        "",
        *_total(plan, costs),
        *_warnings(plan),
    ]
    return "\n".join(lines)


def _table(plan: Plan, costs: Costs) -> list[str]:
    rows = [("variant", "recomputes", "shares", "parameters", "one training", "")]
    groups = [("", plan.grid.groups and "variants"), *((group.name, group.title) for group in plan.grid.groups)]
    rows.append(_row(plan, costs, BASE))
    for name, title in groups:
        members = [one for one in plan.variants[1:] if (plan.grid.variants[one].group or "") == name]
        if members and title:
            rows.append((title,))
        rows += [_row(plan, costs, one) for one in members]
    cells = [row for row in rows if len(row) > 1]
    told = [i for i in range(5) if any(row[i] not in ("-", UNKNOWN) for row in cells[1:])]
    widths = {i: max(len(row[i]) for row in cells) for i in told}
    return [_line(row, widths) for row in rows]


def _row(plan: Plan, costs: Costs, variant: str) -> tuple[str, ...]:
    own = [stage for stage in CHAIN if plan.source_of(stage, variant) == variant]
    trained = plan.parts_of(plan.source_of("train", variant))[0]
    seconds = costs.seconds(trained) if "train" in own else 0.0
    done = "finished" if "train" in own and all(map(costs.is_done, plan.parts_of(variant))) else ""
    return (
        variant,
        ", ".join(own) or "nothing",
        _shared(plan, variant) or "-",
        f"{costs.networks[trained].parameters:,}",
        estimate(seconds) if seconds != 0.0 else "-",
        done,
    )


def _shared(plan: Plan, variant: str) -> str:
    """ "qc to encode of base, train of single-stem"."""
    parts: list[tuple[str, list[str]]] = []
    last = variant
    for stage in CHAIN:
        source = plan.source_of(stage, variant)
        if source != variant and source == last:
            parts[-1][1].append(stage)
        elif source != variant:
            parts.append((source, [stage]))
        last = source
    return ", ".join(
        f"{stages[0]}{f' to {stages[-1]}' if len(stages) > 1 else ''} of {source}" for source, stages in parts
    )


def _line(row: tuple[str, ...], widths: dict[int, int]) -> str:
    """The cells of the columns that have widths: in the others there is nothing to tell."""
    if len(row) == 1:
        return f"\n{row[0]}"
    right = (3, 4)
    cells = [f"{row[i]:>{width}}" if i in right else f"{row[i]:<{width}}" for i, width in widths.items()]
    return "  ".join(["", *cells, row[5]]).rstrip()


def _left_out(plan: Plan) -> list[str]:
    return ["", *(f"  {name}: left out, {reason}" for name, reason in plan.left_out.items())] if plan.left_out else []


def _total(plan: Plan, costs: Costs) -> list[str]:
    trained = plan.variants_of("train")
    open_ones = [variant for variant in trained if not costs.is_done(variant)]
    shape = costs.shape
    rows = f"{shape.rows:,} rows of {shape.length} bp" + ("" if shape.known else ", bad ones included")
    if costs.finished:
        basis = (
            f"from {_number(costs.finished.count, 'finished training')} of this run ({rows}): multiply-adds of each "
            f"network at the same rate, {100 * costs.finished.share_of_epochs:.0f} % of the most epochs"
        )
    else:
        basis = (
            f"from the benchmark in docs/benchmarks.md ({rows}): multiply-adds of each network at its rate on 2 cores "
            "with AVX512-BF16, and all epochs. Networks much smaller than that one (248 million multiply-adds) do up "
            "to ten times fewer a second, and early stopping ends before: a first guess"
        )
    each = [costs.seconds(variant) for variant in open_ones]
    known = [seconds for seconds in each if seconds is not None]
    if len(known) < len(each):
        one = plan.path("train", plan.parts_of(BASE)[0], plan.seed_folders()[0], "manifest.json")
        return [
            f"time: unknown; no rate was measured for device {plan.device} and these precisions. Run one training "
            f"first, with the same config: ./creflow run {one}"
        ]
    total = estimate(sum(known) * len(plan.seeds))
    done = f", {_number(len(trained) - len(open_ones), 'variant')} finished" if len(open_ones) < len(trained) else ""
    return [
        f"time: about {total} of training, {_number(plan.threads, 'thread')} a job, one after another{done}; {basis}.",
        "The other stages take seconds to minutes each and are not counted.",
    ]


def _warnings(plan: Plan) -> list[str]:
    ablate = plan.settings_of("ablate")["ablate"]
    needed = 2 * len(plan.compared) / ablate["alpha"]
    if ablate["resamples"] + 1 > needed:
        return []
    return [
        f"warning: {ablate['resamples']:,} resamples are too few for {len(plan.compared):,} variants: no adjusted p "
        f"could be below {ablate['alpha']:g}; set ablate.resamples to at least {int(needed)}"
    ]


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
