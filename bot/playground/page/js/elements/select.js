/** Select menus, single and multiple, with a field to search in; options from the message, the workspace or the app. */

import { fill, h, later, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { plainText } from "../text/mrkdwn.js";
import { closePopover, openPopover } from "../ui/popover.js";
import { heldOptions, loadGroups } from "./select_sources.js";

const SEARCH_MS = 200;

/** A select of any kind. */
export function select(element, block, surface) {
  const multi = element.type.startsWith("multi_");
  const field = h("button", { type: "button", class: "select", "aria-haspopup": "listbox", "aria-expanded": "false" });
  const chips = h("div", { class: "chips" });
  const state = { options: [] };
  const show = () => {
    const label = state.options.map((option) => option.text.text).join(", ");
    const empty = element.placeholder?.text ?? (multi ? "Select options" : "Select an option");
    const text = multi && state.options.length > 0 ? (element.placeholder?.text ?? "Add more") : label || empty;
    fill(
      field,
      h("span", { class: label && !multi ? "select-value" : "select-placeholder" }, plainText(text)),
      icon("chevronDown", 16),
    );
    if (multi)
      fill(
        chips,
        state.options.map((option) => chip(option, () => set(state.options.filter((each) => each !== option)))),
      );
  };
  const refresh = () => {
    state.options = heldOptions(element, surface.held(block, element));
    show();
  };
  const set = async (options, typed) => {
    const before = state.options;
    state.options = options;
    show();
    const values = options.map((option) => option.value);
    if (await surface.choose(block, element, multi ? values : (values[0] ?? null), field, typed)) return;
    state.options = before;
    show();
  };
  field.addEventListener("click", () => new Picker({ element, block, surface, field, multi, state, set }).open());
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && field.getAttribute("aria-expanded") !== "true") field.click();
  });
  refresh();
  return { node: h("div", { class: multi ? "multi" : "single" }, multi ? chips : null, field), field, refresh };
}

function chip(option, remove) {
  const label = `Remove ${option.text.text}`;
  return h(
    "span",
    { class: "chip" },
    plainText(option.text.text),
    h("button", { type: "button", class: "chip-remove", "aria-label": label, onclick: remove }, icon("close", 12)),
  );
}

/** The open list: typing searches, arrows move, Enter picks. The focus stays in the search field. */
class Picker {
  constructor(parts) {
    Object.assign(this, parts);
    this.active = 0;
    this.entries = [];
    this.asked = 0;
  }

  open() {
    this.list = h("div", {
      class: "listbox",
      role: "listbox",
      id: uniqueId("list"),
      "aria-multiselectable": this.multi,
    });
    this.search = h("input", {
      type: "text",
      class: "text-input",
      role: "combobox",
      autocomplete: "off",
      placeholder: this.element.type.includes("external") ? "Type to search" : "Search",
      "aria-label": this.element.placeholder?.text ?? "Search options",
      "aria-controls": this.list.id,
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      onkeydown: (event) => this.key(event),
    });
    const lookUp = later(this.element.type.includes("external") ? SEARCH_MS : 0, () => this.load());
    this.search.addEventListener("input", () => {
      this.stale = true;
      lookUp();
    });
    this.lookUp = lookUp;
    const width = `max(${this.field.offsetWidth}px, 240px)`;
    if (
      !openPopover(this.field, [h("div", { class: "listbox-search" }, this.search), this.list], {
        label: "Options",
        width,
      })
    )
      return;
    this.search.focus();
    this.load();
  }

  async load() {
    const typed = this.search.value;
    const turn = (this.asked += 1);
    const waiting = setTimeout(() => fill(this.list, h("p", { class: "empty" }, "Looking…")), 120);
    const answer = await loadGroups(this.element, this.block, this.surface, typed);
    clearTimeout(waiting);
    if (turn !== this.asked) return;
    this.stale = false;
    this.show(answer, typed);
  }

  show({ groups, hint }, typed) {
    this.entries = [];
    const nodes = groups.flatMap((group) => {
      const options = group.options.map((option) => this.entry(option, typed));
      return [group.label && h("div", { class: "listbox-group", role: "presentation" }, group.label), ...options];
    });
    fill(this.list, this.entries.length > 0 ? [this.clearing(), nodes] : h("p", { class: "empty" }, hint));
    const chosen = this.entries.findIndex(({ option }) => this.chosen(option));
    this.move(this.multi ? 0 : Math.max(chosen, 0));
  }

  chosen(option) {
    return this.state.options.some((each) => each.value === option.value);
  }

  /** Slack offers to take a choice back in single selects outside of inputs. */
  clearing() {
    if (this.multi || this.state.options.length === 0 || this.search.value) return null;
    return h(
      "button",
      { type: "button", class: "listbox-clear", tabindex: -1, onclick: () => this.finish([]) },
      "Clear selection",
    );
  }

  entry(option, typed) {
    const at = this.entries.length;
    const node = h(
      "div",
      {
        class: "listbox-option",
        role: "option",
        id: uniqueId("option"),
        "aria-selected": this.chosen(option),
        onclick: () => this.pick(option, typed),
        onmousemove: () => this.active !== at && this.move(at, false),
      },
      option.node,
      h(
        "span",
        { class: "menu-text" },
        h("span", {}, plainText(option.text.text)),
        option.description && h("small", {}, option.description.text),
      ),
      this.chosen(option) ? icon("check", 16) : null,
    );
    this.entries.push({ option, node });
    return node;
  }

  move(to, scroll = true) {
    this.entries[this.active]?.node.classList.remove("active");
    this.active = to;
    const node = this.entries[to]?.node;
    node?.classList.add("active");
    if (scroll) node?.scrollIntoView({ block: "nearest" });
    this.search.setAttribute("aria-activedescendant", node?.id ?? "");
  }

  key(event) {
    const count = this.entries.length;
    const target = { ArrowDown: this.active + 1, ArrowUp: this.active - 1 }[event.key];
    if (target !== undefined && count > 0) {
      event.preventDefault();
      this.move((target + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take();
    } else if (event.key === "Tab") closePopover();
    else if (event.key === "Backspace" && this.multi && this.search.value === "" && this.state.options.length > 0) {
      this.set(this.state.options.slice(0, -1)).then(() => this.load());
    }
  }

  /** Pick the marked entry, of the list for what is typed by now. */
  async take() {
    if (this.stale) await (this.lookUp.flush() ?? this.load());
    const found = this.entries[this.active];
    if (found && !this.stale) this.pick(found.option, this.search.value);
  }

  pick(option, typed) {
    if (!this.multi) return this.finish([option], typed);
    const rest = this.state.options.filter((each) => each.value !== option.value);
    const most = this.element.max_selected_items ?? Infinity;
    const options = this.chosen(option) ? rest : [...rest, option];
    if (options.length > most) return;
    this.set(options, typed);
    this.search.value = "";
    this.search.focus();
    this.load();
  }

  finish(options, typed) {
    closePopover();
    this.set(options, typed);
  }
}
