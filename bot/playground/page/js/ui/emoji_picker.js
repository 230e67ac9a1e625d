/** Picking an emoji from the small table. */

import { fill, h } from "../dom.js";
import { findEmoji } from "../emoji.js";
import { closePopover, openPopover } from "./popover.js";

const COLUMNS = 8;

/** Open the picker at `anchor`; `take(name, character)` hears what was picked. */
export function pickEmoji(anchor, take) {
  const grid = h("div", { class: "emoji-grid", role: "listbox", "aria-label": "Emoji" });
  const name = h("div", { class: "emoji-name" }, "\u00a0");
  const show = (typed) => {
    const found = findEmoji(typed);
    const cells = found.map((each) => cell(each, take, name));
    fill(grid, cells.length > 0 ? cells : h("p", { class: "empty" }, "No emoji of that name here"));
  };
  const search = h("input", {
    type: "search",
    class: "text-input",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    oninput: () => show(search.value),
    onkeydown: (event) => {
      if (event.key === "Enter") grid.querySelector("button")?.click();
      if (event.key === "ArrowDown") grid.querySelector("button")?.focus();
    },
  });
  grid.addEventListener("keydown", (event) => move(event, grid, search));
  show("");
  if (openPopover(anchor, [search, grid, name], { label: "Pick an emoji", width: 320, align: "end" })) search.focus();
}

function cell({ name, character }, take, shown) {
  const tell = () => (shown.textContent = `:${name}:`);
  return h(
    "button",
    {
      type: "button",
      role: "option",
      tabindex: -1,
      "aria-label": name.replaceAll("_", " "),
      onmouseenter: tell,
      onfocus: tell,
      onclick: () => {
        closePopover();
        take(name, character);
      },
    },
    character,
  );
}

function move(event, grid, search) {
  const cells = [...grid.querySelectorAll("button")];
  const at = cells.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!step) return;
  event.preventDefault();
  if (at + step < 0) search.focus();
  else cells[Math.min(at + step, cells.length - 1)].focus();
}
