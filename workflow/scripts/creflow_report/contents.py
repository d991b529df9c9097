"""What the report consists of: its sections in order, the files that they show and the figures that they draw. Nothing
that draws is imported here, so the workflow knows the files of a report without making it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from creflow_workflow import folds


@dataclass(frozen=True)
class Section:
    """One section; docs/architecture.md has the recipe for a new one."""

    name: str  # of sections/<name>.py, of workflow/report/sections/<name>.html.j2, and of its place in the page
    title: str
    reads: tuple[str, ...] = ()  # what it shows of which folders of stages; * is any variant or seed
    figures: tuple[str, ...] = ()  # functions in sections/<name>.py, as they follow each other in the page
    texts: tuple[str, ...] = ()  # functions there that write <name>.md beside the page
    only_with: str = ""  # the stage, or LEARNING_CURVE, without which there is no such section


LEARNING_CURVE = "learning_curve"  # variants with fewer training rows
IMAGES = ("png", "pdf")  # beside SVG, unless report.images of the config says less
METRICS = "eval/*/metrics.json"
OF_BASE = "eval/base/metrics.json"
SCATTER = "eval/base/tables/scatter.tsv"
OF_QC, OF_SPLIT = "qc/base/qc_report.json", "split/base/split_report.json"
SCALER = "encode/base/scaler.json"
RESIDUALS = (
    OF_BASE,
    *(
        f"eval/base/tables/{name}.tsv"
        for name in ("scatter", "residual_histogram", "residual_quantiles", "residual_trend", "outliers")
    ),
)
CARD = (OF_QC, OF_SPLIT, SCALER, OF_BASE)

SECTIONS = (  # results first
    Section("accuracy", "Accuracy", reads=(METRICS, SCATTER), figures=("scatter",)),
    Section("calibration", "Calibration", reads=(OF_BASE,), figures=("calibration",)),
    Section("residuals", "Residuals", reads=RESIDUALS, figures=("residuals",)),
    Section(
        "specificity",
        "Cell-type specificity",
        reads=(OF_BASE, "eval/base/tables/min_gap.tsv"),
        figures=("min_gap_strata", "confusion", "cell_pairs"),
    ),
    Section(
        "selection",
        "Picking elements",
        reads=(OF_BASE, SCATTER),
        figures=("enrichment",),
    ),
    Section("intervals", "Prediction intervals", reads=(OF_BASE,), figures=("coverage",)),
    Section("ablation", "Ablations", reads=("ablate/ablation.json",), figures=("ablation",), only_with="ablate"),
    Section(
        "learning_curve",
        "Learning curve",
        reads=(METRICS, "eval/*/bootstrap.h5", "ablate/ablation.json"),
        figures=("accuracy_by_rows",),
        only_with=LEARNING_CURVE,
    ),
    Section("acceptance", "Acceptance", reads=(OF_BASE,)),
    Section(
        "training",
        "Training",
        reads=("train/*/*/history.jsonl",),
        figures=("learning_curves", "training_course"),
        only_with="train",
    ),
    Section(
        "quality",
        "Quality control",
        reads=(OF_QC, OF_SPLIT, SCALER),
        figures=(
            "qc_funnel",
            "subset_losses",
            "gc_and_length",
            "sequence_composition",
            "standard_errors",
            "activity_before_after",
            "activity_by_cell",
            "task_correlation",
        ),
    ),
    Section(
        "split",
        "Split",
        reads=(OF_SPLIT, OF_BASE),
        figures=("split_shares", "split_distributions"),
    ),
    Section("card", "Model card", reads=CARD, texts=("model_card",), only_with="train"),
    Section("methods", "Methods", reads=(*CARD, "ablate/ablation.json"), texts=("methods",), only_with="train"),
    Section("provenance", "Provenance", figures=("stages",)),
)


def sections_with(about: Container[str]) -> list[Section]:
    """The sections of the report of a run that has these stages, and perhaps a LEARNING_CURVE."""
    return [section for section in SECTIONS if not section.only_with or section.only_with in about]


def figures_with(about: Container[str]) -> list[str]:
    """The names of its figures."""
    return [name for section in sections_with(about) for name in section.figures]


def files_of_a_figure(images: Sequence[str]) -> list[str]:
    """Their endings, in the folder figures; `images`: report.images of the config. tsv: its numbers."""
    return ["svg", *images, "tsv"]


def files_of_figures(about: Container[str], images: Sequence[str]) -> list[str]:
    """What is written of them below the folder of the report, besides the SVG."""
    names = figures_with(about)
    beside = [f"figures/{name}.{kind}" for name in names for kind in files_of_a_figure(images) if kind != "svg"]
    return beside + [f"captions/{name}.rst" for name in names]


def texts_with(about: Container[str]) -> list[str]:
    """The names of the texts beside it."""
    return [name for section in sections_with(about) for name in section.texts]


def files_of(job: str, about: Container[str]) -> list[str]:
    """The files that it shows of a job, "train/base/seed7", by their names in its folder; of the first fold those that
    it shows of a variant."""
    job = "/".join(folds.variant_if_first(part) for part in job.split("/"))
    depth = job.count("/") + 1
    found = []
    for parts in (file.split("/") for section in sections_with(about) for file in section.reads):
        if len(parts) > depth and fnmatchcase(job, "/".join(parts[:depth])):
            found.append("/".join(parts[depth:]))
    return list(dict.fromkeys(found))
