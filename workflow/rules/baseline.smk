BASELINE = "baseline/{variant}" if plan.pooled_at("baseline") else "baseline"  # {variant}: a fold of the base


# A linear model of the same rows, which the networks should be better than. Of a cross-validation that is one of each
# fold; what these predict of their test rows is then joined.
rule baseline:
    input:
        dataset=lambda w: plan.artifact("encode", w.get("variant", "base"), "dataset.h5"),
        again=lambda w: again("baseline", w.get("variant", "base")),
    output:
        predictions=f"{plan.folder}/{BASELINE}/predictions.h5",
        model=f"{plan.folder}/{BASELINE}/baseline.h5",
        summary=f"{plan.folder}/{BASELINE}/baseline.json",
        manifest=f"{plan.folder}/{BASELINE}/manifest.json",
    log:
        f"{plan.folder}/logs/{BASELINE}.log",
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


if plan.pooled_at("baseline"):

    rule baseline_pool:
        input:
            predictions=of_folds("predictions.h5", "baseline", "base"),
            manifests=of_folds("manifest.json", "baseline", "base"),
            again=lambda w: again("baseline"),
        output:
            predictions=plan.path("baseline", "base", "predictions.h5"),
            manifest=plan.path("baseline", "base", "manifest.json"),
        log:
            f"{plan.folder}/logs/baseline_pool.log",
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
            "exec {params.tool:q} --config {params.config:q} --pool {input.predictions:q} --out {params.out:q}"
            " --threads {threads} 2> {log:q}"
