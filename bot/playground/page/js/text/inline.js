/** The small things in running text: links, mentions, channels, emoji, dates. */

import { formatDate } from "../clock.js";
import { h, safeUrl } from "../dom.js";
import { emojiCharacter } from "../emoji.js";
import { go, permalinkTarget } from "../router.js";
import { channelOf, isAppUser, me, nameOf, userOf } from "../store.js";

/** A link, if the address may be linked to; else its text. Permalinks of the workspace open in the page. */
export function link(address, ...children) {
  const url = safeUrl(address) ?? mailto(address);
  const shown = children.length > 0 ? children : [address];
  if (!url) return h("span", { title: "Not a web address" }, ...shown);
  const inside = permalinkTarget(url);
  if (inside) return h("a", { href: inside, onclick: (event) => openInside(event, inside) }, ...shown);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...shown);
}

function mailto(address) {
  return /^mailto:[^\s@]+@[^\s@]+$/.test(address) ? address : null;
}

function openInside(event, target) {
  if (event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  go(target);
}

/** A person by id: "@Ana Ruiz", marked when it is oneself. */
export function userMention(id) {
  const known = userOf(id);
  if (!known) return h("span", { class: "mention" }, `@${id}`);
  const classes = `mention${id === me().id ? " mention-me" : ""}`;
  return h("span", { class: classes, title: isAppUser(id) ? "App" : known.real_name }, `@${nameOf(id)}`);
}

/** A channel by id; those one may not see are private. */
export function channelMention(id, label) {
  const channel = channelOf(id);
  const name = channel?.name ?? label;
  if (!channel) return h("span", { class: "mention" }, name ? `#${name}` : "🔒 private channel");
  return h("a", { class: "mention", href: `#${id}`, onclick: (event) => openInside(event, `#${id}`) }, `#${name}`);
}

/** @here, @channel, @everyone. */
export function broadcast(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}

/** A user group: this workspace has none, so the label stands in for its name. */
export function groupMention(id, label) {
  return h("span", { class: "mention" }, label || `@${id}`);
}

/** An emoji by name, `fallback` (its unicode code points, as Slack gives them) when the table lacks it. */
export function emoji(name, fallback) {
  const character = emojiCharacter(name) ?? fromCodePoints(fallback);
  if (!character) return document.createTextNode(`:${name}:`);
  return h(
    "span",
    { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` },
    character,
  );
}

function fromCodePoints(text) {
  if (!text || !/^[0-9a-f-]+$/i.test(text)) return null;
  try {
    return String.fromCodePoint(...text.split("-").map((each) => Number.parseInt(each, 16)));
  } catch {
    return null;
  }
}

/** A date, formatted as its author asked, in the reader's time zone. */
export function date(timestamp, pattern, url, fallback) {
  const at = Number(timestamp);
  if (!Number.isFinite(at)) return document.createTextNode(fallback ?? "");
  const time = h("time", { datetime: new Date(at * 1000).toISOString(), title: fallback }, formatDate(pattern, at));
  return url ? link(url, time) : time;
}

const BARE_URL = /\bhttps?:\/\/[^\s<>|]+[^\s<>|.,;:!?'")\]]/g;

/** Text with its `:names:` of emoji, and bare addresses when `links` is set. */
export function plainPieces(text, { links = false } = {}) {
  return links ? splitBy(text, BARE_URL, (found) => link(found[0]), emojiPieces) : emojiPieces(text);
}

function emojiPieces(text) {
  return splitBy(
    text,
    /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/gi,
    (found) => {
      return emojiCharacter(found[1]) ? emoji(found[1]) : found[0];
    },
    (rest) => [rest],
  );
}

/** Split text at matches of `pattern`: `make(match)` for each, `between(text)` for what lies between. */
function splitBy(text, pattern, make, between) {
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > from) pieces.push(...between(text.slice(from, found.index)));
    pieces.push(make(found));
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push(...between(text.slice(from)));
  return pieces;
}

/** The three entities that Slack escapes, back to characters. */
export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

const CONTROL =
  /^(?:(@)([UWB]\w+)|(#)([CDG]\w+)|!(date)\^(\d+)\^([^^]*)(?:\^(.*))?|!(subteam)\^(\w+)|!(here|channel|everyone|group))$/;

/** What stands between `<` and `>` in Slack's text: a person, channel, date, range or link, with an optional label. */
export function control(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : unescape(inner.slice(bar + 1));
  const found = CONTROL.exec(target);
  if (!found)
    return target.startsWith("!")
      ? groupMention(target, label)
      : link(unescape(target), ...(label ? plainPieces(label) : []));
  if (found[1]) return userMention(found[2]);
  if (found[3]) return channelMention(found[4], label);
  if (found[5]) return date(found[6], unescape(found[7]), found[8], label);
  return found[9] ? groupMention(found[10], label) : broadcast(found[11] === "group" ? "here" : found[11]);
}
