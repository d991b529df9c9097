# One HTML file with everything a reader of the run needs, its figures, and texts for papers and the model.
from creflow_report import contents


rule report:
    input:
        stages=plan.manifests_of_report(),
        again=lambda w: again("report"),
    output:
        *[
            in_snakemakes_report(section, name)
            for section in contents.sections_with(plan.report_is_about)
            for name in section.figures
        ],
        report=f"{plan.folder}/report/report.html",
        figures=expand(
            "{folder}/report/{file}",
            folder=plan.folder,
            file=contents.files_of_figures(plan.report_is_about, plan.config["report"]["images"]),
        ),
        texts=expand("{folder}/report/{name}.md", folder=plan.folder, name=contents.texts_with(plan.report_is_about)),
        page_digest=f"{plan.folder}/report/page.sha256",
        manifest=f"{plan.folder}/report/manifest.json",
    log:
        f"{plan.folder}/logs/report.log",
    conda:
        REPORT_PACKAGES
    threads: plan.threads
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
        " --run {params.run:q} --out {params.out:q} --threads {threads} 2> {log:q}"
