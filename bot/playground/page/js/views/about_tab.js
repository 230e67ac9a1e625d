/** What the app is: its words about itself, what it may do, whether it runs. */

import { change } from "../api.js";
import { fill, h, plural } from "../dom.js";
import { app, on } from "../store.js";
import { ask } from "../ui/dialog.js";
import { attempt, toast } from "../ui/toasts.js";

export function aboutTab() {
  const node = h("div", { class: "about-tab", tabindex: 0, role: "region", "aria-label": "About the app" });
  const update = () => fill(node, parts());
  const stop = on(["all", "app"], update);
  update();
  return { node, destroy: stop };
}

function parts() {
  const it = app();
  return [
    h("p", { class: "about-lead" }, it.description),
    it.long_description && h("p", { class: "about-long" }, it.long_description),
    group("State", [
      ["Installed", it.installed ? "yes" : "no"],
      [
        "Connection",
        it.mode === "http"
          ? "HTTP deliveries"
          : it.connections > 0
            ? `Socket Mode, ${plural(it.connections, "connection")}`
            : "Socket Mode, not connected",
      ],
      ["Ids", `${it.id} · ${it.bot_id} · ${it.bot_user_id}`],
    ]),
    it.commands.length > 0 &&
      group(
        "Commands",
        it.commands.map((each) => [`${each.command} ${each.usage_hint ?? ""}`, each.description]),
      ),
    it.shortcuts.length > 0 &&
      group(
        "Shortcuts",
        it.shortcuts.map((each) => [
          each.name,
          `${each.type === "message" ? "On messages" : "Global"}. ${each.description ?? ""}`,
        ]),
      ),
    group("Reads and does", [
      ["Scopes", it.scopes.join(", ") || "none"],
      ["Events", it.events.join(", ") || "none"],
    ]),
    h(
      "div",
      { class: "actions" },
      it.installed
        ? h("button", { type: "button", class: "button danger", onclick: uninstall }, "Uninstall")
        : h("button", { type: "button", class: "button primary", onclick: install }, "Install"),
    ),
  ];
}

function group(title, rows) {
  return h(
    "section",
    { class: "about-group" },
    h("h2", {}, title),
    h(
      "dl",
      {},
      rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
  );
}

async function uninstall() {
  const text = `${app().name} leaves all channels and its token stops working. It can be installed again.`;
  if (await ask({ title: `Uninstall ${app().name}?`, text, confirm: "Uninstall", danger: true }))
    attempt(() => change("uninstall"));
}

async function install() {
  if (await attempt(() => change("install")))
    toast(`${app().name} is installed. It has to be started anew to use its new token.`);
}
