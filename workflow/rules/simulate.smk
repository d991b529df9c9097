# The embedded default: a table in the public schema with known truth, when no table is configured.
rule simulate:
    input:
        again=lambda w: again("simulate"),
    output:
        table=plan.path("simulate", "base", "elements.tsv.gz"),
        truth=plan.path("simulate", "base", "truth.json"),
        manifest=plan.path("simulate", "base", "manifest.json"),
    log:
        f"{plan.folder}/logs/simulate.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        tool=as_is(plan.programs.tool("simulate")),
        build=as_is(plan.programs.build("simulate")),
        settings=as_is(plan.config_text("simulate")),
        config=as_is(plan.config_file("simulate")),
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --out {params.out:q} --threads {threads} 2> {log:q}"
