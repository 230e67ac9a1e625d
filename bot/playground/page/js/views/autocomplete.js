/** Suggestions while typing: `/` commands, `@` people, `#` channels, `:` emoji. */

import { fill, h, uniqueId } from "../dom.js";
import { findEmoji } from "../emoji.js";
import { icon } from "../icons.js";
import { app, channelOf, me, store } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { people } from "../elements/surface.js";

const MOST = 8;

const starts = (text, typed) =>
  text.toLowerCase().startsWith(typed) ||
  text
    .toLowerCase()
    .split(/[\s_-]/)
    .some((word) => word.startsWith(typed));

function commands(typed) {
  const known = app().installed ? app().commands : [];
  return known
    .filter((each) => each.command.slice(1).startsWith(typed))
    .map((each) => ({
      insert: `${each.command} `,
      title: each.command,
      hint: each.usage_hint,
      detail: each.description,
      node: avatar(app().bot_user_id, 28),
    }));
}

function mentions(typed, channel) {
  const members = new Set(channelOf(channel)?.members ?? []);
  const users = people()
    .map((user) => ({ user, name: user.id === app().bot_user_id ? app().name : user.name }))
    .filter(({ user, name }) => starts(name, typed) || starts(user.real_name, typed))
    .sort((a, b) => Number(members.has(b.user.id)) - Number(members.has(a.user.id)));
  const ranges = ["here", "channel"].filter((range) => typed && range.startsWith(typed));
  return [
    ...users.map(({ user, name }) => ({
      insert: `@${name} `,
      title: user.id === app().bot_user_id ? name : user.real_name,
      hint: `${user.id === me().id ? "you" : user.is_bot ? "App" : `@${user.name}`}${members.has(user.id) ? "" : " · not in this channel"}`,
      node: avatar(user.id, 24),
    })),
    ...ranges.map((range) => ({
      insert: `@${range} `,
      title: `@${range}`,
      hint: "Everybody in this channel",
      node: icon("people"),
    })),
  ];
}

function channels(typed) {
  return store.view.channels
    .filter((each) => ["channel", "group"].includes(each.type) && starts(each.name, typed))
    .map((each) => ({
      insert: `#${each.name} `,
      title: each.name,
      hint: each.topic,
      node: icon(each.is_private ? "lock" : "hash"),
    }));
}

function emojis(typed) {
  if (typed.length < 2) return [];
  return findEmoji(typed).map(({ name, character }) => ({
    insert: `:${name}: `,
    title: `:${name}:`,
    node: h("span", { class: "emoji" }, character),
  }));
}

const TRIGGERS = [
  { pattern: /^\/([\w-]*)$/, find: commands, title: "Commands" },
  { pattern: /(?:^|[\s(])@([\w.-]*)$/, find: mentions, title: "People" },
  { pattern: /(?:^|[\s(])#([\w-]*)$/, find: channels, title: "Channels" },
  { pattern: /(?:^|[\s(]):([a-z0-9_+-]*)$/i, find: emojis, title: "Emoji" },
];

export class Autocomplete {
  /** Suggest for `field`; the list goes into `place`. */
  constructor(field, place, channel) {
    Object.assign(this, { field, place, channel, items: [], nodes: [], active: 0 });
    this.list = h("div", { class: "suggestions", role: "listbox", id: uniqueId("suggest"), hidden: true });
    place.append(this.list);
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.update());
    field.addEventListener("click", () => this.update());
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  get open() {
    return !this.list.hidden;
  }

  update() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    for (const { pattern, find, title } of TRIGGERS) {
      const found = pattern.exec(before);
      if (!found) continue;
      this.length = found[1].length + 1;
      this.items = find(found[1].toLowerCase(), this.channel).slice(0, MOST);
      if (this.items.length > 0) return this.show(title);
    }
    return this.close();
  }

  show(title) {
    this.list.setAttribute("aria-label", title);
    this.nodes = this.items.map((item, at) =>
      h(
        "div",
        {
          class: "suggestion",
          role: "option",
          id: uniqueId("s"),
          onmousedown: (event) => event.preventDefault(),
          onclick: () => this.take(at),
          onmousemove: () => this.mark(at),
        },
        item.node,
        h(
          "span",
          { class: "suggestion-words" },
          h("strong", {}, item.title),
          item.hint && h("span", { class: "soft" }, item.hint),
          item.detail && h("small", {}, item.detail),
        ),
      ),
    );
    const keys = h(
      "span",
      { class: "suggest-keys" },
      h("kbd", {}, "↑↓"),
      " to choose, ",
      h("kbd", {}, "Tab"),
      " to take",
    );
    fill(this.list, h("div", { class: "suggest-head" }, title, keys), this.nodes);
    this.list.hidden = false;
    this.mark(0);
  }

  mark(at) {
    this.active = at;
    this.nodes.forEach((node, index) => {
      node.classList.toggle("active", index === at);
      node.setAttribute("aria-selected", String(index === at));
    });
    this.nodes[at]?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", this.nodes[at]?.id ?? "");
  }

  /** Handle a key of the field; true when it was for the list. */
  key(event) {
    if (!this.open) return false;
    const target = { ArrowDown: this.active + 1, ArrowUp: this.active - 1 }[event.key];
    if (target !== undefined) this.mark((target + this.items.length) % this.items.length);
    else if (event.key === "Tab" || (event.key === "Enter" && !this.complete())) this.take(this.active);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Whether what is typed is the chosen thing already, so that Enter sends. */
  complete() {
    return this.field.value === this.items[this.active].insert.trim();
  }

  take(at) {
    const { insert } = this.items[at];
    const end = this.field.selectionStart;
    this.field.setRangeText(insert, end - this.length, end, "end");
    this.close();
    this.field.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }
}
