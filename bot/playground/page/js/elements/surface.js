/**
 * A surface is one message or view whose elements act: it knows where they are, what they hold and what was typed but not yet sent.
 */

import { act } from "../api.js";
import { textObject } from "../text/mrkdwn.js";
import { me, store } from "../store.js";
import { ask } from "../ui/dialog.js";

/** Interactions of this page that are under way: a notice that arrives meanwhile is shown where the person acted. */
export const underWay = { count: 0, endedAt: 0 };

/** How long an older state may still be on its way once a choice was taken. */
const SETTLE_MS = 300;

export class Surface {
  /** `target()` gives `{channel, ts}` or `{view_id}`, `state()` Slack's `state.values`, `note(text)` shows a problem in place. */
  constructor({ kind, target, state, note }) {
    Object.assign(this, { kind, target, state, note });
    this.pending = new Map();
    /** Choices under way: until they have arrived, the state that comes in is older than what is shown. */
    this.sending = new Map();
    this.controls = new Map();
    /** What was pressed and is only known to this page: feedback, by action id. */
    this.pressed = new Map();
  }

  /** What an input holds, in Slack's words; undefined when nobody touched it. */
  held(block, element) {
    return this.state()?.values?.[block.block_id]?.[element.action_id];
  }

  /** Show anew what the inputs hold, except those that somebody types in. */
  refresh() {
    for (const [key, control] of this.controls) {
      // One that was never in the page is about to be put there.
      const left = control.placed && !control.node.isConnected;
      control.placed ||= control.node.isConnected;
      if (left) this.controls.delete(key);
      else if (!this.pending.has(key) && !this.sending.has(key)) control.refresh();
    }
  }

  /** Press a button, an overflow entry, feedback. Resolves to whether it was pressed. */
  async press(block, element, value, node) {
    if (!(await confirmed(element.confirm))) return false;
    return this.#during(node, async () => {
      await this.flush();
      const body = { ...this.#where(block, element), value };
      return this.#run(() => act("click", body));
    });
  }

  /** Set an input. Resolves to whether it took effect; when not, the caller shows the old value again. */
  async choose(block, element, value, node, typed) {
    if (!(await confirmed(element.confirm))) return false;
    const sent = this.#during(node, () =>
      this.#run(() => act("select", { ...this.#where(block, element), value, typed })),
    );
    this.#hold(keyOf(block, element), sent);
    return sent;
  }

  #hold(key, sent) {
    this.sending.set(key, sent);
    const release = () => {
      if (this.sending.get(key) !== sent) return;
      this.sending.delete(key);
      this.refresh();
    };
    sent.finally(() => setTimeout(release, SETTLE_MS));
  }

  /** Remember what was typed, to be sent before the next interaction. */
  keep(block, element, value) {
    this.pending.set(keyOf(block, element), { block, element, value });
  }

  isPending(block, element) {
    return this.pending.has(keyOf(block, element));
  }

  /** Forget what was typed, because it was sent. */
  forget(block, element) {
    this.pending.delete(keyOf(block, element));
  }

  /** Send what was typed and waits. Inputs that dispatch are left to Enter, or to the submit. */
  async flush() {
    const waiting = [...this.pending.values()].filter(({ block }) => !block.dispatch_action);
    for (const { block, element, value } of waiting) {
      this.forget(block, element);
      await this.#run(() => act("select", { ...this.#where(block, element), value }));
    }
    await this.arrived();
  }

  /** Wait until every choice made so far has arrived. */
  async arrived() {
    await Promise.allSettled(this.sending.values());
  }

  /** What waits to be sent, as a submit takes it. */
  typed() {
    const values = {};
    for (const { block, element, value } of this.pending.values()) {
      (values[block.block_id] ??= {})[element.action_id] = value;
    }
    return values;
  }

  /** Ask the app what an external select offers. */
  async suggest(block, element, value) {
    const answer = await interacting(() => act("suggest", { ...this.#where(block, element), value }));
    for (const each of answer.shown ?? []) this.note(problemText(each));
    return answer;
  }

  #where(block, element) {
    return { user: me().id, ...this.target(), block_id: block.block_id, action_id: element.action_id };
  }

  async #during(node, work) {
    if (node?.getAttribute("aria-busy") === "true") return false;
    node?.setAttribute("aria-busy", "true");
    try {
      return await work();
    } finally {
      node?.removeAttribute("aria-busy");
    }
  }

  async #run(work) {
    try {
      const answer = await interacting(work);
      for (const each of answer.shown ?? []) this.note(problemText(each));
      return true;
    } catch (problem) {
      this.note(problem.message);
      return false;
    }
  }
}

export const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

/** What the page says of a notice: its text and Slack's code for it. */
export function problemText({ code, text }) {
  return text.includes(code) ? text : `${text} (${code})`;
}

/** Run an interaction; notices that arrive meanwhile are shown where it was made. */
export async function interacting(work) {
  underWay.count += 1;
  try {
    return await work();
  } finally {
    underWay.count -= 1;
    underWay.endedAt = Date.now();
  }
}

async function confirmed(confirm) {
  if (!confirm) return true;
  return ask({
    title: confirm.title.text,
    text: textObject(confirm.text),
    confirm: confirm.confirm.text,
    deny: confirm.deny.text,
    danger: confirm.style === "danger",
  });
}

/** Whether this person is among those an element is for. */
export function visibleToMe(element) {
  return !element.visible_to_user_ids || element.visible_to_user_ids.includes(me().id);
}

/** The team's people that can be picked: neither gone nor the workspace's bots, unless asked for. */
export function people({ bots = true } = {}) {
  return Object.values(store.view.users).filter((user) => !user.deleted && (bots || !user.is_bot));
}
