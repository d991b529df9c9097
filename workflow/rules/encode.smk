# Base codes, motif scores if asked for, and targets standardized with what the training rows say.
rule encode:
    input:
        elements=lambda w: plan.artifact("qc", w.variant, "elements.h5"),
        split=lambda w: plan.artifact("split", w.variant, "split.h5"),
        again=lambda w: again("encode", w.variant),
    output:
        dataset=f"{plan.folder}/encode/{{variant}}/dataset.h5",
        scaler=f"{plan.folder}/encode/{{variant}}/scaler.json",
        manifest=f"{plan.folder}/encode/{{variant}}/manifest.json",
    log:
        f"{plan.folder}/logs/encode/{{variant}}.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        # The motif file is named in the settings; what it holds counts, not when it was written.
        motifs_digest=lambda w: plan.motifs_digest(w.variant),
        tool=as_is(plan.programs.tool("encode")),
        build=as_is(plan.programs.build("encode")),
        settings=lambda w: plan.config_text("encode", w.variant),
        config=lambda w: plan.config_file("encode", w.variant),
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --elements {input.elements[0]:q} --split {input.split[0]:q}"
        " --out {params.out:q} --threads {threads} 2> {log:q}"
