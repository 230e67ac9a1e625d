/**
 * Where the page is, kept in the address:
 * `#C1` a channel, `#C1/<ts>` with a thread open, `#C1-<ts>` a message (a permalink),
 * `#app/home`, `#app/chat/<ts>`, `#app/history`, `#app/about`: the app.
 */

import { appDm, store } from "./store.js";

const TABS = ["home", "chat", "history", "about"];
const watchers = new Set();

/** The place that an address names. `message` is to be pointed out once. */
export function parse(hash) {
  const text = decodeURIComponent(hash.replace(/^#/, ""));
  const permalink = /^([CDG]\w+)-(\d+\.\d+)$/.exec(text);
  if (permalink) return settle({ channel: permalink[1], message: permalink[2] });
  const [place, second, third] = text.split("/");
  if (place === "app") return { app: true, tab: TABS.includes(second) ? second : "chat", thread: third || null };
  return settle({ channel: place || null, thread: second || null });
}

function settle(route) {
  const base = { thread: null, message: null, ...route };
  if (route.channel && store.view && route.channel === appDm()) {
    return { app: true, tab: "chat", thread: base.thread ?? base.message, message: base.message };
  }
  return base;
}

/** The address of a place. */
export function address(route) {
  if (route.app) {
    const tail = route.thread ? `/${route.thread}` : "";
    return `#app/${route.tab ?? "chat"}${tail}`;
  }
  if (route.message) return `#${route.channel}-${route.message}`;
  return `#${route.channel}${route.thread ? `/${route.thread}` : ""}`;
}

/** Where the page is now. */
export function here() {
  return parse(location.hash);
}

/** Go somewhere; with `replaceEntry` the Back button skips where we were. */
export function go(route, { replaceEntry = false } = {}) {
  const target = typeof route === "string" ? route : address(route);
  if (target === location.hash) return watchers.forEach((work) => work());
  const url = `${location.pathname}${location.search}${target}`;
  if (replaceEntry) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  watchers.forEach((work) => work());
}

/** Hear of every move. */
export function onMove(work) {
  watchers.add(work);
}

addEventListener("popstate", () => watchers.forEach((work) => work()));

/** Permalinks of the workspace open inside the page: `/archives/C1/p1764000000000200`. Null for other addresses. */
export function permalinkTarget(href) {
  const url = new URL(href, location.href);
  const found = /^\/archives\/(\w+)(?:\/p(\d+))?$/.exec(url.pathname);
  const ours = url.origin === location.origin || url.origin === new URL(store.view?.team.url ?? location.href).origin;
  if (!found || !ours) return null;
  const [, channel, digits] = found;
  return digits ? `#${channel}-${digits.slice(0, -6)}.${digits.slice(-6)}` : `#${channel}`;
}
