# Cleans the measurement table; every rejected row is kept with its reason.
rule qc:
    input:
        # What the user's table holds counts, not when it was written: copied or touched, it is the same.
        table=plan.table if plan.simulated else ancient(plan.table),
    output:
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
        table_digest=plan.table_digest,
        tool=plan.tool("qc"),
        build=plan.build("qc"),
        settings=lambda w: plan.config_text("qc", w.variant),
        config=lambda w: plan.config_file("qc", w.variant),
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --table {input.table[0]:q} --out {params.out:q}"
        " --threads {threads} 2> {log:q}"
