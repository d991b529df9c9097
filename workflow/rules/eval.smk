EVAL_TABLES = ["table1", "acceptance", "scatter", "min_gap", "strata", "confusion", "cell_pairs", "calibration"]
EVAL_TABLES += ["coverage", "residual_histogram", "residual_quantiles", "residual_trend", "outliers"]


# How well the networks of a variant predict the test rows.
rule eval:
    input:
        predictions=lambda w: plan.artifact("predict", w.variant, *plan.evaluated()),
        baseline=lambda w: plan.baseline_of(w.variant),
        again=lambda w: again("eval", w.variant),
    output:
        metrics=f"{plan.folder}/eval/{{variant}}/metrics.json",
        bootstrap=f"{plan.folder}/eval/{{variant}}/bootstrap.h5",
        tables=expand("{folder}/eval/{{variant}}/tables/{name}.tsv", folder=plan.folder, name=EVAL_TABLES),
        manifest=f"{plan.folder}/eval/{{variant}}/manifest.json",
    log:
        f"{plan.folder}/logs/eval/{{variant}}.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        tool=as_is(plan.programs.tool("eval")),
        build=as_is(plan.programs.build("eval")),
        settings=lambda w: plan.config_text("eval", w.variant),
        config=lambda w: plan.config_file("eval", w.variant),
        baseline=lambda w, input: ["--baseline", input.baseline[0]] if input.baseline else [],
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --predictions {input.predictions[0]:q}"
        " {params.baseline:q} --out {params.out:q} --threads {threads} 2> {log:q}"
