# Predictions of each network, and of the mean of all networks of a variant when there are several seeds; the linear
# baseline is a member of both where predict.with_baseline says so. Of a cross-validation that is done for each fold;
# what these predict of their test rows is then joined.
rule predict:
    input:
        dataset=lambda w: plan.artifact("encode", w.variant, "dataset.h5"),
        models=lambda w: [plan.path("train", w.variant, f"seed{w.seed}", "model.h5")],
        manifests=lambda w: [plan.path("train", w.variant, f"seed{w.seed}", "manifest.json")],
        linear=lambda w: plan.linear_member(w.variant),
        again=lambda w: again("predict", w.variant, f"seed{w.seed}"),
    output:
        predictions=f"{plan.folder}/predict/{{variant}}/seed{{seed}}/predictions.h5",
        manifest=f"{plan.folder}/predict/{{variant}}/seed{{seed}}/manifest.json",
    log:
        f"{plan.folder}/logs/predict/{{variant}}/seed{{seed}}.log",
    wildcard_constraints:
        variant=any_of(plan.variants_of("predict")),
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        tool=as_is(plan.programs.tool("predict")),
        build=as_is(plan.programs.build("predict")),
        settings=lambda w: plan.config_text("predict", w.variant),
        config=lambda w: plan.config_file("predict", w.variant),
        device=as_is(plan.device),
        linear=lambda w, input: ["--baseline", input.linear[0]] if input.linear else [],
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --dataset {input.dataset[0]:q} --model {input.models:q}"
        " {params.linear:q} --out {params.out:q} --device {params.device:q} --threads {threads} 2> {log:q}"


use rule predict as predict_ensemble with:
    input:
        dataset=lambda w: plan.artifact("encode", w.variant, "dataset.h5"),
        models=lambda w: [plan.path("train", w.variant, seed, "model.h5") for seed in plan.seed_folders()],
        manifests=lambda w: [plan.path("train", w.variant, seed, "manifest.json") for seed in plan.seed_folders()],
        linear=lambda w: plan.linear_member(w.variant),
        again=lambda w: again("predict", w.variant, "ensemble"),
    output:
        predictions=f"{plan.folder}/predict/{{variant}}/ensemble/predictions.h5",
        manifest=f"{plan.folder}/predict/{{variant}}/ensemble/manifest.json",
    log:
        f"{plan.folder}/logs/predict/{{variant}}/ensemble.log",
    wildcard_constraints:
        variant=any_of(plan.variants_of("predict")),


if plan.pooled_at("predict"):

    rule predict_pool:
        input:
            predictions=lambda w: of_folds("predictions.h5", "predict", w.variant, w.which),
            manifests=lambda w: of_folds("manifest.json", "predict", w.variant, w.which),
            again=lambda w: again("predict", w.variant, w.which),
        output:
            predictions=f"{plan.folder}/predict/{{variant}}/{{which}}/predictions.h5",
            manifest=f"{plan.folder}/predict/{{variant}}/{{which}}/manifest.json",
        log:
            f"{plan.folder}/logs/predict/{{variant}}/{{which}}.log",
        wildcard_constraints:
            variant=any_of(plan.pooled_at("predict")),
            which=any_of(plan.which()),
        conda:
            TOOL_PACKAGES
        threads: plan.threads
        params:
            tool=as_is(plan.programs.tool("predict")),
            build=as_is(plan.programs.build("predict")),
            settings=lambda w: plan.config_text("predict", w.variant),
            config=lambda w: plan.config_file("predict", w.variant),
            device=as_is(plan.device),
            out=subpath(output.manifest, parent=True),
        shell:
            "exec {params.tool:q} --config {params.config:q} --pool {input.predictions:q} --out {params.out:q}"
            " --device {params.device:q} --threads {threads} 2> {log:q}"
