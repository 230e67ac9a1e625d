/** What to try: shown on the first visit, and by the help button. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { go } from "../router.js";
import { app, store } from "../store.js";
import { showPanel } from "../ui/dialog.js";

const SEEN = "playground.seen";

/** Show the hint once. */
export function welcomeOnce() {
  if (localStorage.getItem(SEEN)) return;
  localStorage.setItem(SEEN, "1");
  showHelp();
}

/** A channel where the app and the person both are; else any of the person's. */
function meetingPlace() {
  const own = store.view.channels.filter((each) => each.type === "channel" && each.is_member && !each.is_archived);
  return own.find((each) => each.app_is_member) ?? own.find((each) => each.name !== "general") ?? own[0] ?? null;
}

export function showHelp() {
  const place = meetingPlace();
  const [command] = app().commands;
  const shortcut = app().shortcuts.find((each) => each.type === "message");
  const tries = [
    place && [
      "at",
      `Mention @${app().name} in #${place.name}`,
      "Send the example, or type your own question over it.",
      () => writeIn(place.id, `@${app().name} `, example()),
    ],
    command &&
      place && ["bolt", `Type ${command.command}`, command.description, () => writeIn(place.id, `${command.command} `)],
    app().is_agent && [
      "spark",
      `Talk to ${app().name} alone`,
      "Pick one of its suggestions, or ask. Stop ends an answer.",
      () => go({ app: true, tab: "chat" }),
    ],
    app().home_tab && [
      "home",
      "Look at its Home",
      "An overview that the app keeps for you.",
      () => go({ app: true, tab: "home" }),
    ],
    shortcut &&
      place && [
        "more",
        `“${shortcut.name}” on a message`,
        "In the … menu that appears over every message.",
        () => go({ channel: place.id }),
      ],
  ].filter(Boolean);
  const close = showPanel({
    title: "Welcome to the playground",
    wide: true,
    content: [
      h(
        "p",
        { class: "lead" },
        `A workspace of your own, on this machine only. ${app().name} answers here as it would in Slack.`,
      ),
      h(
        "div",
        { class: "tries" },
        tries.map((each) => tryCard(each, () => close())),
      ),
      h("div", { class: "tips" }, tips()),
    ],
  });
}

function tryCard([sign, title, detail, run], close) {
  const take = () => {
    close();
    run();
  };
  return h(
    "button",
    { type: "button", class: "try", onclick: take },
    h("span", { class: "try-sign" }, icon(sign, 20)),
    h("span", {}, h("strong", {}, title), h("small", {}, detail)),
  );
}

function tips() {
  const key = (text) => h("kbd", {}, text);
  return [
    h(
      "p",
      {},
      icon("people", 16),
      h("span", {}, "You can be anybody: switch at the lower left, or open a second window as somebody else."),
    ),
    h(
      "p",
      {},
      icon("pulse", 16),
      h(
        "span",
        {},
        "Raw traffic, at the upper right, shows every event and call between workspace and app. Its Workshop tab moves the clock and makes things fail.",
      ),
    ),
    h(
      "p",
      {},
      icon("keyboard", 16),
      h(
        "span",
        {},
        key("Ctrl K"),
        " jumps, ",
        key("↑"),
        " in an empty field edits your last message, ",
        key("Alt ↑"),
        " and ",
        key("Alt ↓"),
        " change channels, ",
        key("Esc"),
        " closes.",
      ),
    ),
  ];
}

let write = () => {};

/** How help puts text into the composer of the page. */
export function onWrite(work) {
  write = work;
}

function writeIn(channel, text, more = "") {
  go({ channel });
  write(text + more, text.length);
}

/** The shortest thing that the app suggests to ask. */
function example() {
  const messages = (store.view.agent.prompts?.prompts ?? []).map((each) => each.message);
  return messages.sort((a, b) => a.length - b.length)[0] ?? "";
}
