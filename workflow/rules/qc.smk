# Cleans the measurement table; every rejected row is kept with its reason.
rule qc:
    input:
        # Of the user's own tables it counts what they hold (a parameter), not when they were written. Their names are a
        # parameter, too; here they stand for their size, by which jobs of a cluster ask for memory.
        table=plan.table if plan.simulated else ancient(plan.table_as_input),
        again=lambda w: again("qc", w.variant),
    output:
        **plan.files_of_qc,
        elements=f"{plan.folder}/qc/{{variant}}/elements.h5",
        report=f"{plan.folder}/qc/{{variant}}/qc_report.json",
        rejected=f"{plan.folder}/qc/{{variant}}/rejected.tsv.gz",
        manifest=f"{plan.folder}/qc/{{variant}}/manifest.json",
    log:
        f"{plan.folder}/logs/qc/{{variant}}.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        table=as_is(plan.table_options),
        table_digest=as_is(" ".join(plan.table_digests)),
        tool=as_is(plan.programs.tool("qc")),
        build=as_is(plan.programs.build("qc")),
        settings=lambda w: plan.config_text("qc", w.variant),
        config=lambda w: plan.config_file("qc", w.variant),
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} {params.table:q} --out {params.out:q}"
        " --threads {threads} 2> {log:q}"
