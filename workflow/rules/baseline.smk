# A linear model of the same rows, which the networks should be better than.
rule baseline:
    input:
        dataset=plan.artifact("encode", "base", "dataset.h5"),
        again=lambda w: again("baseline"),
    output:
        predictions=plan.path("baseline", "base", "predictions.h5"),
        model=plan.path("baseline", "base", "baseline.h5"),
        summary=plan.path("baseline", "base", "baseline.json"),
        manifest=plan.path("baseline", "base", "manifest.json"),
    log:
        f"{plan.folder}/logs/baseline.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        tool=as_is(plan.programs.tool("baseline")),
        build=as_is(plan.programs.build("baseline")),
        settings=as_is(plan.config_text("baseline")),
        config=as_is(plan.config_file("baseline")),
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --dataset {input.dataset[0]:q} --out {params.out:q}"
        " --threads {threads} 2> {log:q}"
