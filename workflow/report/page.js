// What the page can do besides being read: sort tables, copy and save them, fold groups of rows. It is complete without.
"use strict";
(() => {
  const number = (text) => {
    const plain = text.trim().replace(/\u2212/g, "-").replace(/^(< |\+)/, "").replace(/,(?=\d{3})/g, "");
    const found = /^-?\d+(\.\d+)?(e-?\d+)?(?=$| %| of )/.exec(plain); // "0.1", "93 %", "3 of 408"
    return found ? Number(found[0]) : null;
  };
  const compare = (column, down) => (a, b) => {
    const [x, y] = [a, b].map((row) => row.cells[column]?.textContent ?? "");
    const [i, j] = [number(x), number(y)];
    if (i === null || j === null) {
      if (i !== null || j !== null) return i === null ? 1 : -1; // what has no value stays below
      return down ? y.localeCompare(x) : x.localeCompare(y);
    }
    return down ? j - i : i - j;
  };
  const button = (text, title, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.title = title;
    made.addEventListener("click", () => action(made));
    return made;
  };

  const sortable = (table) => {
    const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
    if (heads.some((head) => head.colSpan > 1)) return;
    heads.forEach((head, column) => {
      if (!head.textContent.trim() || head.classList.contains("ci")) return;
      const sort = button("", "Sort by this column", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        for (const body of table.tBodies) {
          const rows = [...body.rows];
          const fixed = (row) => row.classList.contains("group") || row.classList.contains("total");
          const [first, last] = [rows.filter((r) => r.classList.contains("group")), rows.filter((r) => r.classList.contains("total"))];
          body.append(...first, ...rows.filter((row) => !fixed(row)).sort(compare(column, down)), ...last);
        }
      });
      sort.className = "sort";
      sort.append(...head.childNodes);
      head.append(sort);
    });
  };

  // The heading of a group becomes a first column; an interval is named after what it is of.
  const asTsv = (table) => {
    const plain = (text) => text.trim().replace(/\s+/g, " ").replace(/\u2212/g, "-");
    const texts = (row) => [...row.cells].map((cell) => plain(cell.innerText));
    const named = (head) => head.map((text, i) => (text === "interval" ? `${head[i - 1]} interval` : text));
    const grouped = [...table.rows].some((row) => row.classList.contains("group"));
    const lines = [...(table.tHead?.rows ?? [])].map((row) => (grouped ? ["Group"] : []).concat(named(texts(row))));
    for (const body of table.tBodies) {
      const title = [...body.rows].find((row) => row.classList.contains("group"))?.cells[0].dataset.title ?? "";
      for (const row of body.rows) {
        if (!row.classList.contains("group")) lines.push((grouped ? [title] : []).concat(texts(row)));
      }
    }
    return lines.map((line) => line.join("\t")).join("\n") + "\n";
  };

  const saved = (table) => {
    const place = table.closest(".table")?.querySelector(".source");
    if (!place) return;
    const copy = button("Copy", "Copy the table as it is shown, with tabs", async (self) => {
      try {
        await navigator.clipboard.writeText(asTsv(table));
        self.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(table);
        self.textContent = "Selected: copy it with the keyboard";
      }
      setTimeout(() => (self.textContent = "Copy"), 3000);
    });
    const save = button("TSV", "Save the table as it is shown", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([asTsv(table)], { type: "text/tab-separated-values" }));
      link.download = `${table.id}.tsv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    place.append(" · ", copy, " ", save);
  };

  const folding = (table) => {
    const groups = [...table.tBodies].filter((body) => body.rows[0]?.classList.contains("group"));
    const many = table.rows.length > 24;
    const shows = groups.map((body) => {
      const head = body.rows[0].cells[0];
      const fold = button("", "Show or hide these rows", () => show(fold.getAttribute("aria-expanded") !== "true"));
      const show = (open) => {
        fold.setAttribute("aria-expanded", String(open));
        for (const row of [...body.rows].slice(1)) row.hidden = !open;
      };
      head.dataset.title = head.textContent.trim().replace(/\s+/g, " ");
      fold.className = "fold";
      fold.append(...head.childNodes, ` (${[...body.rows].filter((row) => !row.classList.contains("total")).length - 1})`);
      head.append(fold);
      show(!many || body.rows.length < 4); // a heading over one or two rows saves nothing
      return { show, isOpen: () => fold.getAttribute("aria-expanded") === "true" };
    });
    // Nothing is hidden on paper.
    let folded = [];
    addEventListener("beforeprint", () => {
      folded = shows.filter((one) => !one.isOpen());
      folded.forEach((one) => one.show(true));
    });
    addEventListener("afterprint", () => folded.forEach((one) => one.show(false)));
  };

  const menu = () => {
    const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
    if (!("IntersectionObserver" in window)) return;
    const watch = new IntersectionObserver(
      (entries) => {
        const seen = entries.find((entry) => entry.isIntersecting);
        if (!seen) return;
        links.forEach((link) => link.removeAttribute("aria-current"));
        links.get(seen.target.id)?.setAttribute("aria-current", "true");
      },
      { rootMargin: "-10% 0px -80% 0px" },
    );
    links.forEach((_, id) => watch.observe(document.getElementById(id)));
  };

  document.querySelectorAll("table").forEach((table) => {
    folding(table);
    sortable(table);
    saved(table);
  });
  menu();
})();
