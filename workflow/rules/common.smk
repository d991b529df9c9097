# What the rules share.


def as_is(value):
    """A parameter that Snakemake leaves as it is: in a plain text it would look for wildcards, which are in braces."""
    return lambda wildcards: value


def any_of(names):
    """A pattern of wildcards: one of these names; without any, nothing."""
    return "|".join(map(re.escape, names)) or "(?!)"


def again(stage, variant="base", which=""):
    """No input: asked for the inputs of a job, it makes a finished one run again that does not agree with the plan.

    Snakemake compares what it remembers, and that may be lost, or set aside (--rerun-triggers mtime).
    """
    if workflow.is_main_process and (reason := agreement.difference(stage, variant, which)):
        manifest = plan.path(stage, variant, *filter(None, [which]), "manifest.json")
        console.remember_reason(manifest, reason)
        workflow.dag.forcefiles.add(manifest)
        logger.info(f"Runs again: {manifest}: {reason}")
    return []


def of_folds(file, *job):
    """A file of every fold's job, by the words of plan.folds_read."""
    return [f"{folder}/{file}" for folder in plan.folds_read(*job)]


def in_snakemakes_report(section, name):
    """A figure that Snakemake's own report shows, with the caption that is written with it."""
    return report(
        f"{plan.folder}/report/figures/{name}.svg",
        caption=os.path.abspath(f"{plan.folder}/report/captions/{name}.rst"),
        category=section.title,
        labels={"figure": name.replace("_", " ")},
    )
