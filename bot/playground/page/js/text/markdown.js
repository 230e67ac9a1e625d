/** Markdown blocks (CommonMark's main constructs and GitHub's tables) as DOM nodes. */

import { h } from "../dom.js";
import { inlineMarkdown } from "./markdown_inline.js";

/** The nodes of a Markdown text. */
export function markdown(text) {
  const out = document.createDocumentFragment();
  out.append(...blocks(text.replace(/\r\n?/g, "\n").replaceAll("\t", "    ").split("\n")));
  return out;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?: +|$)/;
const DELIMITERS = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

const READERS = [fenced, heading, rule, quote, list, table];

/** Nothing sensible is nested deeper; text that is, comes from no person. */
const DEEPEST = 12;

function blocks(lines, depth = 0) {
  const out = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === "") {
      at += 1;
      continue;
    }
    const taken = (depth < DEEPEST ? firstOf(lines, at, depth) : null) ?? paragraph(lines, at);
    out.push(taken.node);
    at = taken.end;
  }
  return out;
}

function firstOf(lines, at, depth) {
  for (const reader of READERS) {
    const taken = reader(lines, at, depth);
    if (taken) return taken;
  }
  return null;
}

function fenced(lines, at) {
  const open = FENCE.exec(lines[at]);
  if (!open) return null;
  let end = at + 1;
  while (end < lines.length && !closes(lines[end], open[1])) end += 1;
  const code = lines.slice(at + 1, end).join("\n");
  return { node: h("pre", { class: "codeblock", "data-language": open[2] || null }, code), end: end + 1 };
}

function closes(line, fence) {
  const trimmed = line.trim();
  return trimmed.length >= fence.length && trimmed === fence[0].repeat(trimmed.length);
}

function heading(lines, at) {
  const found = HEADING.exec(lines[at]);
  if (!found) return null;
  return { node: headingNode(found[1].length, found[2] ?? ""), end: at + 1 };
}

/** The page has its own headings above, so those of a message start lower; their look follows `data-level`. */
function headingNode(level, text) {
  return h(`h${Math.min(level + 2, 6)}`, { class: "md-heading", "data-level": level }, inlineMarkdown(text));
}

function rule(lines, at) {
  return RULE.test(lines[at]) ? { node: h("hr"), end: at + 1 } : null;
}

function quote(lines, at, depth) {
  if (!QUOTE.test(lines[at])) return null;
  let end = at;
  while (end < lines.length && lines[end].trim() !== "" && (QUOTE.test(lines[end]) || !startsBlock(lines, end)))
    end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(QUOTE, ""));
  return { node: h("blockquote", {}, blocks(inner, depth + 1)), end };
}

function startsBlock(lines, at) {
  const line = lines[at];
  return [FENCE, HEADING, RULE, QUOTE, ITEM].some((pattern) => pattern.test(line)) || isTable(lines, at);
}

function list(lines, at, depth) {
  const first = ITEM.exec(lines[at]);
  if (!first || RULE.test(lines[at])) return null;
  const ordered = /\d/.test(first[2]);
  const sign = first[2].at(-1);
  const items = [];
  let end = at;
  let loose = false;
  while (end < lines.length) {
    const marker = ITEM.exec(lines[end]);
    if (!marker || marker[2].at(-1) !== sign || RULE.test(lines[end])) break;
    const item = itemAt(lines, end, marker);
    items.push(item.lines);
    loose ||= item.blank && item.end < lines.length && ITEM.test(lines[item.end] ?? "");
    end = item.end;
  }
  const start = ordered ? Number.parseInt(first[2], 10) : 1;
  const made = items.map((some) => itemNode(some, loose, depth));
  return { node: h(ordered ? "ol" : "ul", { start: start === 1 ? null : start }, made), end };
}

/** The lines of one item: those indented below it, and lazy continuations of its paragraph. */
function itemAt(lines, at, marker) {
  const width = marker[0].length;
  const own = [lines[at].slice(width)];
  let end = at + 1;
  let blank = false;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (line.trim() === "") {
      blank = true;
      own.push("");
      continue;
    }
    const indented = line.search(/\S/) >= Math.min(width, 2);
    if (indented) own.push(line.slice(Math.min(line.search(/\S/), width)));
    else if (blank || startsBlock(lines, end)) break;
    else own.push(line);
  }
  return { lines: own, end, blank: own.at(-1) === "" };
}

function itemNode(lines, loose, depth) {
  const task = /^\[([ xX])\]\s+/.exec(lines[0]);
  const rest = task ? [lines[0].slice(task[0].length), ...lines.slice(1)] : lines;
  const parts = blocks(rest, depth + 1);
  const tight = !loose && parts.filter((node) => node.tagName === "P").length < 2;
  const children = parts.flatMap((node) => (tight && node.tagName === "P" ? [...node.childNodes] : [node]));
  const box = task && h("input", { type: "checkbox", checked: task[1] !== " ", disabled: true, "aria-label": "Task" });
  return h("li", { class: task ? "md-task" : null }, box, children);
}

const isTable = (lines, at) =>
  lines[at].includes("|") &&
  DELIMITERS.test(lines[at + 1] ?? "") &&
  cells(lines[at]).length === cells(lines[at + 1]).length;

function table(lines, at) {
  if (!isTable(lines, at)) return null;
  const aligns = cells(lines[at + 1]).map((cell) => {
    if (/^:-+:$/.test(cell)) return "center";
    return cell.endsWith(":") ? "right" : "left";
  });
  let end = at + 2;
  while (end < lines.length && lines[end].trim() !== "" && !startsBlock(lines, end)) end += 1;
  const row = (line, tag) => {
    const given = cells(line);
    return h(
      "tr",
      {},
      aligns.map((align, column) => h(tag, { "data-align": align }, inlineMarkdown(given[column] ?? ""))),
    );
  };
  const head = h("thead", {}, row(lines[at], "th"));
  const body = h(
    "tbody",
    {},
    lines.slice(at + 2, end).map((line) => row(line, "td")),
  );
  return { node: h("div", { class: "table-scroll" }, h("table", { class: "grid" }, head, body)), end };
}

function cells(line) {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** Lines up to the next block; an underline of = or - makes them a heading. */
function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() !== "") {
    const underline = /^ {0,3}(=+|-+)\s*$/.exec(lines[end]);
    if (underline) return { node: headingNode(underline[1][0] === "=" ? 1 : 2, joined(lines, at, end)), end: end + 1 };
    if (startsBlock(lines, end)) break;
    end += 1;
  }
  return { node: h("p", {}, inlineMarkdown(joined(lines, at, end))), end };
}

function joined(lines, from, to) {
  return lines
    .slice(from, to)
    .map((line) => line.trim())
    .join("\n");
}
