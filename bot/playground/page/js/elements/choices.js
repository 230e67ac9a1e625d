/** Checkboxes and radio buttons. */

import { h, uniqueId } from "../dom.js";
import { textObject } from "../text/mrkdwn.js";

const valuesOf = (options) => (options ?? []).map((option) => option.value);

/** Several of some options. The value is the list of those ticked, in the order they are offered. */
export function checkboxes(element, block, surface) {
  const start = () => {
    const held = surface.held(block, element);
    return valuesOf(held ? held.selected_options : element.initial_options);
  };
  return group(element, block, surface, { type: "checkbox", start, value: (ticked) => ticked });
}

/** One of some options. */
export function radioButtons(element, block, surface) {
  const start = () => {
    const held = surface.held(block, element);
    const option = held ? held.selected_option : element.initial_option;
    return option ? [option.value] : [];
  };
  return group(element, block, surface, { type: "radio", start, value: (ticked) => ticked[0] ?? null });
}

function group(element, block, surface, { type, start, value }) {
  const name = uniqueId("choice");
  const inputs = element.options.map((option) =>
    h("input", { type, name, id: uniqueId("option"), value: option.value }),
  );
  const refresh = () => {
    const ticked = new Set(start());
    for (const input of inputs) input.checked = ticked.has(input.value);
  };
  const changed = async () => {
    const ticked = inputs.filter((input) => input.checked).map((input) => input.value);
    if (!(await surface.choose(block, element, value(ticked), node))) refresh();
  };
  const rows = element.options.map((option, at) => row(option, inputs[at]));
  const node = h("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", onchange: changed }, rows);
  refresh();
  return { node, refresh, field: node };
}

function row(option, input) {
  const detail = option.description && h("small", { id: `${input.id}-d` }, textObject(option.description));
  if (detail) input.setAttribute("aria-describedby", detail.id);
  return h(
    "div",
    { class: "choice" },
    input,
    h("label", { for: input.id }, h("span", {}, textObject(option.text)), detail),
  );
}
