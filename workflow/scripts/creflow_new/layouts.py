"""Which column of a table of one condition is what: by the names that MPRAsnakeflow and MPRAlib write, else by what
`cre-qc --describe` takes it for."""

from __future__ import annotations

from dataclasses import dataclass

from creflow_workflow.problems import INPUT, Problem

from .described import Description, column_of_names

# Of a file without a header, as reporter_genomic_element of MPRAlib: a BED file with further columns.
GENOMIC_ELEMENT = (
    "chrom", "chromStart", "chromEnd", "name", "score", "strand", "log2FoldChange", "inputCount", "outputCount",
    "minusLog10PValue", "minusLog10QValue",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Names of columns."""

    name: str
    activities: tuple[str, ...]  # several are replicates
    error: str | None = None
    barcodes: str | None = None
    replicate: str | None = None  # whose values tell the rows of one oligo apart


# MPRAsnakeflow since 0.2 and MPRAlib, a row a replicate (reporter_experiment.oligo, allreps.merged), replicates
# combined (merged.combined), or reporter_element; MPRAsnakeflow 0.1 and MPRAflow.
_NAMES = (("oligo_name", "log2FoldChange", "n_bc"), ("name", "log2FoldChange", "n_bc"), ("name", "log2", "n_obs_bc"))
_REPLICATE = "replicate"
# What else they write, by a column that nothing else has: reporter_experiment.barcode, average_allreps.
_OTHER_TABLES = {"barcode": "counts of single barcodes", "mean_ratio": "means over all oligos"}


def known_layout(description: Description) -> Layout | None:
    """Of what MPRAsnakeflow and MPRAlib write."""
    columns = {column["name"] for column in description["columns"]}
    for name, activity, barcodes in _NAMES:
        if {name, activity} <= columns:
            return Layout(
                name,
                (activity,),
                barcodes=barcodes if barcodes in columns else None,
                replicate=_REPLICATE if _REPLICATE in columns else None,
            )
    return None


def layout_of(description: Description, file: str) -> Layout:
    """Throws a Problem where names or activities are missing, or where there are activities of several conditions."""
    if found := known_layout(description):
        return found
    columns = description["columns"]
    present = f"columns present: {', '.join(column['name'] for column in columns)}"
    names = {column["name"] for column in columns}
    for wrong, what in _OTHER_TABLES.items():
        if wrong in names:
            raise Problem(
                f"{file}: {what}; give the table of oligos (reporter_experiment.oligo, allreps.merged)", INPUT
            )
    name = column_of_names(description)
    if name is None:
        raise Problem(f"{file}: no column with names of oligos (oligo_name, name, id); {present}", INPUT)
    roles = [column for column in columns if column["role"] in ("activity", "replicate") and column["task"]]
    tasks = list(dict.fromkeys(column["task"] for column in roles))
    if not tasks:
        raise Problem(f"{file}: no column with log2 ratios (log2FoldChange, log2, activity); {present}", INPUT)
    if len(tasks) > 1:
        raise Problem(
            f"{file}: activities of several conditions ({', '.join(tasks)}); a pair name=table is of one; give the "
            "table without a name",
            INPUT,
        )
    whole = [column["name"] for column in roles if column["role"] == "activity"]
    barcodes = [column["name"] for column in columns if column["role"] == "count" and "bc" in _letters(column["name"])]
    return Layout(
        name,
        tuple(whole[:1] or [column["name"] for column in roles]),
        error=next((c["name"] for c in columns if c["role"] == "standard error" and c["task"] == tasks[0]), None),
        barcodes=barcodes[0] if barcodes else None,
    )


def _letters(name: str) -> str:
    """ "n_barcodes" and "n.obs.bc" have bc in it."""
    return name.lower().replace("barcode", "bc")
