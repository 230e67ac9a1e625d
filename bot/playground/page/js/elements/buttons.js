/** Elements that are pressed: buttons, overflow menus, feedback, icon buttons. */

import { h, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { plainText } from "../text/mrkdwn.js";
import { openMenu } from "../ui/popover.js";
import { visibleToMe } from "./surface.js";

/** A button; one with an address is a link that tells the app as well. */
export function button(element, block, surface) {
  if (!visibleToMe(element)) return null;
  const props = {
    class: `button ${element.style ?? ""}`.trim(),
    "aria-label": element.accessibility_label,
    dataset: { actionId: element.action_id ?? "" },
    onclick: (event) => surface.press(block, element, undefined, event.currentTarget),
  };
  const label = plainText(element.text.text, element.text.emoji !== false);
  const url = element.url ? safeUrl(element.url) : null;
  if (!url) return h("button", { type: "button", ...props }, label);
  return h("a", { ...props, href: url, target: "_blank", rel: "noopener noreferrer" }, label, icon("open", 14));
}

/** A button that starts a workflow: shown, but this workspace has no workflows. */
export function workflowButton(element) {
  return h(
    "button",
    { type: "button", class: "button", disabled: true, title: "No workflows here" },
    element.text.text,
  );
}

/** The "…" menu. */
export function overflow(element, block, surface) {
  const node = h(
    "button",
    { type: "button", class: "button square", "aria-label": "More options", "aria-haspopup": "menu" },
    icon("more"),
  );
  const items = element.options.map((option) => ({
    label: option.text.text,
    detail: option.description?.text,
    icon: option.url ? "open" : undefined,
    href: option.url ? safeUrl(option.url) : undefined,
    run: () => surface.press(block, element, option.value, node),
  }));
  node.addEventListener("click", () => openMenu(node, items, { label: "More options", align: "end" }));
  return node;
}

/** Thumbs up and down; the one that was pressed stays marked. */
export function feedbackButtons(element, block, surface) {
  const make = (choice, sign) => {
    const node = h(
      "button",
      {
        type: "button",
        class: "icon-button feedback",
        "aria-label": choice.accessibility_label ?? choice.text.text,
        "aria-pressed": surface.pressed.get(element.action_id) === choice.value,
        title: choice.text.text,
        onclick: () => take(choice, node),
      },
      icon(sign),
    );
    return node;
  };
  const take = async (choice, node) => {
    if (!(await surface.press(block, element, choice.value, node))) return;
    surface.pressed.set(element.action_id, choice.value);
    for (const each of nodes) each.setAttribute("aria-pressed", String(each === node));
  };
  const nodes = [make(element.positive_button, "thumbUp"), make(element.negative_button, "thumbDown")];
  return h("div", { class: "feedback-buttons", role: "group", "aria-label": "Feedback" }, nodes);
}

const ICONS = { trash: "trash", edit: "pencil", copy: "copy", refresh: "history" };

/** A small icon with a label for screen readers. */
export function iconButton(element, block, surface) {
  if (!visibleToMe(element)) return null;
  const label = element.accessibility_label ?? element.text.text;
  const press = (event) => surface.press(block, element, undefined, event.currentTarget);
  const props = { type: "button", class: "icon-button", "aria-label": label, title: element.text.text, onclick: press };
  return h("button", props, icon(ICONS[element.icon] ?? "more"));
}
