"""Makes curated64.meme and the table in README.md from JASPAR 2024, as the package pyjaspar has it.

pip install pyjaspar==4.0.0
python config/motifs/make_curated_motifs.py
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyjaspar import jaspardb

FOLDER = Path(__file__).resolve().parent
RELEASE = "JASPAR2024"
BASES = "ACGT"
TABLE_BEGIN, TABLE_END = "<!-- table: begin -->\n", "<!-- table: end -->\n"

K562, HEPG2, SKNSH, GENERAL = "K562", "HepG2", "SK-N-SH", "all"

# Family, cell types it is chosen for, and its factors: the name in JASPAR of the base matrix behind it.
CHOSEN: list[tuple[str, str, dict[str, str]]] = [
    ("GATA", K562, {"MA0035": "GATA1", "MA0036": "GATA2", "MA0140": "GATA1::TAL1"}),
    ("TAL1", K562, {"MA0091": "TAL1::TCF3"}),
    ("KLF", K562, {"MA0493": "KLF1", "MA1516": "KLF3"}),
    ("NFE2", K562, {"MA0841": "NFE2", "MA0501": "MAF::NFE2", "MA1633": "BACH1", "MA0496": "MAFK"}),
    ("ETS", K562, {"MA0098": "ETS1", "MA0473": "ELF1", "MA0475": "FLI1"}),
    ("GFI", K562, {"MA0483": "Gfi1B"}),
    ("RUNX", K562, {"MA0002": "Runx1"}),
    ("STAT", K562, {"MA0519": "Stat5a::Stat5b"}),
    ("MYB", K562, {"MA0100": "MYB"}),
    ("HNF4", HEPG2, {"MA0114": "HNF4A", "MA0484": "HNF4G"}),
    ("HNF1", HEPG2, {"MA0046": "HNF1A", "MA0153": "HNF1B"}),
    ("CEBP", HEPG2, {"MA0102": "CEBPA", "MA0466": "CEBPB"}),
    ("FOXA", HEPG2, {"MA0148": "FOXA1", "MA0047": "FOXA2"}),
    ("ONECUT", HEPG2, {"MA0679": "ONECUT1", "MA0756": "ONECUT2"}),
    ("nuclear receptor", HEPG2, {"MA0512": "Rxra", "MA1111": "NR2F2", "MA1148": "PPARA::RXRA", "MA0505": "Nr5A2"}),
    ("PROX", HEPG2, {"MA0794": "PROX1"}),
    ("neural bHLH", SKNSH, {"MA1109": "NEUROD1", "MA1642": "NEUROG2", "MA1631": "ASCL1", "MA1638": "HAND2"}),
    ("E protein", SKNSH, {"MA0830": "TCF4"}),
    ("POU", SKNSH, {"MA0785": "POU2F1", "MA0787": "POU3F2"}),
    ("SOX", SKNSH, {"MA0143": "SOX2", "MA0867": "SOX4", "MA0869": "Sox11"}),
    ("PHOX2", SKNSH, {"MA0713": "PHOX2A", "MA0681": "PHOX2B"}),
    ("REST", SKNSH, {"MA0138": "REST"}),
    ("MEIS", SKNSH, {"MA1640": "MEIS2"}),
    ("GATA", SKNSH, {"MA0037": "Gata3"}),
    ("TFAP2", SKNSH, {"MA0811": "TFAP2B"}),
    ("AP-1", GENERAL, {"MA0099": "FOS::JUN"}),
    ("NRF1", GENERAL, {"MA0506": "Nrf1"}),
    ("SP", GENERAL, {"MA0079": "SP1"}),
    ("CTCF", GENERAL, {"MA0139": "CTCF"}),
    ("YY1", GENERAL, {"MA0095": "Yy1"}),
    ("CREB/ATF", GENERAL, {"MA0018": "CREB1", "MA0833": "ATF4"}),
    ("NFY", GENERAL, {"MA0060": "NFYA"}),
    ("USF", GENERAL, {"MA0093": "USF1"}),
    ("TEAD", GENERAL, {"MA0809": "TEAD4"}),
    ("RFX", GENERAL, {"MA0600": "RFX2"}),
    ("ZNF143", GENERAL, {"MA0088": "ZNF143"}),
    ("ETS", GENERAL, {"MA0062": "GABPA"}),
    ("p53", GENERAL, {"MA0106": "TP53"}),
    ("SRF", GENERAL, {"MA0083": "SRF"}),
    ("E2F", GENERAL, {"MA0470": "E2F4"}),
]


@dataclass(frozen=True)
class CuratedMotif:
    """One matrix with why it is here."""

    matrix_id: str
    name: str
    family: str
    cells: str
    counts: list[list[float]]  # (w, 4) sites with A, C, G, T at each position


def curated() -> list[CuratedMotif]:
    """The chosen matrices, each in its latest version of the release."""
    core = jaspardb(release=RELEASE).fetch_motifs(collection="CORE", tax_group=["vertebrates"], all_versions=False)
    latest = {motif.base_id: motif for motif in core}
    motifs = []
    for family, cells, factors in CHOSEN:
        for base_id, name in factors.items():
            motif = latest[base_id]
            if motif.name != name:
                raise ValueError(f"{motif.matrix_id} is {motif.name}, not {name}")
            counts = [[motif.counts[base][at] for base in BASES] for at in range(motif.length)]
            motifs.append(CuratedMotif(motif.matrix_id, name, family, cells, counts))
    return motifs


def meme_text(motifs: list[CuratedMotif]) -> str:
    """The motifs in the minimal MEME format, laid out like JASPAR's own files."""
    parts = ["MEME version 4", "ALPHABET= ACGT", "strands: + -"]
    parts.append("Background letter frequencies\nA 0.25 C 0.25 G 0.25 T 0.25")
    for motif in motifs:
        sites = round(sum(motif.counts[0]))
        lines = [f"MOTIF {motif.matrix_id} {motif.name}"]
        lines.append(f"letter-probability matrix: alength= 4 w= {len(motif.counts)} nsites= {sites} E= 0")
        lines += [" ".join(f"{count / sum(row):.6f}" for count in row) for row in motif.counts]
        lines.append(f"URL https://jaspar.elixir.no/matrix/{motif.matrix_id}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def table_text(motifs: list[CuratedMotif]) -> str:
    """The table of README.md."""
    rows = ["| Matrix | Factor | Family | Chosen for | Width |", "| --- | --- | --- | --- | --- |"]
    rows += [f"| {m.matrix_id} | {m.name} | {m.family} | {m.cells} | {len(m.counts)} |" for m in motifs]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Writes both files in this folder."""
    motifs = curated()
    (FOLDER / "curated64.meme").write_text(meme_text(motifs), encoding="utf-8")
    readme = FOLDER / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, after = text.split(TABLE_BEGIN)[0], text.split(TABLE_END)[1]
    readme.write_text(before + TABLE_BEGIN + table_text(motifs) + TABLE_END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
