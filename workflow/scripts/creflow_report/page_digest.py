"""The digest of a page without what differs between equal runs: dates, times, hosts, the command."""

from __future__ import annotations

import hashlib
import re

# Each marker has a line of its own: sed '/<!-- varies -->/,/<!-- \/varies -->/d' report.html | sha256sum
_VARIES = re.compile(r"^<!-- varies -->\n.*?^<!-- /varies -->\n", re.MULTILINE | re.DOTALL)


def digest_of(html: str) -> str:
    """SHA-256 of the lines outside of the markers."""
    return hashlib.sha256(_VARIES.sub("", html).encode()).hexdigest()
