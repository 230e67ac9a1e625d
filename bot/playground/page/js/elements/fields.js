/** Elements that are typed in: text, e-mail, address, number, rich text, dates and times, files. */

import { act } from "../api.js";
import { fromLocalField, toLocalField } from "../clock.js";
import { fill, h, later, plural } from "../dom.js";
import { icon } from "../icons.js";
import { me } from "../store.js";
import { richTextAsText } from "../text/rich_text.js";

const SEND_MS = 500;
const FILE_BYTES = 1_000_000;
const HTML_TYPES = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };

/** One line or several of text. Sent when the person pauses, so that a click elsewhere knows it. */
export function textField(element, block, surface) {
  const multiline = element.multiline || element.type === "rich_text_input";
  const start = () => {
    const held = surface.held(block, element);
    if (element.type === "rich_text_input") return richTextAsText(held ? held.rich_text_value : element.initial_value);
    return (held ? held.value : element.initial_value) ?? "";
  };
  const props = {
    class: "text-input",
    placeholder: element.placeholder?.text,
    value: start(),
    autocomplete: "off",
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
  };
  const field = multiline
    ? h("textarea", { ...props, rows: element.min_lines ?? (element.type === "rich_text_input" ? 4 : 3) })
    : h("input", { type: HTML_TYPES[element.type], ...props });
  const counter = h("span", { class: "counter", "aria-live": "polite", hidden: true });
  const count = () => showCount(counter, field, element);
  const refresh = () => {
    if (field === document.activeElement) return;
    field.value = start();
    count();
  };
  typing(field, element, block, surface, count);
  count();
  return { node: h("div", { class: "text-field" }, field, counter), field, refresh };
}

function typing(field, element, block, surface, count) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const each = block.dispatch_action && triggers.includes("on_character_entered");
  const onEnter = block.dispatch_action && triggers.includes("on_enter_pressed");
  const send = () => {
    surface.forget(block, element);
    return surface.choose(block, element, field.value === "" ? null : field.value, null);
  };
  // What a submit or another click has sent meanwhile is no longer pending.
  const soon = later(SEND_MS, () =>
    surface.isPending(block, element) && (each || !block.dispatch_action) ? send() : undefined,
  );
  field.addEventListener("input", () => {
    surface.keep(block, element, field.value === "" ? null : field.value);
    count();
    soon();
  });
  field.addEventListener("blur", () => soon.flush());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !onEnter) return;
    event.preventDefault();
    send();
  });
}

/** How many characters are left, once it becomes of interest. */
function showCount(counter, field, element) {
  const { min_length: least = 0, max_length: most } = element;
  const left = most === undefined ? null : most - field.value.length;
  const short = least > 0 && field.value.length > 0 && field.value.length < least;
  counter.hidden = !short && (left === null || left > Math.max(20, most * 0.2));
  counter.classList.toggle("over", left !== null && left < 0);
  counter.textContent = short ? `${plural(least - field.value.length, "more character")} needed` : `${left} left`;
}

/** A date, time, or both, with the browser's own picker. */
export function dateField(element, block, surface) {
  const { type, key, initial, out, into } = DATES[element.type];
  const start = () => {
    const held = surface.held(block, element);
    const value = held ? held[key] : element[initial];
    return value === null || value === undefined ? "" : into(value);
  };
  const field = h("input", {
    type,
    class: "text-input date-input",
    value: start(),
    "aria-label": element.placeholder?.text,
  });
  const refresh = () => {
    if (field !== document.activeElement) field.value = start();
  };
  field.addEventListener("change", async () => {
    const value = field.value === "" ? null : out(field.value);
    if (!(await surface.choose(block, element, value, field))) field.value = start();
  });
  return { node: field, field, refresh };
}

const same = (value) => value;
const DATES = {
  datepicker: { type: "date", key: "selected_date", initial: "initial_date", out: same, into: same },
  timepicker: {
    type: "time",
    key: "selected_time",
    initial: "initial_time",
    out: (value) => value.slice(0, 5),
    into: same,
  },
  datetimepicker: {
    type: "datetime-local",
    key: "selected_date_time",
    initial: "initial_date_time",
    out: fromLocalField,
    into: toLocalField,
  },
};

/** Files of a modal: uploaded when they are chosen, and kept until somebody takes them away again. */
export function fileField(element, block, surface) {
  const list = h("div", { class: "file-list" });
  const files = () => surface.held(block, element)?.files ?? [];
  const keep = (ids) => surface.choose(block, element, ids, field);
  const without = (file) => keep(files().flatMap((each) => (each.id === file.id ? [] : each.id)));
  const refresh = () => fill(list, files().map((file) => fileChip(file, () => without(file))));
  const take = async () => {
    const picked = [...field.files];
    field.value = "";
    try {
      const added = await uploaded(picked);
      await keep([...files(), ...added].map((each) => each.id));
    } catch (problem) {
      surface.note(problem.message);
    }
  };
  const field = h("input", {
    type: "file",
    class: "file-input",
    multiple: (element.max_files ?? 10) > 1,
    accept: element.filetypes?.map((each) => `.${each}`).join(","),
    onchange: take,
  });
  refresh();
  return { node: h("div", {}, field, list), field, refresh };
}

async function uploaded(picked) {
  const large = picked.find((file) => file.size > FILE_BYTES);
  if (large) throw new Error(`${large.name} is larger than 1 MB.`);
  const read = async (file) => ({ name: file.name, content: await file.text() });
  return (await act("upload", { user: me().id, files: await Promise.all(picked.map(read)) })).files;
}

function fileChip(file, remove) {
  const name = file.title || file.name;
  const cross = h(
    "button",
    { type: "button", class: "chip-remove", "aria-label": `Remove ${name}`, onclick: remove },
    icon("close", 12),
  );
  return h("span", { class: "chip" }, icon("file", 14), name, cross);
}
