/** Rich text blocks: what people's messages are made of, and some of the app's. */

import { h } from "../dom.js";
import { broadcast, channelMention, date, emoji, groupMention, link, plainPieces, userMention } from "./inline.js";

/** The nodes of a `rich_text` block. Consecutive lists of rising indent are nested. */
export function richText(block) {
  const out = document.createDocumentFragment();
  let open = [];
  for (const part of block.elements ?? []) {
    if (part.type === "rich_text_list") {
      open = list(part, out, open);
    } else {
      open = [];
      out.append(PARTS[part.type]?.(part) ?? h("code", {}, JSON.stringify(part)));
    }
  }
  return out;
}

const PARTS = {
  rich_text_section: (part) => h("div", { class: "lines" }, inlines(part.elements)),
  rich_text_quote: (part) => h("blockquote", {}, inlines(part.elements)),
  rich_text_preformatted: (part) =>
    h(
      "pre",
      { class: "codeblock", "data-language": part.language },
      part.elements.map((each) => (each.type === "text" ? each.text : inlines([each]))),
    ),
};

/** Append a list below the last item of the list one level up; returns the chain of open lists. */
function list(part, out, open) {
  const depth = part.indent ?? 0;
  const parents = open.slice(0, depth);
  const items = part.elements.map((each) => h("li", {}, inlines(each.elements)));
  const tag = part.style === "ordered" ? "ol" : "ul";
  const node = h(
    tag,
    { class: `list-${depth % 3}${part.border ? " bordered" : ""}`, start: part.offset ? part.offset + 1 : null },
    items,
  );
  const parent = parents.at(-1)?.lastElementChild;
  if (parent) parent.append(node);
  else out.append(depth > 0 ? h("div", { style: { "margin-left": `${depth * 1.5}em` } }, node) : node);
  while (parents.length < depth) parents.push(node);
  return [...parents, node];
}

function inlines(elements = []) {
  return elements.flatMap((element) => {
    const made = INLINES[element.type]?.(element) ?? JSON.stringify(element);
    return styled(made, element.style);
  });
}

const INLINES = {
  text: (element) => withBreaks(element.text, element.style?.code),
  link: (element) => link(element.url, element.text || element.url),
  emoji: (element) => emoji(element.name, element.unicode),
  user: (element) => userMention(element.user_id),
  channel: (element) => channelMention(element.channel_id),
  usergroup: (element) => groupMention(element.usergroup_id),
  team: (element) => groupMention(element.team_id),
  broadcast: (element) => broadcast(element.range),
  color: (element) => [h("span", { class: "swatch", style: { background: colour(element.value) } }), element.value],
  date: (element) => date(element.timestamp, element.format, element.url, element.fallback),
};

function withBreaks(text, verbatim = false) {
  const pieces = (line) => (verbatim ? [line] : plainPieces(line));
  return text.split("\n").flatMap((line, at) => (at === 0 ? pieces(line) : [h("br"), ...pieces(line)]));
}

function colour(value) {
  return /^#[0-9a-f]{3,8}$/i.test(value) ? value : "transparent";
}

const STYLES = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
  ["highlight", "mark"],
];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

/** The words of a rich text block, lines kept: what a textarea starts with. */
export function richTextAsText(block) {
  return (block?.elements ?? []).map(partText).join("\n");
}

function partText(part) {
  if (part.type !== "rich_text_list") return inlineText(part.elements);
  const mark = (at) => (part.style === "ordered" ? `${at + 1 + (part.offset ?? 0)}. ` : "- ");
  return part.elements
    .map((item, at) => `${"  ".repeat(part.indent ?? 0)}${mark(at)}${inlineText(item.elements)}`)
    .join("\n");
}

function inlineText(elements = []) {
  return h(
    "span",
    {},
    elements.map((element) => element.text ?? INLINES[element.type]?.(element) ?? ""),
  ).textContent;
}
