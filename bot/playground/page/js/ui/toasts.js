/** Short notes at the edge of the page, and words for screen readers. */

import { h } from "../dom.js";
import { icon } from "../icons.js";

const SHOWN_MS = 7_000;

/** Show a note: `kind` is `info` or `problem`. */
export function toast(text, kind = "info") {
  const close = () => node.remove();
  const node = h(
    "div",
    { class: `toast ${kind}` },
    icon(kind === "problem" ? "warning" : "info"),
    h("span", {}, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: close }, icon("close", 16)),
  );
  document.getElementById("toasts").append(node);
  setTimeout(close, SHOWN_MS);
}

/** Run `work`; what is refused is shown as a note. Resolves to its value, or undefined when refused. */
export async function attempt(work) {
  try {
    return await work();
  } catch (problem) {
    toast(problem.message, "problem");
    return undefined;
  }
}

/** Read something out, politely. */
export function announce(text) {
  const log = document.getElementById("announcer");
  log.append(h("p", {}, text));
  while (log.childElementCount > 5) log.firstElementChild.remove();
}
