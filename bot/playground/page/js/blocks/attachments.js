/** Attachments, Slack's older way to add to a message: a coloured bar with text, fields or blocks. */

import { h, safeUrl } from "../dom.js";
import { link } from "../text/inline.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { picture } from "./basic.js";
import { renderBlocks } from "./render.js";

const NAMED = { good: "var(--good)", warning: "var(--warn)", danger: "var(--bad)" };

/** One attachment. */
export function attachment(item, surface) {
  const colour =
    NAMED[item.color] ??
    (/^#?[0-9a-f]{6}$/i.test(item.color ?? "") ? `#${item.color.replace("#", "")}` : "var(--line-strong)");
  const bar = h("div", { class: "attachment", style: { "border-left-color": colour } });
  if (item.pretext) bar.append(h("div", { class: "text" }, mrkdwn(item.pretext)));
  if (item.blocks) {
    const inner = h("div");
    renderBlocks(inner, item.blocks, surface);
    bar.append(inner);
    return bar;
  }
  bar.append(...classic(item));
  return bar;
}

function classic(item) {
  const title = item.title && h("strong", {}, item.title_link ? link(item.title_link, item.title) : item.title);
  return [
    item.author_name && h("small", {}, item.author_name),
    title,
    (item.text || item.fallback) && h("div", { class: "text" }, mrkdwn(item.text ?? item.fallback)),
    item.fields &&
      h(
        "div",
        { class: "fields" },
        item.fields.map((field) =>
          h("div", { class: "text" }, h("strong", {}, field.title), h("br"), mrkdwn(field.value ?? "")),
        ),
      ),
    safeUrl(item.image_url ?? "") &&
      picture({ image_url: item.image_url, alt_text: item.fallback ?? "Image" }, "picture"),
    item.footer && h("small", {}, item.footer),
  ].filter(Boolean);
}
