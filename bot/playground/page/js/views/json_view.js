/** JSON as a tree that folds. */

import { h } from "../dom.js";

const OPEN_TO = 3;
const LONG = 40;

/** The tree of a value. */
export function jsonView(value) {
  return h("div", { class: "json", tabindex: 0, role: "region", "aria-label": "JSON" }, node(null, value, 0));
}

function node(key, value, depth) {
  const label = key === null ? null : [h("span", { class: "json-key" }, key), ": "];
  if (value === null || typeof value !== "object") return h("div", { class: "json-line" }, label, leaf(value));
  const entries = Array.isArray(value) ? value.map((each, at) => [at, each]) : Object.entries(value);
  const [open, shut] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return h("div", { class: "json-line" }, label, open, shut);
  const count = Array.isArray(value) ? `${entries.length}` : preview(value);
  const fold = h("details", { class: "json-fold", open: depth < OPEN_TO && entries.length <= LONG });
  fold.append(
    h(
      "summary",
      {},
      label,
      open,
      h("span", { class: "json-count" }, ` ${count} `),
      h("span", { class: "json-shut" }, shut),
    ),
  );
  const fill = () => {
    if (fold.open && fold.childElementCount === 1) {
      fold.append(
        h(
          "div",
          { class: "json-inner" },
          entries.map(([name, each]) => node(name, each, depth + 1)),
        ),
        h("div", { class: "json-line" }, shut),
      );
    }
  };
  // Folded parts are built when they are opened: payloads can be large.
  fold.addEventListener("toggle", fill);
  fill();
  return fold;
}

function preview(value) {
  const keys = Object.keys(value);
  return `${keys.slice(0, 3).join(", ")}${keys.length > 3 ? ", …" : ""}`;
}

function leaf(value) {
  return h("span", { class: `json-${value === null ? "null" : typeof value}` }, JSON.stringify(value));
}
