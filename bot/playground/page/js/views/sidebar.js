/** Channels, direct messages, the app, and who one acts as. */

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { go } from "../router.js";
import { app, appDm, channelOf, isAppUser, me, nameOf, on, store } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { unreadConversation } from "./chat.js";
import { createChannel } from "./channel_dialogs.js";
import { personMenu } from "./person_menu.js";

const byName = (a, b) => a.name.localeCompare(b.name, "en");

/** Make the sidebar; `route()` tells where the page is. */
export function sidebar({ route }) {
  const lists = h("div", { class: "side-lists" });
  const foot = h("div", { class: "side-foot" });
  const node = h("nav", { class: "sidebar", "aria-label": "Channels and conversations" }, lists, foot);
  lists.addEventListener("keydown", (event) => arrows(event, lists));
  const update = () => {
    const held = lists.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    fill(lists, sections(route()));
    if (held) lists.querySelector(`[data-place="${CSS.escape(held)}"]`)?.focus();
    fill(foot, personButton());
  };
  on(["all", "channels", "app", "users", "messages"], update);
  return { node, update };
}

function arrows(event, lists) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const items = [...lists.querySelectorAll(".side-item")];
  const at = items.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  items[(at + step + items.length) % items.length].focus();
}

function sections(route) {
  const all = store.view.channels;
  const rooms = all.filter((each) => each.type === "channel" || each.type === "group");
  const own = rooms.filter((each) => each.is_member && !each.is_archived).sort(byName);
  const other = rooms.filter((each) => !each.is_member && !each.is_archived).sort(byName);
  const archived = rooms.filter((each) => each.is_archived).sort(byName);
  const dms = all.filter((each) => (each.type === "im" || each.type === "mpim") && !isAppUser(each.with)).sort(byName);
  return [
    section("Apps", [appItem(route)]),
    section(
      "Channels",
      own.map((each) => channelItem(each, route)),
      addButton(),
    ),
    other.length > 0 &&
      section(
        "More channels",
        other.map((each) => channelItem(each, route)),
      ),
    dms.length > 0 &&
      section(
        "Direct messages",
        dms.map((each) => channelItem(each, route)),
      ),
    archived.length > 0 &&
      section(
        "Archived",
        archived.map((each) => channelItem(each, route)),
      ),
  ];
}

function section(title, items, extra = null) {
  return h(
    "section",
    { class: "side-section", "aria-label": title },
    h("div", { class: "side-title" }, h("span", {}, title), extra),
    items,
  );
}

function addButton() {
  return h(
    "button",
    {
      type: "button",
      class: "side-add",
      "aria-label": "Create a channel",
      title: "Create a channel",
      onclick: createChannel,
    },
    icon("plus", 16),
  );
}

function channelItem(channel, route) {
  const current = !route.app && route.channel === channel.id;
  const isDm = channel.type === "im";
  const sign = isDm
    ? avatar(channel.with, 20)
    : icon(channel.is_private ? "lock" : channel.is_archived ? "archive" : "hash", 16);
  return item({
    place: channel.id,
    href: `#${channel.id}`,
    current,
    unread: channel.unread > 0 && !current,
    dim: !channel.is_member,
    badge: channel.mentions,
    open: () => go({ channel: channel.id }),
    inner: [sign, h("span", { class: "side-name" }, isDm ? nameOf(channel.with) : channel.name)],
  });
}

function appItem(route) {
  const dm = appDm() ? channelOf(appDm()) : null;
  const runs = app().installed && (app().connections > 0 || app().mode === "http");
  const dot = h("span", {
    class: `presence${runs ? " on" : ""}`,
    role: "img",
    "aria-label": runs ? "running" : "not running",
    title: runs ? "Running" : app().installed ? "Not connected" : "Not installed",
  });
  return item({
    place: "app",
    href: "#app/chat",
    current: Boolean(route.app),
    unread: Math.max(dm?.unread ?? 0, dm?.mentions ?? 0) > 0 && !route.app,
    badge: Math.max(dm?.unread ?? 0, dm?.mentions ?? 0),
    open: () => go({ app: true, tab: "chat", thread: unreadConversation() }),
    inner: [avatar(app().bot_user_id, 20), h("span", { class: "side-name" }, app().name), dot],
  });
}

function item({ place, href, current, unread, dim, badge, open, inner }) {
  const classes = ["side-item", current && "current", unread && "unread", dim && "dim"].filter(Boolean).join(" ");
  const label =
    badge > 0 && !current ? h("span", { class: "badge", "aria-label": `${badge} unread for you` }, badge) : null;
  const take = (event) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    open();
  };
  return h(
    "a",
    { class: classes, href, dataset: { place }, "aria-current": current ? "page" : null, onclick: take },
    inner,
    label,
  );
}

function personButton() {
  return h(
    "button",
    {
      type: "button",
      class: "person-button",
      "aria-haspopup": "menu",
      "aria-label": `Acting as ${me().real_name}. Switch person`,
      onclick: (event) => personMenu(event.currentTarget),
    },
    avatar(me().id, 34),
    h(
      "span",
      { class: "person-words" },
      h("strong", {}, me().real_name),
      h("small", {}, me().title || `@${me().name}`),
    ),
    icon("chevronDown", 15),
  );
}
