"""What was read, filtered, split and encoded."""

from __future__ import annotations

from ..facts import Facts
from ..inputs import Json
from ..text import listed
from .words import counted, plain, share

_MIDDLE = {"mean": "mean", "median": "median", "inverse_variance": "mean weighted by inverse variance"}


def measurements(facts: Facts) -> list[str]:
    """Table, tasks and the rules of quality control."""
    qc, settings = facts.qc, facts.settings["qc"]
    tables = [f"{table['file']} (SHA-256 {table['sha256']})" for table in facts.tables()]
    made = _simulated(facts) if facts.simulated else ""
    citation = facts.config["report"]["citation"]
    return [
        f"Activities of {counted(qc['read'], 'element')}, as log2 fold change in {listed(facts.tasks)}, were read from "
        f"the table{'s' if len(tables) > 1 else ''} {listed(tables)}{made}.",
        *([f"Source of the table: {citation.rstrip('.')}."] if citation else []),
        _rules(qc),
        *_reading(qc, settings),
        *_merging(qc, settings),
        *_errors(qc["se"], settings),
    ]


def _simulated(facts: Facts) -> str:
    seed = facts.manifests["simulate"]["seeds"]["simulate"]
    return f", which cre-simulate made with seed {seed}: a simulated assay, not an experiment"


def _rules(qc: Json) -> str:
    rules = [rule for rule in qc["rules"] if rule["active"] and not rule["code"].startswith("merged_")]
    found = [f"{rule['title']} ({rule['sequential']:,})" for rule in rules if rule["sequential"]]
    other = [rule["title"] for rule in rules if not rule["sequential"]]
    kept = f"{qc['kept']:,} of {qc['read']:,} rows were kept"
    if not found:
        return f"{kept}; no row broke a rule of quality control ({', '.join(other)})."
    rest = f" No row was rejected for: {', '.join(other)}." if other else ""
    return f"Rows were rejected, each for the first rule that it broke, for: {', '.join(found)}; {kept}.{rest}"


def _reading(qc: Json, settings: Json) -> list[str]:
    """How sequences were brought to one form."""
    profile, adaptors, said = qc["length_profile"], qc["adaptors"], []
    if adaptors["upstream"] or adaptors["downstream"]:
        done = "given to the network as flanks of the insert" if adaptors["flanks"] else "cut off"
        said.append(
            f"The constant ends of the sequences ({len(adaptors['upstream'])} bases before and "
            f"{len(adaptors['downstream'])} after the insert) were {done}."
        )
    if profile["off_length"] == "adjust":
        said.append(
            f"Sequences of another length than {qc['length']:,} bases were trimmed to their centre "
            f"({profile['longer']:,}) or padded with N ({profile['shorter']:,})."
        )
    if settings["iupac"] == "to_n":
        said.append("Ambiguity codes were read as N.")
    if settings["allow_missing_tasks"]:
        said.append("A missing activity was masked; its row stayed for the other cell types.")
    return said


def _merging(qc: Json, settings: Json) -> list[str]:
    """How several measurements of one element became one."""
    said, replicates, duplicates = [], qc["replicates"], qc["duplicates"]
    for task in settings["tasks"] if replicates else []:
        if isinstance(task["activity"], dict):
            said.append(
                f"The activity in {task['name']} is the log2 ratio of RNA and DNA counts per million of their "
                f"libraries, with {float(task['activity']['pseudocount']):g} added to each count."
            )
    if replicates:
        rows = "" if replicates["rows"] == "none" else f", those in rows with one {replicates['rows']} among them,"
        said.append(
            f"Replicates of {listed(replicates['tasks'])}{rows} were merged by their {_MIDDLE[replicates['merge']]}."
        )
    if duplicates["mode"] != "keep":
        said.append(
            f"{counted(duplicates['merged'], 'row')} with the sequence of an earlier kept row became one with it, by "
            f"the {_MIDDLE[duplicates['mode']]}."
        )
    return said


def _errors(se: Json, settings: Json) -> list[str]:
    """Standard errors as weights; as a rule they are among the rules above."""
    if not se["available"]:
        return ["The table has no standard errors."]
    if settings["se_rule"] != "C" and settings["weights"] == "none":
        return []
    scaled = ", divided by their mean over the training rows of the task" if settings["weight_scale"] == "task" else ""
    rule = "No row was rejected for the size of its standard error. " if settings["se_rule"] == "C" else ""
    return [f"{rule}Elements were weighted by min(1/(SE² + 10⁻⁶), 25) in each cell type{scaled}."]


def split(facts: Facts) -> list[str]:
    """How rows were divided, and what is in the parts."""
    report, settings = facts.split, facts.settings["split"]
    sizes = listed(f"{report['splits'][name]['rows']:,} {word}" for name, word in _PARTS if name in report["splits"])
    return [f"{_divided(report, settings, facts.settings['qc'])} ({sizes} rows).", *_together(report), *_kin(report)]


_PARTS = (("train", "training"), ("val", "validation"), ("test", "test"))


def _divided(report: Json, settings: Json, qc: Json) -> str:
    if report["strategy"] == "predefined":
        return f"The split is that of the table (column {qc['columns']['split']})"
    if report["strategy"] == "extend":
        return "The split of an earlier run was kept, and new elements followed their group or joined the training rows"
    if report["strategy"] in ("chromosome", "leave_one_chromosome_out"):
        return _by_chromosomes(report, settings["chromosomes"])
    if report["strategy"] == "kfold":
        return f"{_in_folds(report, settings)}{_stratified(report, qc)}"
    aims = ":".join(plain(100 * settings["fractions"][name]) for name, _ in _PARTS)
    base = ", with the test rows of an earlier run kept in the test set" if report.get("base") else ""
    drawn = f"{_unit(report)} were divided at random (seed {report['seed']}) in proportions {aims}"
    return f"{drawn}{_stratified(report, qc)}{base}"


def _unit(report: Json) -> str:
    return "Groups of rows" if report["group_by"] else "Rows"


def _stratified(report: Json, qc: Json) -> str:
    cells = {cell for part in report["splits"].values() for cell in part["target_cell"]} - {"unknown"}
    kinds = ["designed cell types"] if cells and qc["columns"]["target_cell"] is not None else []
    kinds += qc["strata"] or []
    return f", with {listed(kinds)} in equal shares" if kinds else ""


def _by_chromosomes(report: Json, chromosomes: Json) -> str:
    if report["strategy"] == "leave_one_chromosome_out":
        return f"Chromosomes {listed(fold['name'] for fold in report['folds']['folds'])} were tested in turn"
    lists = {"val": ["19", "21", "X"], "test": ["7", "13"]} if chromosomes["preset"] == "malinois" else chromosomes
    kept = f"Rows on chromosomes {listed(lists['val'])} were kept for validation"
    return f"{kept} and on {listed(lists['test'])} for testing"


def _in_folds(report: Json, settings: Json) -> str:
    share = plain(100 * settings["fractions"]["val"])
    return (
        f"{_unit(report)} were divided at random (seed {report['seed']}) into {settings['folds']} folds, each of which "
        f"was tested in turn by networks trained on the others but for {share} % of all rows for validation"
    )


def _together(report: Json) -> list[str]:
    strands = " (a sequence and its reverse complement count as equal)" if report["both_strands"] else ""
    words = {
        "sequence": f"equal sequences{strands}",
        "column": "rows with an equal value in the group column",
        "near_duplicate": "sequences that differ in few bases",
        "minhash": "sequences with many words in common (MinHash)",
        "interval": "rows whose places overlap",
    }
    if not report["group_by"]:
        return ["Nothing was kept together: every row was a group of its own."]
    if report["strategy"] == "predefined":
        return []
    return [f"Kept in one part were {listed(words.get(kind, kind) for kind in report['group_by'])}."]


def _kin(report: Json) -> list[str]:
    kin = report["kin"]
    if not kin or not (test := kin.get("test")) or not test["rows"]:
        return []
    return [
        f"Of {counted(test['rows'], 'test row')}, {test['related']:,} share at least half of their bases with a "
        f"training row."
    ]


def encoding(facts: Facts) -> list[str]:
    """What the network reads, and what it learns."""
    settings, qc = facts.settings["encode"], facts.qc
    upstream, downstream = facts.flanks
    flanks = (
        f", between constant flanks of {len(upstream)} and {len(downstream)} bases," if upstream or downstream else ""
    )
    said = [
        f"Inserts of {qc['length']:,} bases{flanks} were one-hot encoded in four channels (A, C, G, T; an N is 0.25 in "
        "each).",
        "Activities of each cell type were standardized with mean and standard deviation of the training rows"
        f" ({_scaler(facts.scaler)}).",
    ]
    if outliers := facts.scaler.get("outliers"):
        margin = ", the upper limit 3 higher," if outliers["rule"] == "malinois" else ""
        said.append(
            f"Before that, {counted(outliers['rows'], 'training row')} with an activity not within six standard "
            f"deviations of the mean{margin} {'was' if outliers['rows'] == 1 else 'were'} left out."
        )
    if settings["winsorize"] != "none":
        low, high = (share(float(part)) for part in settings["winsorize"].split("/"))
        said.append(f"Before that, they were clamped at the {low} and {high} quantiles of the training rows.")
    if settings["motifs"] is not None:
        said.append(
            "Of each motif, the largest log-odds over all positions and both strands of an insert was computed."
        )
    return said


def _scaler(scaler: Json) -> str:
    rows = zip(scaler["tasks"], scaler["mean"], scaler["sd"], strict=True)
    return "; ".join(f"{task} {mean:.4g} and {sd:.4g}" for task, mean, sd in rows)
