/** Conversations with the agent: a new one with its prompts, or one under way, with Stop. In the page or beside a channel. */

import { act } from "../api.js";
import { ago, seconds } from "../clock.js";
import { arrange, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { app, appDm, channelOf, me, messagesOf, on, rootOf, sessionOf, statusOf, store } from "../store.js";
import { summary } from "../text/mrkdwn.js";
import { avatar } from "../ui/avatar.js";
import { askForm } from "../ui/dialog.js";
import { createComposer } from "./composer.js";
import { send } from "./sending.js";
import { stopper } from "./thread_pane.js";
import { Timeline } from "./timeline.js";

const isOwnReply = (each) => each.thread_ts && each.thread_ts !== each.ts;

/** The conversations of the DM, newest first: each is a thread. */
export function conversations() {
  const channel = appDm();
  if (!channel) return [];
  const latest = (root) => root.replies?.at(-1)?.ts ?? root.ts;
  return messagesOf(channel)
    .filter((root) => !isOwnReply(root))
    .sort((a, b) => (latest(a) < latest(b) ? 1 : -1))
    .map((root) => ({
      ts: root.ts,
      title: titleOf(channel, root),
      at: seconds(latest(root)),
      unread: isUnread(channel, latest(root), root),
    }));
}

function isUnread(channel, ts, root) {
  const last = root.replies?.at(-1) ?? root;
  return ts > (channelOf(channel)?.last_read ?? "0") && !last.mine;
}

/** Which conversation opening the app leads to: one with news; null for a new one. */
export function unreadConversation() {
  return app().is_agent ? (conversations().find((each) => each.unread)?.ts ?? null) : null;
}

/** A conversation's title: the session's, else how it began. */
function titleOf(channel, root) {
  return sessionOf(channel, root.ts)?.title || summary(root.text).slice(0, 80) || "Conversation";
}

/**
 * One place for conversations. `show(thread)` switches, null begins anew; `onThread(ts)` hears of a conversation that was begun here.
 */
export class Chat {
  constructor({ thread = null, onThread }) {
    this.onThread = onThread;
    this.body = h("div", { class: "chat-body" });
    this.below = h("div", { class: "composer-place" });
    this.node = h("div", { class: "chat" }, this.body, this.below);
    this.stop = on(["all", "agent", "sessions", "app", "channels", "messages", "statuses"], (topic) =>
      this.update(topic),
    );
    this.show(thread);
  }

  destroy() {
    this.stop();
    this.timeline?.destroy();
    this.composer?.destroy();
  }

  show(thread) {
    this.thread = thread;
    this.timeline?.destroy();
    this.timeline = null;
    this.fresh = null;
    this.composer?.destroy();
    this.composer = createComposer({
      channel: appDm(),
      placeholder: thread ? `Reply to ${app().name}` : `Ask ${app().name}`,
      draftKey: `app/${thread ?? "new"}`,
      onSend: (what) => this.send(what),
      onEditLast: () => this.timeline?.editLast(),
    });
    this.update("all");
  }

  update() {
    const channel = appDm();
    if (this.thread && channel) this.#drawThread(channel);
    else this.#drawFresh();
    const readOnly = app().messages_tab_read_only && !app().is_agent;
    arrange(this.below, readOnly ? [this.#closed()] : [this.composer.node]);
    this.composer.stoppable(this.thread && channel ? stopper(channel, this.thread) : null);
  }

  #closed() {
    this.closedNote ??= h("div", { class: "closed-note" }, "Sending messages to this app is turned off.");
    return this.closedNote;
  }

  #drawThread(channel) {
    if (this.timeline) return;
    this.timeline = new Timeline({ channel, thread: this.thread, chat: true });
    fill(this.body, this.timeline.node);
  }

  /** A greeting with the prompts that the app suggests. Built anew when they change. */
  #drawFresh() {
    const key = JSON.stringify([
      store.view.agent.prompts,
      app().name,
      app().installed,
      appDm(),
      conversations().slice(0, 3),
      store.epoch,
    ]);
    if (this.fresh === key) return;
    this.fresh = key;
    fill(this.body, this.#welcome());
  }

  #welcome() {
    const given = store.view.agent.prompts;
    const prompts = (given?.prompts ?? [])
      .slice(0, 4)
      .map((prompt) =>
        h(
          "button",
          { type: "button", class: "prompt", onclick: () => this.ask(prompt.message) },
          h("strong", {}, prompt.title),
          prompt.message !== prompt.title && h("span", {}, prompt.message),
        ),
      );
    const recent = conversations().slice(0, 3);
    return h(
      "div",
      { class: "chat-fresh" },
      avatar(app().bot_user_id, 56),
      h("h2", {}, app().name),
      h("p", { class: "soft" }, app().agent_description || app().description),
      prompts.length > 0 && h("p", { class: "prompts-title" }, given.title || "Try one of these"),
      h("div", { class: "prompts" }, prompts),
      recent.length > 0 &&
        h(
          "div",
          { class: "recent" },
          h("h3", {}, "Recent"),
          recent.map((each) => conversationItem(each, () => this.onThread(each.ts))),
        ),
    );
  }

  async ask(text) {
    this.composer.put(text);
    await this.composer.submit();
  }

  async send(what) {
    this.timeline?.writing();
    if (!appDm()) await act("open_dm", { user: me().id });
    const ts = await send({ channel: appDm() ?? "app", thread: this.thread, ...what });
    if (ts && !this.thread) this.onThread(ts);
  }

  focus() {
    this.composer.focus();
  }
}

/** A line about a conversation, to open it. */
export function conversationItem(each, open) {
  const working = statusOf(appDm(), each.ts) || sessionOf(appDm(), each.ts)?.status === "processing";
  return h(
    "button",
    { type: "button", class: `conversation${each.unread ? " unread" : ""}`, onclick: open },
    icon("reply", 16),
    h("span", { class: "conversation-title" }, each.title),
    working
      ? h("span", { class: "dots", role: "img", "aria-label": "Working" }, h("i"), h("i"), h("i"))
      : h("small", {}, ago(each.at)),
  );
}

/** The title of a conversation, as a button to rename it. */
export function chatTitle(thread) {
  const channel = appDm();
  const root = thread && channel ? rootOf(channel, thread) : null;
  if (!root) return h("span", { class: "chat-title" }, "New conversation");
  const title = titleOf(channel, root);
  if (!sessionOf(channel, thread)) return h("span", { class: "chat-title", title }, title);
  const rename = () =>
    askForm({
      title: "Rename the conversation",
      fields: [{ name: "title", label: "Title", value: title }],
      confirm: "Rename",
      submit: (values) => act("rename_session", { user: me().id, channel, thread_ts: thread, title: values.title }),
    });
  return h(
    "button",
    { type: "button", class: "chat-title", title: "Rename", onclick: rename },
    h("span", {}, title),
    icon("pencil", 14),
  );
}
