/** Blocks in a container, kept in step: a block that did not change keeps its node, and with it focus and open menus. */

import { arrange, h } from "../dom.js";
import { BASIC } from "./basic.js";
import { AGENT } from "./agent.js";
import { CARDS } from "./cards.js";
import { charts } from "./charts.js";
import { dataTable, table } from "./tables.js";

const BLOCKS = { ...BASIC, ...AGENT, ...CARDS, table, data_table: dataTable, data_visualization: charts };

const shown = new WeakMap();

/** Show `blocks` in `container`. */
export function renderBlocks(container, blocks, surface) {
  const before = shown.get(container) ?? new Map();
  const after = new Map();
  for (const [at, block] of blocks.entries()) {
    const key = `${block.type}:${block.block_id ?? at}`;
    const json = JSON.stringify(block);
    const known = before.get(key);
    after.set(key, known?.json === json ? known : { json, node: blockNode(block, surface, known?.node) });
  }
  shown.set(container, after);
  arrange(
    container,
    [...after.values()].map((each) => each.node),
  );
  surface.refresh();
}

/** Forget what a container shows, so that everything is built anew. */
export function forgetBlocks(container) {
  shown.delete(container);
}

/** One block. A failure in one must not take the others away. */
function blockNode(block, surface, old) {
  const make = BLOCKS[block.type] ?? unknown;
  const active = old && old.contains(document.activeElement) ? document.activeElement.dataset?.actionId : null;
  const node = h("div", { class: `block block-${block.type}`, dataset: { block: block.block_id ?? "" } });
  try {
    node.append(make(block, surface, (inner) => blockNode(inner, surface)));
  } catch (problem) {
    console.error("block", block, problem);
    node.append(unknown(block));
  }
  if (active)
    queueMicrotask(() =>
      node.querySelector(`[data-action-id="${CSS.escape(active)}"]`)?.focus({ preventScroll: true }),
    );
  return node;
}

function unknown(block) {
  return h(
    "details",
    { class: "unknown-block", open: true },
    h("summary", {}, `A “${block.type}” block this page cannot draw`),
    h("pre", { class: "codeblock" }, JSON.stringify(block, null, 2)),
  );
}

/** Show errors beside their input blocks, and take old ones away. Gives the first block with one. */
export function showErrors(container, errors) {
  let first = null;
  for (const node of container.querySelectorAll(".block-input")) {
    const text = errors[node.dataset.block];
    const place = node.querySelector(".field-error");
    place.textContent = text ?? "";
    place.hidden = !text;
    node.classList.toggle("invalid", Boolean(text));
    const field = node.querySelector("input, textarea, .select");
    if (text) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    if (text) first ??= node;
  }
  return first;
}
