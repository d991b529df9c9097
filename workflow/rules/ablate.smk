# All variants, and the linear baseline, against the base on the same test rows.
rule ablate:
    input:
        predictions=[file for variant in ["base", *plan.compared] for file in plan.predictions_of_seeds(variant)],
        manifests=[
            plan.path("predict", variant, seed, "manifest.json")
            for variant in ["base", *plan.compared]
            for seed in plan.seed_folders()
        ],
        linear_baseline=plan.baseline_of("base"),
        again=lambda w: again("ablate"),
    output:
        ablation=plan.path("ablate", "base", "ablation.json"),
        table=plan.path("ablate", "base", "ablation.tsv"),
        manifest=plan.path("ablate", "base", "manifest.json"),
    log:
        f"{plan.folder}/logs/ablate.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        tool=as_is(plan.programs.tool("ablate")),
        build=as_is(plan.programs.build("ablate")),
        settings=as_is(plan.config_text("ablate")),
        config=as_is(plan.config_file("ablate")),
        baseline=as_is(plan.predictions_of_seeds("base")),
        variants=as_is(
            [
                word
                for variant in plan.compared
                for word in ("--variant", f"{variant}={','.join(plan.predictions_of_seeds(variant))}")
            ]
        ),
        linear_baseline=lambda w, input: (
            ["--linear-baseline", input.linear_baseline[0]] if input.linear_baseline else []
        ),
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --baseline {params.baseline:q} {params.variants:q}"
        " {params.linear_baseline:q} --out {params.out:q} --threads {threads} 2> {log:q}"
