/** One message as a row that is kept in step with the workspace. */

import { act } from "../api.js";
import { attachment } from "../blocks/attachments.js";
import { textBlock } from "../blocks/basic.js";
import { forgetBlocks, renderBlocks } from "../blocks/render.js";
import { clockTime, seconds } from "../clock.js";
import { fill, h } from "../dom.js";
import { Surface } from "../elements/surface.js";
import { icon } from "../icons.js";
import { app, channelOf, me, nameOf, userOf } from "../store.js";
import { asTyped } from "../text/mrkdwn.js";
import { attempt } from "../ui/toasts.js";
import { createComposer } from "./composer.js";
import { actionBar } from "./message_actions.js";
import { authorName, files, head, picture, reactions, threadSummary, timeLink } from "./message_parts.js";

const QUIET = new Set([
  "channel_join",
  "channel_leave",
  "channel_archive",
  "channel_unarchive",
  "pinned_item",
  "channel_topic",
  "channel_name",
]);

export class MessageRow {
  /** `openThread(ts)` is given where threads open; `flat` rows show no line that leads to their thread. */
  constructor(message, { openThread, flat }) {
    this.openThreadOf = openThread;
    this.flat = flat;
    this.gutter = h("div", { class: "gutter" });
    this.top = h("div", { class: "message-top" });
    this.blocks = h("div", { class: "blocks" });
    this.more = h("div", { class: "message-more" });
    this.notes = h("div", { class: "message-notes" });
    this.content = h("div", { class: "message-content" }, this.top, this.blocks, this.more, this.notes);
    this.node = h("div", { class: "message", role: "article", tabindex: -1 }, this.gutter, this.content);
    this.node.addEventListener("pointerenter", () => this.showBar());
    this.node.addEventListener("focusin", () => this.showBar());
    this.node.addEventListener("pointerleave", () => this.hideBar());
    this.node.addEventListener("focusout", () => setTimeout(() => this.hideBar(), 0));
    this.surface = new Surface({
      kind: "message",
      target: () => ({ channel: this.channel, ts: this.message.ts }),
      state: () => this.message.state,
      note: (text) => this.note(text),
    });
    this.message = message;
  }

  get channel() {
    return this.message.key.split(":")[0];
  }

  get openThread() {
    if (!this.openThreadOf || QUIET.has(this.message.subtype)) return null;
    return () => this.openThreadOf(this.message.thread_ts ?? this.message.ts);
  }

  /** Show `message`; `compact` when it follows another of the same person. */
  update(message, { compact = false, epoch, statusKey } = {}) {
    const same =
      this.message === message &&
      this.compact === compact &&
      this.epoch === epoch &&
      this.statusKey === statusKey &&
      this.drawn;
    if (same) return;
    if (this.epoch !== epoch) forgetBlocks(this.blocks);
    Object.assign(this, { message, compact, epoch, statusKey, drawn: true });
    const streaming = message.streaming_state === "in_progress";
    this.node.className = [
      "message",
      compact && "compact",
      message.ephemeral && "ephemeral",
      message.pinned && "pinned",
      streaming && "streaming",
      message.streaming_state && !streaming && "streamed",
      QUIET.has(message.subtype) && "quiet",
    ]
      .filter(Boolean)
      .join(" ");
    this.node.dataset.key = message.key;
    this.node.dataset.ts = message.ts;
    this.node.setAttribute("aria-label", `${authorName(message)}, ${clockTime(seconds(message.ts))}`);
    fill(this.gutter, compact ? timeLink(message) : picture(message));
    fill(this.top, this.#topParts());
    if (!this.editor) this.#drawBody();
    fill(this.more, this.#moreParts());
    if (this.bar) {
      this.hideBar(true);
      this.showBar();
    }
  }

  #topParts() {
    const { message } = this;
    return [
      message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you"),
      message.subtype === "thread_broadcast" &&
        !this.flat &&
        h("div", { class: "only-you" }, icon("reply", 14), "Replied to a thread"),
      !this.compact && head(message),
    ];
  }

  #drawBody() {
    const { message } = this;
    const blocks = message.blocks ?? [];
    // Such texts begin with the name that stands above them already.
    const text = QUIET.has(message.subtype) ? message.text.replace(/^<@\w+>\s*/, "") : message.text;
    this.node.classList.toggle(
      "empty-stream",
      message.streaming_state === "in_progress" && blocks.length === 0 && !text,
    );
    if (blocks.length > 0) renderBlocks(this.blocks, blocks, this.surface);
    else {
      forgetBlocks(this.blocks);
      fill(this.blocks, text ? textBlock(text) : null);
    }
  }

  #moreParts() {
    const { message } = this;
    return [
      message.edited && message.mine && h("span", { class: "edited" }, "(edited)"),
      (message.attachments ?? []).map((each) => attachment(each, this.surface)),
      files(message),
      message.streaming_state === "errored" &&
        h("div", { class: "stream-error" }, icon("warning", 15), "This answer was interrupted."),
      message.ephemeral &&
        h("button", { type: "button", class: "link-button", onclick: () => this.#dismiss() }, "Dismiss message"),
      reactions(message),
      !this.flat && this.openThread && !message.ephemeral && threadSummary(message, this.openThread),
    ];
  }

  #dismiss() {
    return attempt(() => act("delete", { user: me().id, channel: this.channel, ts: this.message.ts }));
  }

  /** Say that something went wrong here; it stays until the message is used again. */
  note(text) {
    const line = h("div", { class: "surface-note", role: "alert" }, icon("warning", 15), h("span", {}, text));
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => line.remove() },
      icon("close", 14),
    );
    line.append(close);
    fill(this.notes, line);
  }

  showBar() {
    if (this.bar || this.editor || this.message.ephemeral || QUIET.has(this.message.subtype)) return;
    this.bar = actionBar(this.message, {
      openThread: this.openThread,
      edit: () => this.edit(),
      note: (text) => this.note(text),
    });
    this.node.append(this.bar);
  }

  hideBar(now = false) {
    const open = this.bar?.querySelector("[aria-expanded=true]");
    const busy = open || this.node.matches(":hover") || this.node.contains(document.activeElement);
    if (!this.bar || (busy && !now)) return;
    this.bar.remove();
    this.bar = null;
  }

  /** Edit one's own message in place. */
  edit() {
    const names = {
      nameOfUser: (id) => userOf(id) && (id === app().bot_user_id ? nameOf(id) : userOf(id).name),
      nameOfChannel: (id) => channelOf(id)?.name,
    };
    this.editor = createComposer({
      channel: this.channel,
      editing: true,
      initial: asTyped(this.message.text, names),
      onCancel: () => this.endEdit(),
      onSend: async ({ text }) => {
        await act("edit", { user: me().id, channel: this.channel, ts: this.message.ts, text });
        this.endEdit();
      },
    });
    this.hideBar(true);
    this.node.classList.add("editing");
    this.blocks.replaceWith(this.editor.node);
    this.editor.focus();
  }

  endEdit() {
    this.editor?.node.replaceWith(this.blocks);
    this.editor?.destroy();
    this.editor = null;
    this.node.classList.remove("editing");
    this.#drawBody();
    this.node.focus({ preventScroll: true });
  }
}
