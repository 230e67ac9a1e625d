/** Cards, rows of cards, and containers of other blocks. */

import { h } from "../dom.js";
import { control } from "../elements/controls.js";
import { icon } from "../icons.js";
import { plainText, textObject } from "../text/mrkdwn.js";
import { richText } from "../text/rich_text.js";
import { foldKey } from "./agent.js";
import { picture } from "./basic.js";

function card(block, surface) {
  const head = [block.icon && picture(block.icon, "card-icon"), heading(block)].filter(Boolean);
  return h(
    "article",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "card-hero"),
    h(
      "div",
      { class: "card-inner" },
      head.length > 0 && h("div", { class: "card-head" }, head),
      block.body && h("div", { class: "card-body text" }, textObject(block.body)),
      block.actions &&
        h(
          "div",
          { class: "actions" },
          block.actions.map((element) => control(element, block, surface)),
        ),
    ),
  );
}

function heading(block) {
  if (!block.title && !block.subtitle) return null;
  return h(
    "div",
    { class: "card-heading" },
    block.title && h("div", { class: "card-title" }, textObject(block.title)),
    block.subtitle && h("div", { class: "card-subtitle" }, textObject(block.subtitle)),
  );
}

function carousel(block, surface) {
  const cards = block.elements.map((each) => card(each, surface));
  const track = h(
    "div",
    { class: "carousel-track", tabindex: 0, role: "group", "aria-label": `${cards.length} cards` },
    cards,
  );
  const turn = (by) => () => track.scrollBy({ left: by * ((cards[0]?.offsetWidth ?? 240) + 12), behavior: "smooth" });
  const arrow = (label, sign, by) =>
    h(
      "button",
      { type: "button", class: `icon-button carousel-arrow ${sign}`, "aria-label": label, onclick: turn(by) },
      icon(sign),
    );
  const arrows = [arrow("Previous card", "chevronLeft", -1), arrow("Next card", "chevronRight", 1)];
  const settle = () => {
    arrows[0].hidden = track.scrollLeft < 4;
    arrows[1].hidden = track.scrollLeft + track.clientWidth > track.scrollWidth - 4;
  };
  track.addEventListener("scroll", settle, { passive: true });
  new ResizeObserver(settle).observe(track);
  return h("div", { class: "carousel" }, track, arrows);
}

function container(block, surface, renderOne) {
  const title = h(
    "div",
    { class: "container-title" },
    block.icon && picture(block.icon, "container-icon"),
    h(
      "div",
      {},
      h("strong", {}, block.title ? plainText(block.title.text) : richText(block.rich_text_title)),
      block.subtitle && h("small", { class: "text" }, textObject(block.subtitle)),
    ),
  );
  const body = h("div", { class: "container-body" }, (block.child_blocks ?? []).map(renderOne));
  const classes = `container width-${block.width ?? "standard"}${block.has_header_divider ? " with-divider" : ""}`;
  if (!block.is_collapsible) return h("section", { class: classes }, title, body);
  const open = foldKey(surface, `container:${block.block_id}`, !block.default_collapsed);
  const props = { class: classes, open: open.value, ontoggle: open.remember };
  return h("details", props, h("summary", {}, title, icon("chevronRight", 16)), body);
}

export const CARDS = { card, carousel, container };
