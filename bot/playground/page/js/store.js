/** What the person sees, kept in step with the workspace over the live socket. Views subscribe to topics. */

import { liveSocket, read } from "./api.js";
import { setClock, setZone } from "./clock.js";

const listeners = new Map();
const waiting = new Set();

export const store = {
  view: null,
  version: 0,
  connected: false,
  /** Raised when the workspace was replaced: rows built before it are stale. */
  epoch: 0,
};

/** Call `work(topic)` after a topic changed, at most once a frame. Returns a function that ends it. */
export function on(topics, work) {
  for (const topic of topics) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(work);
  }
  return () => topics.forEach((topic) => listeners.get(topic)?.delete(work));
}

/** Say that a topic changed. */
export function emit(topic) {
  if (waiting.size === 0) queueMicrotask(() => setTimeout(deliver, 0));
  waiting.add(topic);
}

function deliver() {
  const topics = [...waiting];
  waiting.clear();
  const called = new Set();
  for (const topic of topics) {
    for (const work of [...(listeners.get(topic) ?? [])]) {
      if (called.has(work)) continue;
      called.add(work);
      work(topic);
    }
  }
}

/* Lookups. */

export const me = () => store.view.user;
export const app = () => store.view.app;
export const userOf = (id) => store.view.users[id] ?? null;
export const channelOf = (id) => store.view.channels.find((channel) => channel.id === id) ?? null;
export const messagesOf = (id) => store.view.messages[id] ?? [];
export const isAppUser = (id) => Boolean(id) && id === app().bot_user_id;
export const appDm = () =>
  app().dm ?? store.view.channels.find((each) => each.type === "im" && isAppUser(each.with))?.id ?? null;

/** How a person is called in messages. */
export function nameOf(id) {
  if (isAppUser(id)) return app().name;
  const user = userOf(id);
  return user ? user.display_name || user.real_name || user.name : id;
}

/** The root of a thread; null when the page does not hold it. */
export function rootOf(channel, threadTs) {
  return messagesOf(channel).find((message) => message.ts === threadTs) ?? null;
}

/** A message by ts, replies too; ephemeral ones may share it with nobody. */
export function messageAt(channel, ts) {
  for (const root of messagesOf(channel)) {
    if (root.ts === ts) return root;
    const reply = root.replies?.find((each) => each.ts === ts);
    if (reply) return reply;
  }
  return null;
}

/** The agent session of a thread, if there is one. */
export const sessionOf = (channel, threadTs) =>
  store.view.sessions.find((session) => session.channel === channel && session.thread_ts === threadTs) ?? null;

/** What the app says it is doing in a thread. */
export const statusOf = (channel, threadTs) =>
  store.view.statuses.find((status) => status.channel === channel && status.thread_ts === threadTs && status.status) ??
  null;

/* Following the workspace. */

let socket = null;
let retry = null;
let attempts = 0;

/** Become `user`: read what they see and follow it. */
export async function follow(user) {
  clearTimeout(retry);
  if (socket) socket.onclose = null;
  socket?.close();
  await reload(user);
  connect(store.view.user.id);
}

/** Read everything anew. */
export async function reload(user = store.view.user.id) {
  const view = await read("view", { user });
  store.view = view;
  store.version = view.version;
  store.epoch += 1;
  setClock(view.now);
  setZone(view.user.tz);
  emit("all");
}

function connect(user) {
  socket = liveSocket(user);
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = () => {
    setConnected(false);
    attempts += 1;
    retry = setTimeout(() => reconnect(user), Math.min(500 * 2 ** attempts, 8_000));
  };
}

async function reconnect(user) {
  try {
    await reload(user);
  } catch {
    attempts += 1;
    retry = setTimeout(() => reconnect(user), Math.min(500 * 2 ** attempts, 8_000));
    return;
  }
  connect(user);
}

function setConnected(value) {
  if (store.connected === value) return;
  store.connected = value;
  emit("connection");
}

function receive(change) {
  if (change.type === "hello") {
    attempts = 0;
    setConnected(true);
    if (change.version > store.version) reload();
    return;
  }
  // A reset starts the count anew, so its version is lower than ours.
  if (change.type === "reset") return void reload();
  if (change.version !== undefined && change.version < store.version) return;
  if (change.version !== undefined) store.version = change.version;
  CHANGES[change.type]?.(change);
}

const sameKey = (key) => (message) => message.key === key;
const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

function put(list, message) {
  const at = list.findIndex(sameKey(message.key));
  if (at >= 0) return void (list[at] = message);
  const after = list.findIndex((each) => each.ts > message.ts);
  list.splice(after < 0 ? list.length : after, 0, message);
}

function putMessage(channel, message) {
  const list = (store.view.messages[channel] ??= []);
  if (!isReply(message)) {
    const known = list.find(sameKey(message.key));
    return put(list, { replies: known?.replies ?? [], ...message });
  }
  const at = list.findIndex((each) => each.ts === message.thread_ts);
  if (at < 0) return put(list, message);
  const replies = [...(list[at].replies ?? [])];
  put(replies, message);
  list[at] = { ...list[at], replies };
}

function removeMessage(channel, key) {
  const list = store.view.messages[channel] ?? [];
  const at = list.findIndex(sameKey(key));
  if (at >= 0) return void list.splice(at, 1);
  for (const [place, root] of list.entries()) {
    if (root.replies?.some(sameKey(key))) {
      list[place] = { ...root, replies: root.replies.filter((each) => each.key !== key) };
    }
  }
}

const replace = (name) => (change) => {
  store.view[name] = change[name];
  emit(name);
};

const CHANGES = {
  message: ({ channel, message }) => {
    putMessage(channel, message);
    emit("messages");
    emit(`messages:${channel}`);
    announce(channel, message);
  },
  message_removed: ({ channel, key }) => {
    removeMessage(channel, key);
    emit("messages");
    emit(`messages:${channel}`);
  },
  channel: ({ channel }) => {
    const at = store.view.channels.findIndex((each) => each.id === channel.id);
    if (at < 0) store.view.channels.push(channel);
    else store.view.channels[at] = channel;
    emit("channels");
  },
  channel_removed: ({ id }) => {
    store.view.channels = store.view.channels.filter((channel) => channel.id !== id);
    emit("channels");
  },
  modals: ({ modals, modal_errors }) => {
    store.view.modals = modals;
    store.view.modal_errors = modal_errors ?? {};
    emit("modals");
  },
  home: replace("home"),
  agent: replace("agent"),
  sessions: replace("sessions"),
  statuses: replace("statuses"),
  app: replace("app"),
  scheduled: replace("scheduled"),
  users: replace("users"),
  notice: ({ notice }) => noticed(notice),
  clock: ({ now }) => {
    setClock(now);
    emit("clock");
  },
};

let noticed = () => {};
let announce = () => {};

/** Hear of notices and of new messages as they arrive, each of them. */
export function hear({ notice, message }) {
  noticed = notice ?? noticed;
  announce = message ?? announce;
}
