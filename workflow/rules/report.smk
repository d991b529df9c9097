# One HTML file with everything a reader of the run needs, its figures, and texts for papers and the model.
from creflow_report import contents


rule report:
    input:
        stages=plan.manifests_of_report(),
        again=lambda w: again("report"),
    output:
        report=f"{plan.folder}/report/report.html",
        figures=expand(
            "{folder}/report/figures/{name}.{kind}",
            folder=plan.folder,
            name=contents.figures_with(plan.stages),
            kind=contents.FIGURE_FILES,
        ),
        texts=expand("{folder}/report/{name}.md", folder=plan.folder, name=contents.texts_with(plan.stages)),
        manifest=f"{plan.folder}/report/manifest.json",
    log:
        f"{plan.folder}/logs/report.log",
    conda:
        REPORT_PACKAGES
    params:
        python=as_is("python" if with_conda else plan.programs.python),
        scripts=as_is(plan.programs.script()),
        build=as_is(plan.programs.report_build),
        settings=as_is(plan.config_text("report")),
        config=as_is(plan.config_file("report")),
        run=as_is(plan.folder),
        out=subpath(output.manifest, parent=True),
    shell:
        "PYTHONPATH={params.scripts:q} exec {params.python:q} -m creflow_report --config {params.config:q}"
        " --run {params.run:q} --out {params.out:q} 2> {log:q}"
