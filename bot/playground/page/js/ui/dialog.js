/** Dialogs in the top layer: the browser keeps the focus inside and the rest of the page out of reach. */

import { h, uniqueId } from "../dom.js";
import { icon } from "../icons.js";

const stack = [];

/** Where popovers have to live to be reachable: the uppermost dialog, or the page. */
export function topLayer() {
  return stack.at(-1) ?? document.getElementById("overlays");
}

/** Show a dialog. `onCancel` is asked when Escape is pressed; it closes unless that returns false. */
export function openDialog(node, { onCancel, onClose, label } = {}) {
  const dialog = h("dialog", { class: "dialog", "aria-label": label }, node);
  const before = document.activeElement;
  const close = () => {
    if (!dialog.isConnected) return;
    stack.splice(stack.indexOf(dialog), 1);
    dialog.close();
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
    onClose?.();
  };
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (onCancel?.() !== false) close();
  });
  document.getElementById("overlays").append(dialog);
  stack.push(dialog);
  dialog.showModal();
  return { dialog, close };
}

/** Ask a question; resolves to true for yes. `danger` colours the button, the texts may be nodes. */
export function ask({ title, text, confirm = "OK", deny = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    let answer = false;
    const heading = uniqueId("ask");
    const finish = (value) => {
      answer = value;
      close();
    };
    const yes = h(
      "button",
      { type: "button", class: `button ${danger ? "danger" : "primary"}`, onclick: () => finish(true) },
      confirm,
    );
    const box = h(
      "div",
      { class: "dialog-box small" },
      h("h2", { id: heading }, title),
      h("div", { class: "dialog-text" }, text),
      h(
        "div",
        { class: "dialog-foot" },
        h("button", { type: "button", class: "button", onclick: () => finish(false) }, deny),
        yes,
      ),
    );
    const { dialog, close } = openDialog(box, { onClose: () => resolve(answer) });
    dialog.setAttribute("aria-labelledby", heading);
    yes.focus();
  });
}

/**
 * A small form: `fields` are `{name, label, value?, placeholder?, hint?, type?: "text" | "checkbox"}`.
 * `submit(values)` may throw; its message is shown. Closes when it succeeds.
 */
export function askForm({ title, intro, fields, confirm, submit }) {
  const heading = uniqueId("form");
  const inputs = fields.map((field) => [field, fieldInput(field)]);
  const error = h("p", { class: "field-error", role: "alert", hidden: true });
  const send = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(
      inputs.map(([field, input]) => [field.name, field.type === "checkbox" ? input.checked : input.value.trim()]),
    );
    try {
      await submit(values);
      close();
    } catch (problem) {
      error.textContent = problem.message;
      error.hidden = false;
    }
  };
  const form = h(
    "form",
    { class: "dialog-box", onsubmit: send },
    h("h2", { id: heading }, title),
    intro && h("p", { class: "dialog-text" }, intro),
    inputs.map(([field, input]) => fieldRow(field, input)),
    error,
    h(
      "div",
      { class: "dialog-foot" },
      h("button", { type: "button", class: "button", onclick: () => close() }, "Cancel"),
      h("button", { type: "submit", class: "button primary" }, confirm),
    ),
  );
  const { dialog, close } = openDialog(form);
  dialog.setAttribute("aria-labelledby", heading);
  inputs[0]?.[1].focus();
}

function fieldInput(field) {
  if (field.type === "checkbox")
    return h("input", { type: "checkbox", id: uniqueId("field"), checked: Boolean(field.value) });
  return h("input", {
    type: "text",
    class: "text-input",
    id: uniqueId("field"),
    value: field.value ?? "",
    placeholder: field.placeholder,
    autocomplete: "off",
  });
}

function fieldRow(field, input) {
  const label = h("label", { for: input.id }, field.label);
  if (field.type === "checkbox") return h("div", { class: "field field-check" }, input, label);
  return h("div", { class: "field" }, label, input, field.hint && h("p", { class: "field-hint" }, field.hint));
}

/** A dialog with a title, a close button and whatever content. Returns `close`. */
export function showPanel({ title, content, wide = false }) {
  const heading = uniqueId("panel");
  const box = h(
    "div",
    { class: `dialog-box${wide ? " wide" : ""}` },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: heading }, title),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => close() },
        icon("close"),
      ),
    ),
    h("div", { class: "dialog-body" }, content),
  );
  const { dialog, close } = openDialog(box);
  dialog.setAttribute("aria-labelledby", heading);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  return close;
}
