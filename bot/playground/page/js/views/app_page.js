/** The app: its Home, the conversations with it, what it is. */

import { act } from "../api.js";
import { arrange, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { go } from "../router.js";
import { app, appDm, me, on } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { attempt } from "../ui/toasts.js";
import { aboutTab } from "./about_tab.js";
import { menuButton } from "./channel_page.js";
import { Chat, chatTitle, conversationItem, conversations } from "./chat.js";
import { createComposer } from "./composer.js";
import { homeTab } from "./home_tab.js";
import { send } from "./sending.js";
import { Timeline } from "./timeline.js";

const TABS = {
  home: { label: "Home", shown: () => app().home_tab, make: homeTab },
  chat: {
    label: () => (app().is_agent ? "Chat" : "Messages"),
    shown: () => app().messages_tab || app().is_agent,
    make: chatTab,
  },
  history: { label: "History", shown: () => app().is_agent, make: historyTab },
  about: { label: "About", shown: () => true, make: aboutTab },
};

/** Make the page of the app for a route; `openThread` serves apps that are no agents. */
export function appPage({ route, openThread, menu }) {
  const tab = TABS[route.tab].shown() ? route.tab : "about";
  const made = TABS[tab].make({ route, openThread });
  const head = h("header", { class: "page-head app-head" });
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": app().name });
  const panel = h("div", { class: "tab-panel", role: "tabpanel", "aria-label": labelOf(tab) }, made.node);
  const update = () => {
    const state = app().installed
      ? app().connections > 0 || app().mode === "http"
        ? null
        : "not running"
      : "not installed";
    fill(
      head,
      menuButton(menu),
      avatar(app().bot_user_id, 28),
      h("h1", {}, app().name),
      h("span", { class: "app-tag" }, "App"),
      state && h("span", { class: "state-tag" }, state),
      h("span", { class: "spring" }),
    );
    drawTabs(tabs, tab);
    made.update?.();
  };
  const stop = on(["all", "app", "sessions", "channels", "messages"], update);
  update();
  return {
    node: h("main", { class: "main-page", "aria-label": app().name }, head, tabs, panel),
    key: `app:${tab}`,
    get timeline() {
      return made.timeline;
    },
    route: made.route,
    focus: made.focus ?? (() => made.node.focus()),
    destroy: () => {
      stop();
      made.destroy?.();
    },
  };
}

const labelOf = (name) => (typeof TABS[name].label === "function" ? TABS[name].label() : TABS[name].label);

function drawTabs(tabs, current) {
  const nodes = Object.keys(TABS)
    .filter((name) => TABS[name].shown())
    .map((name) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          "aria-selected": name === current,
          tabindex: name === current ? 0 : -1,
          onclick: () => go({ app: true, tab: name }),
        },
        labelOf(name),
      ),
    );
  const hadFocus = tabs.contains(document.activeElement);
  fill(tabs, nodes);
  roveTabs(tabs, nodes);
  if (hadFocus) tabs.querySelector("[aria-selected=true]")?.focus();
}

function roveTabs(tabs, nodes) {
  tabs.onkeydown = (event) => {
    const at = nodes.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    nodes[(at + step + nodes.length) % nodes.length].focus();
  };
}

function chatTab({ route, openThread }) {
  openDm();
  if (!app().is_agent) return messagesTab({ openThread });
  const onThread = (ts) => go({ app: true, tab: "chat", thread: ts });
  const chat = new Chat({ thread: route.thread, onThread });
  const fresh = h(
    "button",
    { type: "button", class: "button small", onclick: () => go({ app: true, tab: "chat" }) },
    icon("plus", 15),
    "New",
  );
  const bar = h("div", { class: "chat-bar" });
  const update = () =>
    fill(
      bar,
      chat.thread &&
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": "Back to the start",
            onclick: () => go({ app: true, tab: "chat" }),
          },
          icon("chevronLeft"),
        ),
      chatTitle(chat.thread),
      h("span", { class: "spring" }),
      chat.thread && fresh,
    );
  return {
    node: h("div", { class: "chat-tab" }, bar, chat.node),
    update,
    focus: () => chat.focus(),
    get timeline() {
      return chat.timeline;
    },
    route: (next) => {
      if (next.thread !== chat.thread) chat.show(next.thread);
      update();
      if (!next.message) chat.focus();
    },
    destroy: () => chat.destroy(),
  };
}

const openDm = () => app().installed && attempt(() => act("open_dm", { user: me().id }));

/** The DM of an app that is no agent: messages like in any DM. It exists once somebody wrote or opened it. */
function messagesTab({ openThread }) {
  let timeline = null;
  const composer = createComposer({
    channel: appDm(),
    placeholder: `Message ${app().name}`,
    draftKey: "app/new",
    onSend: (what) => {
      timeline?.writing();
      return send({ channel: appDm() ?? "app", ...what });
    },
    onEditLast: () => timeline?.editLast(),
  });
  const closed = h("div", { class: "closed-note" }, "Sending messages to this app is turned off.");
  const below = h("div", { class: "composer-place" }, app().messages_tab_read_only ? closed : composer.node);
  const node = h("div", { class: "chat-tab" }, h("div", { class: "timeline" }), below);
  const update = () => {
    if (timeline || !appDm()) return;
    timeline = new Timeline({ channel: appDm(), openThread, intro: dmIntro });
    arrange(node, [timeline.node, below]);
  };
  update();
  return {
    node,
    update,
    get timeline() {
      return timeline;
    },
    focus: () => composer.focus(),
    destroy: () => {
      timeline?.destroy();
      composer.destroy();
    },
  };
}

function dmIntro() {
  return h(
    "div",
    { class: "intro" },
    avatar(app().bot_user_id, 48),
    h("h2", {}, app().name),
    h("p", {}, app().description || `Your messages with ${app().name}.`),
  );
}

function historyTab() {
  const node = h("div", { class: "history-tab" });
  const update = () => {
    const all = conversations();
    const items = all.map((each) => conversationItem(each, () => go({ app: true, tab: "chat", thread: each.ts })));
    fill(
      node,
      items.length > 0 ? items : h("div", { class: "blank" }, icon("history", 40), h("p", {}, "No conversations yet.")),
    );
  };
  const stop = on(["all", "sessions", "messages", "statuses"], update);
  update();
  return { node, destroy: stop };
}
