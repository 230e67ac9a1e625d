/** Inline Markdown (CommonMark, with strike-through and bare links) as DOM nodes. */

import { h } from "../dom.js";
import { control, link, plainPieces } from "./inline.js";

const PUNCTUATION = /[\p{P}\p{S}]/u;
const ENTITIES = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  times: "×",
  rarr: "→",
};

/** The nodes of one paragraph's text. */
export function inlineMarkdown(text) {
  return build(emphasised(tokens(text)));
}

/**
 * Tokens: {text}, {node}, or a run of `*`, `_`, `~` that may open or close emphasis:
 * {run, count, opens, closes}. Links take their inner text through the same mill.
 */
function tokens(text) {
  const out = [];
  const plain = (some) => {
    if (out.at(-1)?.text !== undefined) out.at(-1).text += some;
    else out.push({ text: some });
  };
  for (let at = 0; at < text.length;) {
    const taken = READERS[text[at]]?.(text, at) ?? null;
    if (!taken) {
      plain(text[at]);
      at += 1;
    } else {
      if (taken.text !== undefined) plain(taken.text);
      else out.push(taken);
      at = taken.end;
    }
  }
  return out;
}

const READERS = {
  "\\": (text, at) => {
    if (text[at + 1] === "\n") return { node: h("br"), end: at + 2 };
    return /[!-/:-@[-`{-~]/.test(text[at + 1] ?? "") ? { escaped: text[at + 1], end: at + 2 } : null;
  },
  "\n": (text, at) => ({ node: h("br"), end: at + 1 }),
  "`": codeSpan,
  "<": angle,
  "[": linkAt,
  "!": (text, at) => {
    const found = text[at + 1] === "[" ? linkAt(text, at + 1) : null;
    return found && { ...found };
  },
  "&": (text, at) => {
    const found = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/i.exec(text.slice(at, at + 12));
    const character = found && entity(found);
    return character ? { escaped: character, end: at + found[0].length } : null;
  },
  "*": run,
  _: run,
  "~": run,
};

function entity([, decimal, hex, name]) {
  if (name) return ENTITIES[name] ?? null;
  const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : null;
}

function codeSpan(text, at) {
  const ticks = /^`+/.exec(text.slice(at))[0];
  for (let end = text.indexOf(ticks, at + ticks.length); end >= 0; end = text.indexOf(ticks, end + 1)) {
    const whole = text[end - 1] !== "`" && text[end + ticks.length] !== "`";
    if (!whole) continue;
    const inner = text.slice(at + ticks.length, end).replaceAll("\n", " ");
    const trimmed = /^ .*[^ ].* $|^ [^ ] $/.test(inner) ? inner.slice(1, -1) : inner;
    return { node: h("code", {}, trimmed), end: end + ticks.length };
  }
  return { text: ticks, end: at + ticks.length };
}

function angle(text, at) {
  const found = /^<([^<>\n]+)>/.exec(text.slice(at, at + 2_000));
  if (!found) return null;
  const inner = found[1];
  const known = /^(?:[@#!]|https?:\/\/|mailto:)\S/.test(inner);
  if (/^br\s*\/?$/i.test(inner)) return { node: h("br"), end: at + found[0].length };
  return known ? { node: control(inner), end: at + found[0].length } : null;
}

function linkAt(text, at) {
  const close = matching(text, at);
  if (close < 0 || text[close + 1] !== "(") return null;
  const target =
    /^\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*\)/.exec(
      text.slice(close + 1),
    );
  if (!target) return null;
  const address = (target[1] ?? target[2]).replace(/\\([!-/:-@[-`{-~])/g, "$1");
  return { node: link(address, ...inlineMarkdown(text.slice(at + 1, close))), end: close + 1 + target[0].length };
}

function matching(text, at) {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === "[") depth += 1;
    else if (text[end] === "]" && (depth -= 1) === 0) return end;
  }
  return -1;
}

/** A run's flanks decide whether it opens or closes: CommonMark's rules. */
function run(text, at) {
  const sign = text[at];
  let end = at;
  while (text[end] === sign) end += 1;
  const before = at > 0 ? text[at - 1] : " ";
  const after = text[end] ?? " ";
  const left = !/\s/.test(after) && (!PUNCTUATION.test(after) || /\s/.test(before) || PUNCTUATION.test(before));
  const right = !/\s/.test(before) && (!PUNCTUATION.test(before) || /\s/.test(after) || PUNCTUATION.test(after));
  const inWord = sign === "_";
  return {
    run: sign,
    count: end - at,
    opens: left && (!inWord || !right || PUNCTUATION.test(before)),
    closes: right && (!inWord || !left || PUNCTUATION.test(after)),
    end,
  };
}

/** Pair closing runs with the nearest opening run of the same sign. */
function emphasised(list) {
  for (let close = 0; close < list.length; close += 1) {
    const closer = list[close];
    if (!closer.run || !closer.closes) continue;
    const open = opener(list, close);
    if (open < 0) continue;
    const size = strength(list[open], closer);
    const inner = list.splice(open + 1, close - open - 1);
    const node = h(closer.run === "~" ? "s" : size === 2 ? "strong" : "em", {}, build(inner));
    list[open].count -= size;
    closer.count -= size;
    list.splice(open + 1, 0, { node });
    const emptied = [list[open], closer].filter((each) => each.count === 0);
    close = open + 1;
    for (const each of emptied) {
      const where = list.indexOf(each);
      list.splice(where, 1);
      if (where <= close) close -= 1;
    }
    if (closer.count > 0) close = list.indexOf(closer) - 1;
  }
  return list;
}

function strength(open, close) {
  if (open.run === "~") return Math.min(open.count, close.count, 2);
  return open.count >= 2 && close.count >= 2 ? 2 : 1;
}

function opener(list, close) {
  for (let at = close - 1; at >= 0; at -= 1) {
    const each = list[at];
    if (each.run !== list[close].run || !each.opens) continue;
    const both = each.closes || list[close].opens;
    const odd =
      both && (each.count + list[close].count) % 3 === 0 && (each.count % 3 !== 0 || list[close].count % 3 !== 0);
    if (!odd || each.run === "~") return at;
  }
  return -1;
}

function build(list) {
  return list.flatMap((token) => {
    if (token.node) return [token.node];
    if (token.escaped !== undefined) return [token.escaped];
    return token.run ? [token.run.repeat(token.count)] : plainPieces(token.text, { links: true });
  });
}
