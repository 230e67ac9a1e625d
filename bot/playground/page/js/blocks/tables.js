/** Tables: plain ones as the app laid them out, data tables with sorting, searching and pages. */

import { fill, h, plural } from "../dom.js";
import { icon } from "../icons.js";
import { plainText } from "../text/mrkdwn.js";
import { richText } from "../text/rich_text.js";

function cellContent(cell) {
  if (!cell) return null;
  return cell.type === "rich_text" ? richText(cell) : plainText(cell.text ?? String(cell.value ?? ""));
}

const isNumber = (cell) => cell?.type === "raw_number";

/** A `table` block: its first row is the header. */
export function table(block) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, column) => {
        const { align = isNumber(cell) ? "right" : "left", is_wrapped: wrapped } = settings[column] ?? {};
        return h(
          tag,
          { "data-align": align, class: wrapped ? "wrapped" : null, scope: tag === "th" ? "col" : null },
          cellContent(cell),
        );
      }),
    );
  const [head, ...rows] = block.rows;
  return h(
    "div",
    { class: "table-scroll", tabindex: 0, role: "group", "aria-label": "Table" },
    h(
      "table",
      { class: "grid" },
      h("thead", {}, row(head, "th")),
      h(
        "tbody",
        {},
        rows.map((each) => row(each, "td")),
      ),
    ),
  );
}

const SEARCH_FROM = 8;

/** A `data_table` block. */
export function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 10;
  const state = { page: 0, column: null, down: false, typed: "" };
  const texts = rows.map((row) => row.map((cell) => h("span", {}, cellContent(cell)).textContent));
  const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column])));

  const body = h("tbody");
  const foot = h("div", { class: "data-foot" });
  const headers = head.map((cell, column) => {
    const arrow = h("span", { class: "sort-arrow", "aria-hidden": "true" });
    const sort = () => {
      const again = state.column === column;
      Object.assign(state, again && state.down ? { column: null, down: false } : { column, down: again });
      state.page = 0;
      show();
    };
    const button = h("button", { type: "button", onclick: sort }, cellContent(cell), arrow);
    return h("th", { scope: "col", "data-align": numeric[column] ? "right" : "left" }, button);
  });

  function show() {
    const found = ordered(matching(rows, texts, state.typed), texts, rows, state);
    const pages = Math.max(1, Math.ceil(found.length / size));
    state.page = Math.min(state.page, pages - 1);
    const some = found.slice(state.page * size, (state.page + 1) * size);
    fill(
      body,
      some.map((at) => bodyRow(rows[at], block.row_header_column_index ?? 0, numeric)),
    );
    headers.forEach((header, column) => {
      const sorted = state.column === column;
      header.setAttribute("aria-sort", sorted ? (state.down ? "descending" : "ascending") : "none");
      fill(header.querySelector(".sort-arrow"), sorted && icon(state.down ? "down" : "up", 12));
    });
    fill(foot, footer(found.length, pages));
  }

  function footer(count, pages) {
    const turn = (by) => () => {
      state.page += by;
      show();
    };
    const button = (label, sign, by, off) =>
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": label, disabled: off, onclick: turn(by) },
        icon(sign, 16),
      );
    return [
      h(
        "span",
        { class: "data-count" },
        count === rows.length ? plural(count, "row") : `${count} of ${plural(rows.length, "row")}`,
      ),
      pages > 1 && [
        button("Previous page", "chevronLeft", -1, state.page === 0),
        h("span", {}, `Page ${state.page + 1} of ${pages}`),
        button("Next page", "chevronRight", 1, state.page === pages - 1),
      ],
    ];
  }

  const search = h("input", {
    type: "search",
    class: "text-input",
    placeholder: "Filter rows",
    "aria-label": `Filter ${block.caption}`,
    oninput: () => {
      state.typed = search.value;
      state.page = 0;
      show();
    },
  });
  show();
  return h(
    "div",
    { class: "data-table" },
    h("div", { class: "data-head" }, h("strong", {}, block.caption), rows.length >= SEARCH_FROM && search),
    h(
      "div",
      { class: "table-scroll", tabindex: 0, role: "group", "aria-label": block.caption },
      h("table", { class: "grid" }, h("thead", {}, h("tr", {}, headers)), body),
    ),
    foot,
  );
}

function bodyRow(row, headerColumn, numeric) {
  return h(
    "tr",
    {},
    row.map((cell, column) => {
      const props = { "data-align": numeric[column] ? "right" : "left" };
      return column === headerColumn
        ? h("th", { scope: "row", ...props }, cellContent(cell))
        : h("td", props, cellContent(cell));
    }),
  );
}

function matching(rows, texts, typed) {
  const wanted = typed.trim().toLowerCase();
  return rows
    .map((_, at) => at)
    .filter((at) => !wanted || texts[at].some((text) => text.toLowerCase().includes(wanted)));
}

function ordered(found, texts, rows, { column, down }) {
  if (column === null) return found;
  const compare = (a, b) => {
    const [one, other] = [rows[a][column], rows[b][column]];
    if (isNumber(one) && isNumber(other)) return one.value - other.value;
    return texts[a][column].localeCompare(texts[b][column], "en", { numeric: true });
  };
  return [...found].sort((a, b) => (down ? -1 : 1) * compare(a, b));
}
