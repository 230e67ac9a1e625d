/** The classic blocks: text, fields, images, rows of elements, inputs, files, alerts. */

import { fragment, h, safeUrl, uniqueId } from "../dom.js";
import { control, input } from "../elements/controls.js";
import { icon } from "../icons.js";
import { link } from "../text/inline.js";
import { markdown } from "../text/markdown.js";
import { plainText, textObject } from "../text/mrkdwn.js";
import { richText } from "../text/rich_text.js";

function section(block, surface) {
  const main = h(
    "div",
    { class: "section-main" },
    block.text && h("div", { class: "text" }, textObject(block.text)),
    block.fields &&
      h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { class: "text" }, textObject(field))),
      ),
  );
  const side = block.accessory && h("div", { class: "section-side" }, accessory(block, surface));
  const wide = ["checkboxes", "radio_buttons"].includes(block.accessory?.type);
  return h("div", { class: `section${wide ? " section-stacked" : ""}` }, main, side);
}

function accessory(block, surface) {
  const element = block.accessory;
  return element.type === "image" ? picture(element, "thumbnail") : control(element, block, surface);
}

function context(block) {
  const elements = block.elements.map((element) =>
    element.type === "image" ? picture(element, "context-image") : h("span", { class: "text" }, textObject(element)),
  );
  return h("div", { class: "context" }, elements);
}

function actions(block, surface) {
  return h(
    "div",
    { class: "actions" },
    block.elements.map((element) => control(element, block, surface)),
  );
}

function inputBlock(block, surface) {
  const made = input(block.element, block, surface);
  const label = h(
    "span",
    {},
    plainText(block.label.text),
    block.optional && h("span", { class: "optional" }, " (optional)"),
  );
  const error = h("p", { class: "field-error", id: uniqueId("error"), role: "alert", hidden: true });
  const hint = block.hint && h("p", { class: "field-hint", id: uniqueId("hint") }, plainText(block.hint.text));
  const field = made.field;
  const grouped = field.matches("[role]");
  const tag = h(grouped ? "div" : "label", { class: "field-label", id: uniqueId("label") }, label);
  field.id ||= uniqueId("field");
  if (!grouped) tag.setAttribute("for", field.id);
  field.removeAttribute("aria-label");
  field.setAttribute("aria-labelledby", field.matches("button") ? `${tag.id} ${field.id}` : tag.id);
  field.setAttribute("aria-describedby", [error.id, hint?.id].filter(Boolean).join(" "));
  if (!block.optional && field.matches("input, textarea")) field.setAttribute("aria-required", "true");
  return h("div", { class: "field" }, tag, made.node, error, hint);
}

/** Where an image comes from: an address, or a file of the workspace. */
function imageUrl(image) {
  if (image.image_url) return safeUrl(image.image_url);
  const file = image.slack_file ?? {};
  return file.url ? safeUrl(file.url) : `/files/${encodeURIComponent(file.id)}/image`;
}

/** An image; when it cannot be loaded, its words stand in for it. */
export function picture(image, kind) {
  const url = imageUrl(image);
  const missing = () =>
    h(
      "span",
      { class: `missing-image ${kind}`, title: image.alt_text },
      icon("image", 16),
      h("span", {}, image.alt_text),
    );
  if (!url) return missing();
  const node = h("img", { class: kind, src: url, alt: image.alt_text, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(missing()));
  return node;
}

function image(block) {
  const title = block.title && h("figcaption", {}, plainText(block.title.text));
  return h("figure", { class: "figure" }, title, picture(block, "picture"));
}

function file(block) {
  return h(
    "div",
    { class: "file-card" },
    icon("file", 22),
    h("div", {}, h("strong", {}, "Remote file"), h("small", {}, block.external_id)),
  );
}

function video(block) {
  const title = link(block.title_url ?? block.video_url, block.title.text);
  const credit = [block.provider_name, block.author_name].filter(Boolean).join(" · ");
  return h(
    "div",
    { class: "video" },
    credit && h("small", {}, credit),
    h("strong", {}, title),
    block.description && h("div", { class: "text" }, textObject(block.description)),
    picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "picture"),
  );
}

const ALERTS = { default: "info", info: "info", warning: "warning", error: "warning", success: "okay" };

function alert(block) {
  const level = ALERTS[block.level] ? block.level : "default";
  return h(
    "div",
    { class: `alert alert-${level}`, role: "note" },
    icon(ALERTS[level]),
    h("div", { class: "text" }, textObject(block.text)),
  );
}

export const BASIC = {
  section,
  context,
  actions,
  image,
  file,
  video,
  alert,
  context_actions: (block, surface) =>
    h(
      "div",
      { class: "context-actions" },
      block.elements.map((element) => control(element, block, surface)),
    ),
  input: inputBlock,
  header: (block, surface) =>
    h(surface.kind === "home" ? "h2" : "h3", { class: "header-block" }, plainText(block.text.text)),
  divider: () => h("hr", { class: "divider" }),
  rich_text: (block) => h("div", { class: "text" }, richText(block)),
  markdown: (block) => h("div", { class: "text markdown" }, markdown(block.text)),
};

/** A message without blocks. */
export const textBlock = (text) => fragment(h("div", { class: "text" }, textObject({ type: "mrkdwn", text })));
