# Assigns whole groups of rows to train, val and test.
rule split:
    input:
        elements=lambda w: plan.artifact("qc", w.variant, "elements.h5"),
        # A variant with another quality control or split leaves the test rows of the base alone.
        base=lambda w: plan.base_of_split(w.variant),
        again=lambda w: again("split", w.variant),
    output:
        split=f"{plan.folder}/split/{{variant}}/split.h5",
        report=f"{plan.folder}/split/{{variant}}/split_report.json",
        rows=f"{plan.folder}/split/{{variant}}/rows.tsv.gz",
        manifest=f"{plan.folder}/split/{{variant}}/manifest.json",
    log:
        f"{plan.folder}/logs/split/{{variant}}.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        tool=as_is(plan.programs.tool("split")),
        build=as_is(plan.programs.build("split")),
        settings=lambda w: plan.config_text("split", w.variant),
        config=lambda w: plan.config_file("split", w.variant),
        base=lambda w, input: ["--base-elements", input.base[0], "--base-split", input.base[2]] if input.base else [],
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --elements {input.elements[0]:q} {params.base:q}"
        " --out {params.out:q} --threads {threads} 2> {log:q}"
