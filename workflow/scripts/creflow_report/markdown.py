"""Any text, safe in Markdown and in the YAML at its top."""

from __future__ import annotations

import json
import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$&])")
# What JSON may leave as it is and YAML may not have within quotes, or takes for an end of a line.
_ESCAPED_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def markdown_text(value: object) -> str:
    """Text in which nothing is taken for markup, in one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def yaml_text(value: str) -> str:
    """A double-quoted scalar."""
    quoted = json.dumps(value, ensure_ascii=False)
    return _ESCAPED_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def code_text(value: object) -> str:
    """Inline code of any text: its fence is longer than every run of backticks in it."""
    text = " ".join(str(value).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
