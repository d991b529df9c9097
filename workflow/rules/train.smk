# One network for each variant and seed. Checkpoints are no declared outputs: they outlive a failed job, and the next
# attempt resumes from them; one of other settings or data is left aside.
# `launcher` is set by the slurm profile: the tool is then a job step that gets Slurm's signals.
rule train:
    input:
        dataset=lambda w: plan.artifact("encode", w.variant, "dataset.h5"),
        # Of a parameter-matched pair: the network whose number of parameters this one gets.
        matched=lambda w: plan.matched_model(w.variant, w.seed),
        again=lambda w: again("train", w.variant, f"seed{w.seed}"),
    output:
        model=f"{plan.folder}/train/{{variant}}/seed{{seed}}/model.h5",
        history=f"{plan.folder}/train/{{variant}}/seed{{seed}}/history.jsonl",
        training=f"{plan.folder}/train/{{variant}}/seed{{seed}}/training.json",
        manifest=f"{plan.folder}/train/{{variant}}/seed{{seed}}/manifest.json",
    log:
        f"{plan.folder}/logs/train/{{variant}}/seed{{seed}}.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    resources:
        launcher="",
    params:
        start_over=as_is(plan.programs.script("start_over.sh")),
        tool=as_is(plan.programs.tool("train")),
        build=as_is(plan.programs.build("train")),
        settings=lambda w: plan.config_text("train", w.variant),
        config=lambda w: plan.config_file("train", w.variant),
        device=as_is(plan.device),
        matched=lambda w, input: ["--match-parameters-of", input.matched[0]] if input.matched else [],
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.start_over:q} {params.out:q}/checkpoint.h5 {resources.launcher} {params.tool:q}"
        " --config {params.config:q} --dataset {input.dataset[0]:q} {params.matched:q} --out {params.out:q}"
        " --seed {wildcards.seed:q} --device {params.device:q} --threads {threads} 2> {log:q}"
