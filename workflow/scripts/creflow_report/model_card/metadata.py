"""The YAML at the top of the card, as far as it is a matter of this run."""

from __future__ import annotations

import re

from ..facts import Facts
from ..inputs import Json

# Measures that are told by task, with their names on the Hub and in the card.
MEASURES = {"pearson": ("pearsonr", "Pearson"), "spearman": ("spearmanr", "Spearman"), "mse": ("mse", "MSE"),
            "mae": ("mae", "MAE")}  # fmt: skip
# Names that the Hub knows; any other licence is "other" there, and its name a field of its own.
LICENCES = (
    "afl-3.0", "agpl-3.0", "apache-2.0", "artistic-2.0", "bsd", "bsd-2-clause", "bsd-3-clause", "bsl-1.0", "c-uda",
    "cc", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0",
    "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0",
    "cc-by-sa-3.0", "cc-by-sa-4.0", "cc0-1.0", "ecl-2.0", "epl-1.0", "epl-2.0", "eupl-1.1", "eupl-1.2", "gpl",
    "gpl-2.0", "gpl-3.0", "isc", "lgpl", "lgpl-2.1", "lgpl-3.0", "mit", "mpl-2.0", "ms-pl", "ncsa", "odbl", "odc-by",
    "osl-3.0", "pddl", "unlicense", "wtfpl", "zlib",
)  # fmt: skip


def licence(facts: Facts) -> dict[str, str]:
    """The fields that tell it; none when it is not known."""
    name = facts.config["report"]["licence"]
    if name is None or not name.strip():
        return {}
    known = re.sub(r"\s+", "-", name.strip().lower())
    return {"license": known} if known in LICENCES else {"license": "other", "license_name": name.strip()}


def dataset_id(facts: Facts) -> str:
    """The name of the (first) table in the letters that the Hub takes."""
    name = facts.tables()[0]["file"]
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "table"


def results(facts: Facts) -> list[Json]:
    """Values of the model index; an undefined one has no place there."""
    metrics, found = facts.metrics, []
    places = [(task, metrics["per_task"][task]) for task in metrics["tasks"]]
    mean = [("mean over cell types", metrics["macro"])] if len(places) > 1 else []
    for place, values in mean + places:
        for measure, (kind, title) in MEASURES.items():
            if values[measure]["value"] is not None:
                found.append({"type": kind, "value": values[measure]["value"], "name": f"{title}, {place}"})
    return found
