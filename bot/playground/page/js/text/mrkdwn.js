/** Slack's own mark-up: `*bold* _italic_ ~strike~`, code, quotes, `<…>` and three entities. */

import { h } from "../dom.js";
import { control, plainPieces, unescape } from "./inline.js";

const FENCE = /```\n?([\s\S]*?)\n?```/g;

/** Text in Slack's mark-up as a fragment of nodes. `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const out = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(FENCE)) {
    out.append(...lines(text.slice(from, found.index).replace(/\n$/, ""), verbatim));
    out.append(h("pre", { class: "codeblock" }, codeText(found[1])));
    from = found.index + found[0].length;
    if (text[from] === "\n") from += 1;
  }
  out.append(...lines(text.slice(from), verbatim));
  return out;
}

/** A text object: mrkdwn, or plain text with emoji. */
export function textObject(object) {
  if (!object) return document.createDocumentFragment();
  if (object.type === "mrkdwn") return mrkdwn(object.text, object);
  return plainText(object.text, object.emoji !== false);
}

/** Plain text with line breaks kept, `:names:` as emoji. */
export function plainText(text, withEmoji = true) {
  const out = document.createDocumentFragment();
  out.append(...broken(text.split("\n").map((line) => (withEmoji ? plainPieces(line) : [line]))));
  return out;
}

const QUOTE = /^(?:&gt;|>) ?/;

function lines(text, verbatim) {
  if (text === "") return [];
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTE.test(line);
    const last = groups.at(-1);
    if (last && last.quoted === quoted) last.lines.push(line);
    else groups.push({ quoted, lines: [line] });
  }
  return groups.flatMap(({ quoted, lines: some }) => {
    const nodes = broken(some.map((line) => inline(quoted ? line.replace(QUOTE, "") : line, verbatim)));
    return quoted ? [h("blockquote", {}, nodes)] : [h("div", { class: "lines" }, nodes)];
  });
}

/** Put line breaks between lists of nodes; an empty line is a gap. */
function broken(some) {
  return some.flatMap((nodes, at) => {
    if (nodes.length === 0) return [h("span", { class: "gap" })];
    return at === 0 || some[at - 1].length === 0 ? nodes : [h("br"), ...nodes];
  });
}

const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

/** One line's nodes. Marks open at the edge of a word and close at the other, as in Slack. */
function inline(text, verbatim) {
  const out = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(...plainPieces(unescape(plain), { links: !verbatim }));
    plain = "";
  };
  for (let at = 0; at < text.length;) {
    const taken = codeSpan(text, at) ?? angle(text, at) ?? marked(text, at, verbatim);
    if (taken) {
      flush();
      out.push(taken.node);
      at = taken.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
}

function codeSpan(text, at) {
  if (text[at] !== "`") return null;
  const end = text.indexOf("`", at + 1);
  return end > at + 1 ? { node: h("code", {}, codeText(text.slice(at + 1, end))), end: end + 1 } : null;
}

function angle(text, at) {
  if (text[at] !== "<") return null;
  const end = text.indexOf(">", at);
  const inner = text.slice(at + 1, end);
  return end > at + 1 && !/\s/.test(inner.split("|")[0].split("^")[0]) ? { node: control(inner), end: end + 1 } : null;
}

function marked(text, at, verbatim) {
  const tag = MARKS[text[at]];
  if (!tag || (at > 0 && (WORD.test(text[at - 1]) || text[at - 1] === text[at]))) return null;
  if (at + 1 >= text.length || /\s/.test(text[at + 1]) || text[at + 1] === text[at]) return null;
  const end = closing(text, at);
  return end < 0 ? null : { node: h(tag, {}, inline(text.slice(at + 1, end), verbatim)), end: end + 1 };
}

function closing(text, at) {
  for (let end = at + 2; end < text.length; end += 1) {
    const skipped = codeSpan(text, end) ?? angle(text, end);
    if (skipped) end = skipped.end;
    if (text[end] !== text[at] || /\s/.test(text[end - 1])) continue;
    if (end + 1 >= text.length || !WORD.test(text[end + 1])) return end;
  }
  return -1;
}

/** Code shows addresses and entities as characters, never as marks. */
function codeText(text) {
  return unescape(text.replace(/<((?:https?|mailto):[^|>\s]+)(?:\|([^>]*))?>/g, (_, url, label) => label ?? url));
}

/** Text in Slack's mark-up as one line of plain words, for summaries. */
export function summary(text) {
  return mrkdwn(text ?? "")
    .textContent.replace(/\s+/g, " ")
    .trim();
}

/** A message's text as the person would have typed it, to edit it: `@ana`, `#general`, no entities. */
export function asTyped(text, { nameOfUser, nameOfChannel }) {
  const shown = (text ?? "").replace(/<([@#!])([^>|]+)(?:\|([^>]*))?>/g, (whole, sign, target, label) => {
    if (sign === "@") return `@${nameOfUser(target) ?? target}`;
    if (sign === "#") return `#${nameOfChannel(target) ?? label ?? target}`;
    return /^(here|channel|everyone)$/.test(target) ? `@${target}` : whole;
  });
  return unescape(shown.replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1"));
}
