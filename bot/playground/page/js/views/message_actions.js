/** What can be done with a message: the bar that appears over it, and its menu. */

import { act } from "../api.js";
import { h } from "../dom.js";
import { interacting, problemText } from "../elements/surface.js";
import { QUICK_REACTIONS } from "../emoji.js";
import { icon } from "../icons.js";
import { app, channelOf, me } from "../store.js";
import { emoji } from "../text/inline.js";
import { summary } from "../text/mrkdwn.js";
import { ask } from "../ui/dialog.js";
import { pickEmoji } from "../ui/emoji_picker.js";
import { openMenu } from "../ui/popover.js";
import { attempt, toast } from "../ui/toasts.js";
import { toggleReaction } from "./message_parts.js";

const where = (message) => ({ user: me().id, channel: message.key.split(":")[0], ts: message.ts });

/** The bar. `row` offers `openThread`, `edit` and `note`. */
export function actionBar(message, row) {
  const quick = QUICK_REACTIONS.map((name) =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": `React with ${name.replaceAll("_", " ")}`,
        onclick: () => toggleReaction(message, name),
      },
      emoji(name),
    ),
  );
  return h(
    "div",
    { class: "message-bar", role: "toolbar", "aria-label": "Message actions" },
    quick,
    tool("smile", "Add a reaction", (event) => pickEmoji(event.currentTarget, (name) => toggleReaction(message, name))),
    row.openThread && tool("reply", "Reply in thread", row.openThread),
    tool("more", "More actions", (event) =>
      openMenu(event.currentTarget, menuItems(message, row), { label: "More actions", align: "end", width: 290 }),
    ),
  );
}

function tool(sign, label, run) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: run },
    icon(sign),
  );
}

function menuItems(message, row) {
  const shortcuts = app().installed ? app().shortcuts.filter((each) => each.type === "message") : [];
  const mine = message.mine && !message.subtype?.startsWith("channel_");
  return [
    mine && { label: "Edit message", icon: "pencil", run: row.edit },
    {
      label: "Copy link",
      icon: "link",
      run: () => copy(new URL(`#${message.key.replace(":", "-")}`, location.href).href, "Link copied"),
    },
    { label: "Copy text", icon: "copy", run: () => copy(summary(message.text), "Text copied") },
    {
      label: message.pinned ? "Unpin" : "Pin to the channel",
      icon: "pin",
      run: () => attempt(() => act(message.pinned ? "unpin" : "pin", where(message))),
    },
    shortcuts.length > 0 && { separator: true },
    ...shortcuts.map((each) => ({
      label: each.name,
      detail: app().name,
      icon: "bolt",
      run: () => useShortcut(each, message, row),
    })),
    (mine || me().is_admin) && { separator: true },
    (mine || me().is_admin) && { label: "Delete message…", icon: "trash", danger: true, run: () => remove(message) },
  ];
}

async function copy(text, said) {
  await attempt(() => navigator.clipboard.writeText(text));
  toast(said);
}

async function remove(message) {
  const text = h("blockquote", {}, summary(message.text).slice(0, 200) || "This message");
  const sure = await ask({
    title: "Delete message",
    text: [h("p", {}, "Delete this message? This cannot be undone."), text],
    confirm: "Delete",
    danger: true,
  });
  if (sure) attempt(() => act("delete", where(message)));
}

async function useShortcut(shortcut, message, row) {
  try {
    const answer = await interacting(() => act("shortcut", { ...where(message), callback_id: shortcut.callback_id }));
    answer.shown.forEach((each) => row.note(problemText(each)));
  } catch (problem) {
    row.note(problem.message);
  }
}

/** Use a global shortcut. */
export async function globalShortcut(shortcut) {
  const answer = await attempt(() =>
    interacting(() => act("shortcut", { user: me().id, callback_id: shortcut.callback_id })),
  );
  answer?.shown.forEach((each) => toast(problemText(each), "problem"));
}

/** Whether a conversation takes messages from this person. */
export function writable(id) {
  const channel = channelOf(id);
  return Boolean(channel) && channel.is_member && !channel.is_archived;
}
