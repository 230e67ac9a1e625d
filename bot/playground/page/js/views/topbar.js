/** The bar above everything: the workspace, jumping around, how things stand, and the page's own switches. */

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { app, on, store } from "../store.js";
import { nextScheme, scheme } from "../ui/scheme.js";
import { openJump } from "./jump.js";
import { showHelp } from "./welcome.js";

/** Make the bar; `toggleInspector` opens and closes the raw traffic. */
export function topbar({ toggleInspector, menu }) {
  const node = h("header", { class: "topbar" });
  const update = () => fill(node, parts({ toggleInspector, menu }));
  on(["all", "connection", "app", "scheme", "inspector"], update);
  return { node, update };
}

function parts({ toggleInspector, menu }) {
  const dark = scheme() === "dark";
  return [
    h(
      "button",
      { type: "button", class: "bar-button narrow-only", "aria-label": "Channels", onclick: menu },
      icon("menu"),
    ),
    h(
      "div",
      { class: "team" },
      h("span", { class: "team-sign", "aria-hidden": "true" }, store.view.team.name.slice(0, 1)),
      h("strong", {}, store.view.team.name),
      h("span", { class: "team-tag" }, "playground"),
    ),
    h(
      "button",
      { type: "button", class: "jump-button", onclick: openJump },
      icon("search", 15),
      h("span", {}, "Jump to a channel or person"),
      h("kbd", {}, "Ctrl K"),
    ),
    h(
      "div",
      { class: "bar-side" },
      state(),
      button("pulse", "Raw traffic", toggleInspector, store.inspecting),
      button(dark ? "sun" : "moon", dark ? "Light colours" : "Dark colours", nextScheme),
      button("help", "Help", showHelp),
    ),
  ];
}

function button(sign, label, run, pressed) {
  return h(
    "button",
    {
      type: "button",
      class: "bar-button",
      "aria-label": label,
      "aria-pressed": pressed ?? null,
      title: label,
      onclick: run,
    },
    icon(sign),
  );
}

function state() {
  if (!store.connected) return h("span", { class: "bar-state bad", role: "status" }, "Reconnecting…");
  if (!app().installed) return h("span", { class: "bar-state warn" }, `${app().name} is not installed`);
  if (app().mode !== "http" && app().connections === 0)
    return h("span", { class: "bar-state warn" }, `${app().name} is not connected`);
  return null;
}
