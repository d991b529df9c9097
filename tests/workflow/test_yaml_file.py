"""What a config in YAML or JSON means, and what is a mistake in it: always one line with the file and the line."""

from __future__ import annotations

import json

import pytest
import yaml
from creflow_workflow.problems import Problem
from creflow_workflow.yaml_file import parse, value

# Lists of lists of lists: ten to the power of nine values in ten lines.
LAUGHS = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
ODD = "is read as the number"
MISTAKES = [
    # A key twice, also as YAML 1.1 understands keys.
    ("run: a\nqc: {}\nrun: b\n", "c.yaml: line 3: run is there twice, first in line 1; keep one of them"),
    ("qc:\n  columns:\n    id: a\n    id: b\n", "line 4: qc.columns.id is there twice, first in line 3"),
    ("qc:\n  tasks:\n  - {name: a,\n     name: b}\n", "line 4: qc.tasks[0].name is there twice, first in line 3"),
    ('on: 1\n"on": 2\n', "line 2: on is there twice"),
    ("off: 1\nfalse: 2\n", "line 2: off is there twice"),
    ("1: a\n'1': b\n", "line 2: 1 is there twice"),
    ("a: {<<: {x: 1}, <<: {y: 1}}\n", "line 1: a.<< is there twice"),
    ('{"run": 1,\n\t"run": 2}', "line 2: run is there twice, first in line 1"),
    ('{"a": {"b": 1,\n "b": 1}}', "line 2: a.b is there twice"),
    # What would be read as something else.
    ("run: 2024-01-15\n", 'line 1: run: 2024-01-15 is read as a date, not as a text; put it in quotes: "2024-01-15"'),
    ("a:\n- 2024-01-15 10:00:00\n", "line 2: a[0]: 2024-01-15 10:00:00 is read as a date"),
    ("run: 007\n", f'run: 007 {ODD} 7; write that number, or for a text put it in quotes: "007"'),
    ("run: 12:30\n", f"run: 12:30 {ODD} 750"),
    ("threads: 010\n", f"threads: 010 {ODD} 8"),
    ("a: -1:30.5\n", f"a: -1:30.5 {ODD} -90.5"),
    # What PyYAML, by which Snakemake reads the same file, makes nothing of.
    ("run: =\n", "line 1: run: = is read as a sign of YAML's own; put it in quotes: \"=\""),
    ("qc:\n  missing: [NA,\n   =]\n", "line 3: qc.missing[1]: = is read as a sign of YAML's own"),
    ("qc:\n  =: x\n", "line 2: qc: the key = is read as a sign of YAML's own; put it in quotes: \"=\""),
    ("run: <<\n", "line 1: run: << is read as a sign of YAML's own; put it in quotes: \"<<\""),
    ("run: 2024-13-45\n", 'line 1: run: 2024-13-45 is read as a date, not as a text; put it in quotes: "2024-13-45"'),
    ("variants:\n  2024-13-45: {}\n",
     'line 2: variants: the key 2024-13-45 is read as a date that does not exist; put it in quotes: "2024-13-45"'),
    ("2024-02-30: x\n", "line 1: the key 2024-02-30 is read as a date that does not exist"),
    ("2024-01-15 25:00:00: x\n", "line 1: the key 2024-01-15 25:00:00 is read as a date that does not exist"),
    ("2024-01-15T10:00:00+99:00: x\n", "is read as a date that does not exist"),
    ("!!timestamp x: 1\n", "line 1: the key x is read as a date that does not exist"),
    ("!!int x: 1\n", "line 1: the key x is not a number"),
    ("a: !!int ''\n", "line 1: a:  is not a number"),
    ("a: !!bool x\n", "line 1: a: x is not true or false"),
    ("!!bool x: 1\n", "line 1: the key x is not true or false"),
    ("!!python/name:os.system '': 1\n", "line 1: the tag tag:yaml.org,2002:python/name:os.system is not allowed"),
    ('{"a": 1,\n\t"b": 2,}', "line 2: not valid YAML: found character '\\t'"),
    # What is no config.
    ("", "c.yaml: holds no keys and values"),
    ("# nothing\n", "c.yaml: holds no keys and values"),
    ("- a\n", "c.yaml: holds no keys and values"),
    ("[1]", "c.yaml: holds no keys and values"),
    ("text", "c.yaml: holds no keys and values"),
    ("a:\n\tb: 1\n", "line 2: not valid YAML: found character '\\t' that cannot start any token; indent with blanks"),
    ("{a: b}: c\n", "line 1: a key is a single text, no list and no section"),
    ("? [1, 2]\n: x\n", "line 1: a key is a single text"),
    ("a: b: c\n", "line 1: not valid YAML: mapping values are not allowed here"),
    ("a: 'x\n", "not valid YAML: found unexpected end of stream"),
    ("a: *x\n", "line 1: not valid YAML: found undefined alias 'x'"),
    ("a: &x 1\nb: &x 2\n", "line 2: not valid YAML: found duplicate anchor 'x'"),
    ("a: 1\n---\nb: 1\n", "line 2: a second document begins (---); a config is one"),
    ("a: !!python/object:os.system x\n", "line 1: a: the tag tag:yaml.org,2002:python/object:os.system is not allowed"),
    ("a: !!set {b, c}\n", "line 1: a: the tag tag:yaml.org,2002:set is not allowed"),
    ("a: !!int b\n", "line 1: a: b is not a number"),
    ("a: &a [*a]\n", "sections and lists are within each other without end"),
    ("a: " + "[" * 5000 + "]" * 5000, "sections and lists are within each other without end"),
    ("a: b\0c\n", "c.yaml: not valid YAML: unacceptable character #x0000"),
    ("a: {<<: 3}\n", "line 1: a: << needs a section of keys and values"),
    (LAUGHS, "c.yaml: more than 100,000 values"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_mistake(text: str, message: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(text, "c.yaml")
    assert message in str(caught.value) and str(caught.value).startswith("c.yaml: ")
    assert "\n" not in str(caught.value) and caught.value.code == 3


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("\ufeffrun: x\r\nqc:\r\n  length: 100\r\n", {"run": "x", "qc": {"length": 100}}),
        ("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", {"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 3}}),
        ("b: {<<: [{x: 1}, {x: 2, y: 2}]}\n", {"b": {"x": 1, "y": 2}}),
        ("a: [1, 1_000, 0x10, 1.5, 1e3, 1.0e+3]\n", {"a": [1, 1000, 16, 1.5, "1e3", 1000.0]}),
        ("a: [yes, Off, ~, null, , '']\n".replace(", ,", ","), {"a": [True, False, None, None, ""]}),
        ("a: ['yes', \"2024-01-15\", '007', !!str 12:30, '=', 2024-01, v1]\n",
         {"a": ["yes", "2024-01-15", "007", "12:30", "=", "2024-01", "v1"]}),
        # A key is what is written; on and off are labels of a grid.
        ("{NO: 1, yes: 2, True: 3, off: 4, 2024-01-15: 5, 007: 6}",
         {"NO": 1, "yes": 2, "on": 3, "off": 4, "2024-01-15": 5, "007": 6}),
        ('{"a": "\\ud83d\\ude00\\/",\n\t"b": [1e3, true, null]}', {"a": "😀/", "b": [1000.0, True, None]}),
    ],
)  # fmt: skip
def test_values(text: str, values: dict[str, object]) -> None:
    """Snakemake reads it as well, before creflow does."""
    assert parse(text, "c.yaml").values == values
    try:
        json.loads(text)
    except ValueError:
        yaml.load(text, Loader=yaml.FullLoader)


def test_where_values_stand() -> None:
    content = parse("qc:\n  tasks:\n  - name: NO\n    activity: 'x'\n", "c.yaml")
    assert (content.lines["qc"], content.lines["qc.tasks[0].name"]) == (1, 3)
    assert content.texts == {"qc.tasks[0].name": "NO"}


def test_values_of_the_command_line_stay_texts() -> None:
    """What they are, the schema says."""
    text = "{epochs: 3, run: 2024-01-15, name: NO, day: 2024-13-45, =: =, none: null, list: [1e5, 'null']}"
    assert value(text, "--config") == {
        "epochs": "3", "run": "2024-01-15", "name": "NO", "day": "2024-13-45", "=": "=", "none": None,
        "list": ["1e5", "null"],
    }  # fmt: skip
