/** The parts of a message around its blocks: who and when, files, reactions, the line that leads to its thread. */

import { act } from "../api.js";
import { ago, clockTime, fullTime, seconds } from "../clock.js";
import { h, plural, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { app, isAppUser, me, nameOf, statusOf } from "../store.js";
import { emoji } from "../text/inline.js";
import { avatar } from "../ui/avatar.js";
import { pickEmoji } from "../ui/emoji_picker.js";
import { attempt } from "../ui/toasts.js";
import { personCard } from "./person_card.js";

/** Who wrote a message, as a user id; messages of the app may carry only its bot id. */
export const authorOf = (message) => message.user ?? (message.bot_id ? app().bot_user_id : null);

/** The name above a message; an app may post under another. */
export const authorName = (message) => message.username ?? nameOf(authorOf(message));

export function head(message) {
  const author = authorOf(message);
  const name = h(
    "button",
    { type: "button", class: "author", onclick: (event) => personCard(event.currentTarget, author) },
    authorName(message),
  );
  return h(
    "div",
    { class: "message-head" },
    name,
    isAppUser(author) && h("span", { class: "app-tag" }, "App"),
    timeLink(message),
    message.pinned && h("span", { class: "pinned-tag" }, icon("pin", 13), "Pinned"),
  );
}

/** The time of a message; it leads to the message's own address. */
export function timeLink(message) {
  const at = seconds(message.ts);
  const [channel] = message.key.split(":");
  return h("a", { class: "time", href: `#${channel}-${message.ts}`, title: fullTime(at) }, clockTime(at));
}

export function picture(message) {
  const author = authorOf(message);
  return h(
    "button",
    {
      type: "button",
      class: "avatar-button",
      tabindex: -1,
      "aria-hidden": "true",
      onclick: (event) => personCard(event.currentTarget, author),
    },
    avatar(author),
  );
}

export function files(message) {
  if (!message.files?.length) return null;
  return h("div", { class: "files" }, message.files.map(file));
}

function file(item) {
  const url = safeUrl(item.url_private ?? item.permalink ?? "");
  const name = item.title || item.name;
  if (url && item.mimetype?.startsWith("image/")) {
    return h(
      "a",
      { href: url, target: "_blank", rel: "noopener noreferrer" },
      h("img", { class: "picture", src: url, alt: name }),
    );
  }
  const kind = item.name?.includes(".") ? item.name.split(".").at(-1).toUpperCase() : (item.mimetype ?? "File");
  const inner = [
    h("span", { class: "file-icon" }, icon("file", 20)),
    h("span", { class: "file-words" }, h("strong", {}, name), h("small", {}, `${kind} · ${size(item.size)}`)),
  ];
  if (!url) return h("span", { class: "file-card" }, inner);
  return h(
    "a",
    { class: "file-card", href: url, target: "_blank", rel: "noopener noreferrer" },
    inner,
    icon("open", 16),
  );
}

function size(bytes = 0) {
  if (bytes < 1_000) return plural(bytes, "byte");
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Add or take back one's own reaction. */
export function toggleReaction(message, name) {
  const own = message.reactions?.find((each) => each.name === name)?.users.includes(me().id);
  const [channel] = message.key.split(":");
  return attempt(() => act(own ? "unreact" : "react", { user: me().id, channel, ts: message.ts, name }));
}

export function reactions(message) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map((each) => {
    const names = each.users.map((id) => (id === me().id ? "you" : nameOf(id))).join(", ");
    const label = `${each.name.replaceAll("_", " ")}, ${plural(each.count, "person", "people")}: ${names}`;
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": each.users.includes(me().id),
        "aria-label": label,
        title: `${names} reacted with :${each.name}:`,
        onclick: () => toggleReaction(message, each.name),
      },
      emoji(each.name),
      h("span", {}, each.count),
    );
  });
  const add = h(
    "button",
    {
      type: "button",
      class: "reaction add",
      "aria-label": "Add a reaction",
      onclick: (event) => pickEmoji(event.currentTarget, (name) => toggleReaction(message, name)),
    },
    icon("smile", 16),
  );
  return h("div", { class: "reactions" }, chips, add);
}

/** "3 replies", below a thread's root in a channel; and what the app does in the thread right now. */
export function threadSummary(message, open) {
  const [channel] = message.key.split(":");
  const status = statusOf(channel, message.ts);
  if (!message.reply_count && !status) return null;
  const who = [...new Set(message.reply_users ?? [])].slice(0, 4).map((id) => avatar(id, 22));
  const last = message.latest_reply
    ? h("span", { class: "thread-last" }, `Last reply ${ago(seconds(message.latest_reply))}`)
    : null;
  const label = message.reply_count
    ? h("span", { class: "thread-count" }, plural(message.reply_count, "reply", "replies"))
    : null;
  return h(
    "button",
    { type: "button", class: "thread-summary", onclick: open },
    h("span", { class: "thread-faces" }, who),
    label,
    status
      ? h(
          "span",
          { class: "thread-status" },
          h("span", { class: "dots" }, h("i"), h("i"), h("i")),
          `${app().name} ${status.status}`,
        )
      : last,
    icon("chevronRight", 16),
  );
}
