/** Messages one below the other: of a channel, of a thread, or of a conversation with the agent. */

import { act } from "../api.js";
import { dayHeading, dayKey, seconds } from "../clock.js";
import { arrange, h, later, plural } from "../dom.js";
import { icon } from "../icons.js";
import { app, channelOf, me, messagesOf, on, rootOf, statusOf, store } from "../store.js";
import { MessageRow } from "./message.js";
import { authorOf } from "./message_parts.js";

const TOGETHER_S = 300;
const NEAR_END_PX = 60;
const ROTATE_MS = 2_600;

export class Timeline {
  /** `thread` shows one thread, root first. `intro()` gives what stands above the first message. `chat` leaves out the count of replies. */
  constructor({ channel, thread = null, openThread = null, intro = null, chat = false }) {
    Object.assign(this, { channel, thread, openThread, intro, chat });
    this.rows = new Map();
    this.marks = new Map();
    this.list = h("div", { class: "timeline-list", role: "group", "aria-label": "Messages" });
    this.latest = h(
      "button",
      { type: "button", class: "latest", hidden: true, onclick: () => this.toEnd() },
      icon("down", 15),
      "Latest",
    );
    this.node = h("div", { class: "timeline", tabindex: -1 }, this.list, this.latest);
    this.sticks = true;
    /** The message whose beginning is kept in sight while it grows, until the person scrolls. */
    this.reading = null;
    this.scrolledBy = null;
    this.unreadFrom = null;
    this.fresh = true;
    this.markRead = later(400, () => this.#markRead());
    this.node.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.resized = new ResizeObserver(() => {
      if (this.sticks) this.#settle();
      this.#seen();
    });
    this.resized.observe(this.list);
    this.resized.observe(this.node);
    this.stop = on(["all", `messages:${channel}`, "statuses", "users", "channels", "clock"], () => this.update());
    this.update();
  }

  destroy() {
    this.stop();
    this.resized.disconnect();
    clearInterval(this.rotation);
  }

  #messages() {
    if (this.thread) {
      const root = rootOf(this.channel, this.thread);
      const lone = messagesOf(this.channel).filter((each) => each.thread_ts === this.thread && each.ts !== this.thread);
      return root ? [root, ...(root.replies ?? [])] : lone;
    }
    const top = messagesOf(this.channel);
    const keys = new Set(top.map((each) => each.key));
    const told = top
      .flatMap((root) => root.replies ?? [])
      .filter((each) => each.subtype === "thread_broadcast" && !keys.has(each.key));
    return [...top, ...told].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  /** Bring the rows in line with the workspace. */
  update() {
    const messages = this.#messages();
    this.#findUnread(messages);
    const nodes = [this.#mark("intro", () => this.intro?.(messages) ?? null)];
    let before = null;
    for (const message of messages) {
      nodes.push(...this.#between(before, message, messages));
      nodes.push(this.#row(message, this.#follows(before, message)));
      before = message;
    }
    nodes.push(this.#status());
    const shown = nodes.filter(Boolean);
    const keys = new Set(messages.map((each) => each.key));
    for (const key of this.rows.keys()) if (!keys.has(key)) this.rows.delete(key);
    arrange(this.list, shown);
    this.#tabStop();
    this.#follow(messages);
    if (this.sticks) this.#settle();
    this.#seen();
  }

  #between(before, message, messages) {
    const day = dayKey(seconds(message.ts));
    const newDay = !before || dayKey(seconds(before.ts)) !== day;
    const replies = this.thread && !this.chat && before?.ts === this.thread;
    return [
      newDay && !this.thread && this.#mark(`day:${day}`, () => divider(dayHeading(seconds(message.ts))), "day-divider"),
      this.unreadFrom === message.ts && this.#mark("unread", () => divider("New"), "unread-divider"),
      replies &&
        this.#mark(
          `replies:${messages.length}`,
          () => divider(plural(messages.length - 1, "reply", "replies")),
          "reply-divider",
        ),
    ];
  }

  /** What was unread when the person came, or came in while they looked elsewhere. */
  #findUnread(messages) {
    const looking = !this.fresh && document.hasFocus();
    this.fresh = false;
    const since = channelOf(this.channel)?.last_read;
    if (this.thread || !since || looking || this.unreadFrom) return;
    this.unreadFrom = messages.find((each) => each.ts > since && !each.mine && !each.ephemeral)?.ts ?? null;
  }

  /** The person writes here: everything above is read, and the end is what they want to see. */
  writing() {
    this.unreadFrom = null;
    this.sticks = true;
  }

  #follows(before, message) {
    if (!before || message.ephemeral || before.ephemeral || before.subtype || message.subtype) return false;
    if (this.thread && !this.chat && before.ts === this.thread) return false;
    if (authorOf(before) !== authorOf(message) || before.username !== message.username || message.pinned) return false;
    if (!this.thread && before.reply_count) return false;
    return (
      seconds(message.ts) - seconds(before.ts) < TOGETHER_S &&
      dayKey(seconds(before.ts)) === dayKey(seconds(message.ts))
    );
  }

  #row(message, compact) {
    let row = this.rows.get(message.key);
    if (!row) {
      row = new MessageRow(message, { openThread: this.openThread, flat: Boolean(this.thread) });
      this.rows.set(message.key, row);
    }
    const status = statusOf(this.channel, message.ts);
    row.update(message, { compact, epoch: store.epoch, statusKey: this.thread ? "" : (status?.status ?? "") });
    return row.node;
  }

  /** A node between messages; a changed one is made anew. */
  #mark(key, make, kind) {
    const known = this.marks.get(key);
    if (known && known.epoch === store.epoch && key !== "intro") return known.node;
    const node = make();
    if (!node) return null;
    if (kind) node.classList.add(kind);
    this.marks.set(key, { node, epoch: store.epoch });
    return node;
  }

  /** "Lensbot is reading…": below a thread while the app works. */
  #status() {
    const status = this.thread ? statusOf(this.channel, this.thread) : null;
    if (!status) {
      clearInterval(this.rotation);
      this.statusLine = null;
      return null;
    }
    const words = status.loading_messages?.length ? status.loading_messages : [`${app().name} ${status.status}`];
    const key = words.join("|");
    if (this.statusLine?.key === key) return this.statusLine.node;
    const text = h("span", {}, words[0]);
    const node = h(
      "div",
      { class: "status-line", role: "status" },
      h("span", { class: "dots" }, h("i"), h("i"), h("i")),
      text,
    );
    let at = 0;
    clearInterval(this.rotation);
    if (words.length > 1) {
      this.rotation = setInterval(() => {
        at = (at + 1) % words.length;
        text.textContent = words[at];
      }, ROTATE_MS);
    }
    this.statusLine = { key, node };
    return node;
  }

  /** In a thread, a long message by somebody else is read from its beginning. */
  #follow(messages) {
    const last = messages.at(-1);
    if (!this.thread || !last || last.key === this.followed) return;
    this.followed = last.key;
    this.reading = last.mine || last.ts === this.thread ? null : last.key;
  }

  /** To the end, but not beyond the beginning of what is being read. */
  #settle() {
    const { node } = this;
    const end = node.scrollHeight - node.clientHeight;
    node.scrollTop = Math.min(end, this.#readingTop() ?? end);
    this.scrolledBy = node.scrollTop;
  }

  /** Where what is being read begins: with the message before it, when that takes little room. */
  #readingTop() {
    const row = this.rows.get(this.reading)?.node;
    if (!row) return null;
    const all = [...this.list.querySelectorAll(".message")];
    const before = all[all.indexOf(row) - 1];
    const top = (each) => each.getBoundingClientRect().top - this.node.getBoundingClientRect().top + this.node.scrollTop;
    const first = before && top(row) - top(before) < this.node.clientHeight / 4 ? before : row;
    return top(first) - 8;
  }

  toEnd() {
    this.reading = null;
    this.#settle();
  }

  /** Scroll to a message and point it out. */
  pointOut(ts) {
    const row = [...this.rows.values()].find((each) => each.message.ts === ts);
    if (!row) return false;
    this.sticks = false;
    row.node.scrollIntoView({ block: "center" });
    row.node.classList.add("pointed");
    row.node.focus({ preventScroll: true });
    setTimeout(() => row.node.classList.remove("pointed"), 3_000);
    return true;
  }

  /** Edit the last message that this person wrote here. */
  editLast() {
    const own = [...this.rows.values()].filter(
      (row) => row.message.mine && !row.message.subtype && !row.message.ephemeral,
    );
    own
      .sort((a, b) => (a.message.ts < b.message.ts ? -1 : 1))
      .at(-1)
      ?.edit();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.node;
    const nearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.reading && Math.abs(scrollTop - this.scrolledBy) > 2) {
      this.reading = null;
      this.sticks = nearEnd;
    }
    // Only the person scrolls upwards; content that grows moves the end away without that.
    if (nearEnd || scrollTop < this.lastTop) this.sticks = nearEnd;
    this.latest.hidden = this.sticks;
    this.lastTop = scrollTop;
    this.#seen();
  }

  #seen() {
    const channel = channelOf(this.channel);
    if (channel?.is_member && this.#hasNews(channel) && this.sticks && document.hasFocus() && this.node.isConnected)
      this.markRead();
  }

  /** Replies do not count as unread in channels; in conversations with the agent they are all there is. */
  #hasNews(channel) {
    if (channel.unread > 0) return true;
    const last = this.chat ? this.#messages().at(-1) : null;
    return Boolean(last) && !last.mine && last.ts > (channel.last_read ?? "0");
  }

  #markRead() {
    const channel = channelOf(this.channel);
    if (channel && this.#hasNews(channel)) act("read", { user: me().id, channel: this.channel }).catch(() => {});
  }

  /** One row takes part in the tab order: the one that had the focus, else the last. */
  #tabStop() {
    const nodes = [...this.rows.values()].map((row) => row.node).filter((node) => node.isConnected);
    if (nodes.some((node) => node.tabIndex === 0 && node === document.activeElement)) return;
    nodes.forEach((node) => (node.tabIndex = -1));
    const last = this.list.querySelector(".message:last-of-type");
    if (last) last.tabIndex = 0;
  }

  #key(event) {
    const row = event.target.closest?.(".message");
    if (!row || event.target !== row) return;
    const rows = [...this.list.querySelectorAll(".message")];
    const at = rows.indexOf(row);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (target !== undefined && rows[target]) {
      event.preventDefault();
      rows.forEach((each) => (each.tabIndex = -1));
      rows[target].tabIndex = 0;
      rows[target].focus();
    }
    const key = event.ctrlKey || event.metaKey || event.altKey ? null : event.key;
    const own = this.rows.get(row.dataset.key);
    if (key === "t" || key === "Enter") own.openThread?.();
    if (key === "e" && own.message.mine) {
      event.preventDefault();
      own.edit();
    }
  }
}

function divider(text) {
  return h("div", { class: "divider-line", role: "separator", "aria-label": text }, h("span", {}, text));
}
