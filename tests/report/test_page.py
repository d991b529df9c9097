"""The page as a whole: complete, self-contained and well-formed, with every figure described."""

from __future__ import annotations

from pathlib import Path

from helpers.reports import Page


def test_ids_and_links(page: Page) -> None:
    """Ids are unique; every link leads within the page or to a file of the report beside it."""
    assert len(set(page.ids)) == len(page.ids)
    for address in page.addresses:
        if not address.startswith(("data:", "figures/")):
            assert address.removeprefix("#") in page.ids, address


def test_no_number_is_missing(page: Page) -> None:
    """What has no value is called so."""
    assert "None" not in page.text() and "nan" not in page.text().lower().split()
    assert all(len(alt) > 40 for alt in page.alts) and page.alts


def test_other_files_of_figures(page: Page, run: Path) -> None:
    """Links to figures have their files beside the page."""
    links = [address for address in page.addresses if address.startswith("figures/")]
    assert links and all((run / "report" / link).is_file() for link in links if not link.endswith((".pdf", ".tsv")))
