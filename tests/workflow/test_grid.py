"""How a grid in the config becomes variants: products, include, exclude, names, dotted keys, and mistakes in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from creflow_workflow.grid import Grid
from creflow_workflow.matrix import axis, combinations, label
from creflow_workflow.overrides import leaves, nested
from creflow_workflow.plan import Plan
from creflow_workflow.problems import Problem

ROOT = Path(__file__).resolve().parents[2]


def plan(text: str) -> Plan:
    """The plan of a config in YAML."""
    return Plan(yaml.safe_load(text), "config.yaml", ROOT / "workflow")


def changes(text: str) -> dict[str, dict[str, Any]]:
    """What each variant of a grid in YAML changes, with dotted keys."""
    grid = plan(text).grid
    return {name: leaves(variant.override) for name, variant in grid.variants.items()}


def test_dotted_keys_are_nested() -> None:
    """At any depth, beside sections, which they join."""
    override = {"model.multiscale.stem_kernels": [11], "model": {"context.layers": 2}, "train": {"epochs": 3}}
    assert nested(override, "here") == {
        "model": {"multiscale": {"stem_kernels": [11]}, "context": {"layers": 2}},
        "train": {"epochs": 3},
    }
    with pytest.raises(Problem, match=r"here.train: epochs is set twice"):
        nested({"train.epochs": 3, "train": {"epochs": 4}}, "here")
    with pytest.raises(Problem, match=r"here: the key 'train..epochs' has an empty part"):
        nested({"train..epochs": 3}, "here")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([11], "11"),
        ([7, 11, 15], "7-11-15"),
        ([], "none"),
        (True, "on"),
        (False, "off"),
        (None, "none"),
        (0.05, "0.05"),
        (1e-05, "1e-05"),
        (4.0, "4"),
        (1e6, "1e06"),
        (-0.5, "minus0.5"),
        (-1, "minus1"),
        ("weight+batch", "weight-batch"),
        ("0.005/0.995", "0.005-0.995"),
        ("config/motifs/curated64.meme", "curated64"),
    ],
)
def test_labels(value: Any, text: str) -> None:  # noqa: ANN401 - JSON
    assert label(value) == text


def test_names_and_values_of_a_product() -> None:
    """depth-4, stem-11_res-5: the axes in order, lists of one value as that value."""
    found = changes("""
        model: {architecture: resnet_dilated}
        grid:
          depth:
            matrix: {depth: {model.resnet_dilated.blocks: [4, 8]}}
          kernels:
            matrix:
              stem: {model.resnet_dilated.stem_kernel: [11, 21]}
              res: {model.resnet_dilated.block_kernel: [5, 9]}
          keys:
            matrix: {train.batch: [64], model.resnet_dilated.dilated_dilations: [[1, 1, 1]]}
    """)
    assert list(found) == [
        "depth-4",
        "depth-8",
        "stem-11_res-5",
        "stem-11_res-9",
        "stem-21_res-5",
        "stem-21_res-9",
        "batch-64_dilated-dilations-1-1-1",
    ]
    assert found["stem-21_res-5"] == {
        "model.resnet_dilated.stem_kernel": 21,
        "model.resnet_dilated.block_kernel": 5,
    }
    assert found["batch-64_dilated-dilations-1-1-1"]["model.resnet_dilated.dilated_dilations"] == [1, 1, 1]


def test_include_as_in_continuous_integration() -> None:
    """The worked example of the GitHub Actions documentation: fruit and animal, with five entries of include."""
    axes = {
        "fruit": axis("fruit", {"f": ["apple", "pear"]}, "m"),
        "animal": axis("animal", {"a": ["cat", "dog"]}, "m"),
    }
    include = [
        {"color": "green"},
        {"color": "pink", "animal": "cat"},
        {"fruit": "apple", "shape": "circle"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ]
    found = [one.labels | one.added for one in combinations(axes, include, [], "m")]
    assert found == [
        {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"},
        {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"},
        {"fruit": "pear", "animal": "cat", "color": "pink"},
        {"fruit": "pear", "animal": "dog", "color": "green"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ]


def test_exclude_by_one_or_several_labels() -> None:
    """Every combination that agrees with an entry is left out, before include adds any."""
    axes = {"os": axis("os", {"o": [1, 2]}, "m"), "version": axis("version", {"v": [6, 8, 10]}, "m")}
    exclude = [{"os": 1, "version": 6}, {"version": 10}]
    found = [one.labels for one in combinations(axes, [{"os": 1, "version": 10}], exclude, "m")]
    assert [tuple(labels.values()) for labels in found] == [("1", "8"), ("2", "6"), ("2", "8"), ("1", "10")]


def test_labels_with_overrides_and_included_ones() -> None:
    """YAML takes on and off for true and false; what include adds does not enter the name unless it gives one."""
    found = changes("""
        grid:
          strands:
            matrix:
              rc-training: {on: {}, off: {train.augmentation.reverse_complement: 0}}
              rc-prediction: {on: {}, off: {predict: {reverse_complement: false}}}
            exclude: [{rc-training: off, rc-prediction: off}]
            include:
              - {rc-training: off, train.batch: 64}
              - {rc-prediction: off, train.epochs: 9, name: nine}
              - {rc-prediction: off, rc-training: off, train.epochs: 5}
        variants:
          plain: {train.epochs: 7}
    """)
    off = {"train.augmentation.reverse_complement": 0}
    assert found == {
        "plain": {"train.epochs": 7},
        "nine": {"predict.reverse_complement": False, "train.epochs": 9},
        "rc-training-off_rc-prediction-on": off | {"train.batch": 64},
        "rc-training-off_rc-prediction-off": off | {"predict.reverse_complement": False, "train.epochs": 5},
    }


def test_an_included_variant_of_its_own() -> None:
    """Without a matrix, or beside it with a value that is not in its lists; named after what it changes."""
    found = changes("""
        grid:
          one: {include: [{train.epochs: 9, train.batch: 64}, {train.epochs: 5, name: short}]}
          two:
            matrix: {batch: {train.batch: [32]}}
            include: [{batch: 16}, {batch: 32, train.epochs: 4}]
    """)
    assert found == {
        "epochs-9_batch-64": {"train.epochs": 9, "train.batch": 64},
        "short": {"train.epochs": 5},
        "batch-32": {"train.batch": 32, "train.epochs": 4},
        "batch-16": {"train.batch": 16},
    }


def test_members_of_a_product_that_equal_the_base_are_left_out() -> None:
    """A named variant that changes nothing is a mistake; in a product the base is just one of the choices."""
    p = plan("""
        grid:
          batch: {matrix: {batch: {train.batch: [64, 256]}}}
          rc: {matrix: {rc: {on: {}, off: {train.augmentation.reverse_complement: 0}}}}
    """)
    assert p.variants == ["base", "batch-64", "rc-off"]
    assert p.left_out == {"rc-on": "it is the base", "batch-256": "it is the base"}
    with pytest.raises(Problem, match=r"grid.batch.variants.same: changes nothing"):
        plan("grid: {batch: {variants: {same: {train.batch: 256}}}}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("grid: {g: {matrix: {a: {train.batch: []}}}}", "grid.g.matrix.a: an empty list makes no variants"),
        ("grid: {g: {matrix: {train.batch: []}}}", "grid.g.matrix.train.batch: an empty list makes no variants"),
        ("grid: {g: {title: x}}", "grid.g: makes no variants; it needs matrix, include or variants"),
        ("grid: {g: {matrix: {a: 5}}}", "grid.g.matrix.a: 5 is not allowed; allowed: a list of values"),
        ("grid: {g: {matrix: {a: {train.batch: [64, 64.0]}}}}", "two values are named '64'"),
        ("grid: {g: {matrix: {a: {train.batch: [{x: 1}]}}}}", 'grid.g.matrix.a: {"x": 1} has no name'),
        ("grid: {g: {matirx: {}}}", "grid.g.matirx: unknown key (did you mean 'matrix'?)"),
        (
            "grid: {g: {matrix: {a: {train.bach: [64]}}}}",
            "grid.g (a-64): train.bach: unknown key (did you mean 'batch'?)",
        ),
        ("grid: {g: {matrix: {a: {train.batch: [0]}}}}", "grid.g (a-0): train.batch: 0 is out of range; allowed: "),
        (
            "grid: {g: {matrix: {a: {simulate.noise: [0.1]}}}}",
            "grid.g (a-0.1): simulate: unknown key; a variant may change: qc",
        ),
        (
            "grid: {g: {variants: {x: {trian.epochs: 3}}}}",
            "grid.g.variants.x.trian: unknown key (did you mean 'train'?)",
        ),
        ("variants: {x: {train.epochs: many}}", 'variants.x.train.epochs: "many" is not a whole number'),
        (
            "grid: {g: {matrix: {a: {train.batch: [64]}}}, h: {matrix: {a: {train.batch: [64]}}}}",
            "grid.h (a-64): the name a-64 is taken by grid.g (a-64)",
        ),
        (
            "grid: {g: {matrix: {a: {train.batch: [64]}}}, h: {matrix: {b: {train.batch: [64]}}}}",
            "grid.h (b-64): variant b-64 has the same settings as variant a-64; keep one of them",
        ),
        ("grid: {g: {variants: {base: {train.batch: 64}}}}", "grid.g.variants.base: this name is taken"),
        ("grid: {g: {variants: {a/b: {train.batch: 64}}}}", "the name 'a/b' is not allowed; allowed: letters"),
        (
            "grid: {g: {matrix: {a: {train.batch: [64]}}, exclude: [{a: 32}]}}",
            "grid.g.exclude[0].a: 32 is not allowed; allowed: 64",
        ),
        (
            "grid: {g: {matrix: {arm: {train.batch: [64]}}, exclude: [{amr: 64}]}}",
            "grid.g.exclude[0].amr: no axis of the matrix (did you mean 'arm'?); allowed: arm",
        ),
        ("grid: {g: {matrix: {a: {train.batch: [64]}}, exclude: [{a: 64}]}}", "grid.g.exclude: leaves no combination"),
        (
            "grid: {g: {matrix: {a: {train.batch: [64, 32]}}, exclude: [{a: 64}, {a: 64}]}}",
            'grid.g.exclude[1]: {"a": 64} is no combination of the matrix (or is excluded already)',
        ),
        (
            "grid: {g: {matrix: {a: {x: {train.batch: 64}, y: {train.batch: 32}}}, include: [{a: z}]}}",
            "grid.g.include[0].a: z is not allowed; allowed: x, y",
        ),
        (
            "grid: {g: {matrix: {a: {train.batch: [64]}}, include: [{a: 64, train.batch: 32}]}}",
            "grid.g (a-64).train: batch is set twice",
        ),
        ("grid: {g: {matrix: {name: {train.batch: [64]}}}}", "an axis cannot be called name"),
        ("grid: {g: {matrix: {a.batch: [1], train.batch: [64]}}}", "two axes have the same name"),
        ("grid: {g: []}", "grid.g: [] is not a section of keys and values"),
        ("variants: []", "variants: [] is not a section of keys and values"),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    """One line that names the place, the value and what is allowed."""
    with pytest.raises(Problem) as error:
        plan(text)
    assert str(error.value).startswith("config.yaml: ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_matched_pairs() -> None:
    """The plain variant and one with the base's number of parameters, which shares everything but the training."""
    p = plan("""
        seeds: [3]
        model: {architecture: resnet_dilated}
        grid:
          depth:
            matrix: {depth: {model.resnet_dilated.blocks: [4, 6, 8]}}
            match_parameters: true
    """)
    assert p.variants == ["base", "depth-4", "depth-4_matched", "depth-8", "depth-8_matched"]
    assert p.left_out["depth-6_matched"] == "it has the network of the base, there is nothing to match"
    assert p.source_of("train", "depth-4_matched") == "depth-4_matched"
    assert p.config_text("train", "depth-4_matched") == p.config_text("train", "depth-4")
    assert p.matched_model("depth-4", "3") == []
    assert p.matched_model("depth-4_matched", "3")[0] == "results/mine/train/base/seed3/model.h5"
    described = p.described_grid()[0]
    assert described["title"] == "depth"
    assert described["variants"][1] == {
        "name": "depth-4_matched",
        "changes": ["model.resnet_dilated.blocks: 4", "as many parameters as the base"],
        "pair_of": "depth-4",
    }
    with pytest.raises(
        Problem, match=r"grid.g \(x_matched\): model.match_parameters: is set beside match_parameters: true"
    ):
        plan("grid: {g: {variants: {x: {model.match_parameters: 9000}}, match_parameters: true}}")


def test_variants_share_what_is_equal() -> None:
    """Not only with the base: the first variant with equal settings up to a stage has the files."""
    p = plan("""
        grid:
          g:
            matrix:
              width: {model.multiscale.stage1_channels: [128]}
              rc: {predict.reverse_complement: [true, false]}
          judged: {variants: {rough: {eval.bootstrap.resamples: 100}}}
    """)
    assert p.variants_of("train") == ["base", "width-128_rc-on"]
    assert p.path("train", "width-128_rc-off", "seed1", "model.h5").startswith("results/mine/train/width-128_rc-on/")
    assert p.variants_of("predict") == ["base", "width-128_rc-on", "width-128_rc-off"]
    assert p.variants_of("eval")[-1] == "rough"
    assert p.compared == ["width-128_rc-on", "width-128_rc-off"], "the same predictions need no comparison"


def test_variants_of_quality_control_and_split() -> None:
    """They keep the test rows of the base, whose split stays in force where theirs is not set."""
    p = plan("""
        grid: {errors: {matrix: {se: {qc.se_rule: [A, B, C]}}}}
        variants: {resplit: {split.seed: 7}, own: {qc.se_threshold: 0.4, split.seed: 8}, model: {train.epochs: 3}}
    """)
    strategy = {name: p.settings_of("split", name)["split"]["strategy"] for name in p.variants}
    assert strategy == {
        "base": "auto", "resplit": "auto", "own": "auto", "model": "auto", "se-B": "extend", "se-C": "extend",
    }  # fmt: skip
    files = [f"results/mine/{file}" for file in ("qc/base/elements.h5", "split/base/split.h5")]
    assert p.base_of_split("se-B")[::2] == p.base_of_split("resplit")[::2] == files
    assert p.base_of_split("model") == p.base_of_split("base") == []
    published = plan("{split: {strategy: predefined}, variants: {b: {qc.se_rule: B}}}")
    assert published.settings_of("split", "b")["split"]["strategy"] == "predefined"
    named = plan("{qc: {columns: {split: fold}}, variants: {b: {qc.se_rule: B}}}")
    assert named.settings_of("split", "b")["split"]["strategy"] == "auto", "the published split is that of all variants"
    ignored = plan("{qc: {columns: {split: fold}}, split: {strategy: random}, variants: {b: {qc.se_rule: B}}}")
    assert ignored.settings_of("split", "b")["split"]["strategy"] == "extend"
    changes = {
        "columns.id: null": "names of rows",
        "columns.sequence: x": "sequences",
        "columns.target_cell: x": "target cells",
        "columns.min_gap: null": "minimum gaps",
        "tasks: [{name: a, activity: b}]": "tasks",
        "tasks: [{name: a, activity: [b, c]}]": "tasks",
        "replicates.rows: sequence": "activities",
        "duplicates: mean": "activities",
    }
    for change, said in changes.items():
        with pytest.raises(
            Problem, match=rf"x.qc.*: differs from the base.* row by row, so .*{said}.* those of the base"
        ):
            plan(f"variants: {{x: {{qc.{change}}}}}")


def test_columns_of_a_task_in_every_form() -> None:
    """One column, one for each replicate, or counts; anything else is refused where it stands."""
    tasks = "[{name: a, activity: [x, y], standard_error: [u, v]}, {name: b, activity: {rna: [r, s], dna: d}}]"
    first, second = plan(f"{{qc: {{tasks: {tasks}}}}}").resolved["base"]["qc"]["tasks"]
    assert (first["activity"], first["standard_error"]) == (["x", "y"], ["u", "v"])
    assert second["activity"].items() >= {"rna": ["r", "s"], "dna": "d"}.items()
    for activity, said in {
        "3": "3 is not a text or a list or a section",
        "[]": "a list of 0 is not allowed",
        "[x, 3]": "3 is not a text",
        "{rna: r, dnr: d}": "unknown key",
    }.items():
        with pytest.raises(Problem, match=rf"qc\.tasks\[0\]\.activity.*{re.escape(said)}"):
            plan(f"{{qc: {{tasks: [{{name: a, activity: {activity}}}]}}}}")


ROWS = "grid: {rows: {matrix: {rows: {split.train_fraction: [0.1, 0.5, 1]}}}}"


def test_a_learning_curve() -> None:
    """Variants that differ from the base in their share of the training rows, and at most in how long they are trained;
    they keep its split, without the settings that draw one."""
    p = plan(f"""
        split: {{fractions: {{train: 0.6, val: 0.2, test: 0.2}}, tolerance: 0.1, seed: 7}}
        {ROWS}
        variants:
          wide: {{model.multiscale.stage1_channels: 128}}
          both: {{split.train_fraction: 0.2, train.batch: 64}}
          longer: {{split.train_fraction: 0.15, train: {{epochs: 300, early_stopping: {{patience: 90}}}}}}
          again: {{split.train_fraction: 0.1, train.epochs: 300}}
          longer-base: {{train.epochs: 300}}
          judged: {{split.train_fraction: 0.3, eval.bootstrap.resamples: 100}}
          strict: {{split.train_fraction: 0.4, qc.se_rule: B}}
    """)
    assert p.learning_curve == {"again": 0.1, "longer": 0.15, "rows-0.5": 0.5, "base": 1}, "one of each share"
    assert "rows-1" in p.left_out
    default = plan("{}").settings_of("split")["split"]
    for variant, share in {"rows-0.1": 0.1, "both": 0.2, "strict": 0.4}.items():
        assert p.settings_of("split", variant)["split"] == default | {
            "strategy": "extend", "train_fraction": share, "seed": 7,
        }  # fmt: skip
        assert p.base_of_split(variant)[2] == "results/mine/split/base/split.h5"
    assert p.settings_of("split")["split"]["fractions"]["train"] == 0.6
    told = {one["variant"]: one["share"] for one in p.settings_of("report")["learning_curve"]}
    assert told == {"again": "0.1", "longer": "0.15", "rows-0.5": "0.5", "base": "1"}
    assert p.report_is_about == [*p.stages, "learning_curve"]


def test_no_learning_curve() -> None:
    """Of two shares, or of none but the base's: nothing of the run's settings is other than without."""
    for text in ("{}", "variants: {half: {split.train_fraction: 0.5}, wide: {model.multiscale.stage1_channels: 128}}"):
        p = plan(text)
        assert p.learning_curve == {} and p.report_is_about == p.stages
        assert list(p.settings_of("report")) == ["run", "report", "grid", "stages", "warnings"]
    small = plan(f"split: {{train_fraction: 0.2}}\n{ROWS}")
    assert small.learning_curve == {"rows-0.1": 0.1, "base": 0.2, "rows-0.5": 0.5, "rows-1": 1}


@pytest.mark.parametrize("strategy", ["predefined", "chromosome"])
def test_a_learning_curve_of_a_split_that_is_given(strategy: str) -> None:
    """It is the same for all shares as it stands."""
    p = plan(f"split: {{strategy: {strategy}, chromosomes: {{preset: malinois}}}}\n{ROWS}")
    assert p.learning_curve == {"rows-0.1": 0.1, "rows-0.5": 0.5, "base": 1}
    assert p.settings_of("split", "rows-0.1")["split"] == p.settings_of("split")["split"] | {"train_fraction": 0.1}


def test_the_learning_curve_of_the_page() -> None:
    """config/learning-curve.yaml, on top of the simulated example."""
    own, example = (yaml.safe_load((ROOT / "config" / name).read_text(encoding="utf-8"))
                    for name in ("learning-curve.yaml", "examples/simulated.yaml"))  # fmt: skip
    p = Plan(example | own, "config.yaml", ROOT / "workflow")
    assert list(p.learning_curve.values()) == [0.05, 0.1, 0.2, 0.4, 0.7, 1] and len(p.seeds) == 3
    assert not p.warnings


def test_a_run_that_extends_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The split of a finished run is kept, or at least its test rows."""
    monkeypatch.chdir(tmp_path)
    p = plan("{run: new, extends: old, split: {strategy: extend}}")
    with pytest.raises(Problem, match=r"extends: 'results/old/qc/base/elements.h5' does not exist; finish that run"):
        p.base_of_split("base")
    for folder, name in (("qc", "elements.h5"), ("split", "split.h5")):
        for file in (name, "manifest.json"):
            path = tmp_path / "results/old" / folder / "base" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    assert p.base_of_split("base") == [
        "results/old/qc/base/elements.h5",
        "results/old/qc/base/manifest.json",
        "results/old/split/base/split.h5",
        "results/old/split/base/manifest.json",
    ]
    with pytest.raises(Problem, match=r"split.strategy: extend needs extends"):
        plan("split: {strategy: extend}")
    with pytest.raises(Problem, match=r"extends: 'mine' is this run"):
        plan("extends: mine")


def test_groups_without_titles_have_their_name() -> None:
    """And the variants outside of groups stand first in the report."""
    p = plan("{grid: {batch: {matrix: {train.batch: [64]}}}, variants: {x: {train.epochs: 2}}}")
    assert [group["title"] for group in p.described_grid()] == ["Variants", "batch"]
    assert p.described_grid()[1]["variants"][0]["changes"] == ["train.batch: 64"]


def test_grid_alone() -> None:
    """Grid works on plain sections, without a plan."""
    assert Grid({"grid": {"g": {"include": [{"a.b": 1}]}}}, lambda _: "c").overrides() == {"b-1": {"a": {"b": 1}}}


def test_the_example_of_the_documentation() -> None:
    """docs/ablation.md says which variants its example makes."""
    text = (ROOT / "docs/ablation.md").read_text(encoding="utf-8")
    example, said = text.split("```yaml\n")[1].split("```\n")[:2]
    p = plan(example)
    made, base = said.split("(", 1)
    assert re.findall(r"`([^`]+)`", made) == p.variants[1:]
    left_out = [name for name, reason in p.left_out.items() if reason == "it is the base"]
    assert sorted(re.findall(r"`([^`]+)`", base.partition(")")[0])) == sorted(left_out)
