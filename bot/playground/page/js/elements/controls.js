/** One element, whatever its type. */

import { h } from "../dom.js";
import { button, feedbackButtons, iconButton, overflow, workflowButton } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { dateField, fileField, textField } from "./fields.js";
import { select } from "./select.js";
import { keyOf } from "./surface.js";

const PRESSED = {
  button,
  overflow,
  workflow_button: workflowButton,
  feedback_buttons: feedbackButtons,
  icon_button: iconButton,
};

const INPUTS = {
  checkboxes,
  radio_buttons: radioButtons,
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  rich_text_input: textField,
  datepicker: dateField,
  timepicker: dateField,
  datetimepicker: dateField,
  file_input: fileField,
};

/** The node of an element, null when it is not for this person. */
export function control(element, block, surface) {
  return input(element, block, surface)?.node ?? pressed(element, block, surface);
}

function pressed(element, block, surface) {
  const make = PRESSED[element.type];
  if (make) return make(element, block, surface);
  return h("code", { class: "unknown-element", title: "This page does not know this element" }, element.type);
}

/** An input with its field (what a label points to); null for elements that are no input. */
export function input(element, block, surface) {
  const make = INPUTS[element.type] ?? (element.type.endsWith("_select") ? select : null);
  if (!make) return null;
  const made = make(element, block, surface);
  made.field.dataset.actionId = element.action_id ?? "";
  if (!made.field.getAttribute("aria-label"))
    made.field.setAttribute("aria-label", element.placeholder?.text ?? element.type.replaceAll("_", " "));
  if (element.focus_on_load) made.field.dataset.focus = "";
  surface.controls.set(keyOf(block, element), made);
  return made;
}
