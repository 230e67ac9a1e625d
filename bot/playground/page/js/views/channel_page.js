/** A channel, or a DM between people: header, pins and bookmarks, messages, composer. */

import { clockTime, dayHeading, fullTime, seconds } from "../clock.js";
import { arrange, fill, h, plural } from "../dom.js";
import { icon } from "../icons.js";
import { go } from "../router.js";
import { app, channelOf, me, messageAt, nameOf, on, store, userOf } from "../store.js";
import { link } from "../text/inline.js";
import { summary } from "../text/mrkdwn.js";
import { avatar } from "../ui/avatar.js";
import { closePopover, openPopover } from "../ui/popover.js";
import { channelIntro, channelMenu, inviteApp, join, showMembers } from "./channel_dialogs.js";
import { createComposer } from "./composer.js";
import { writable } from "./message_actions.js";
import { authorName } from "./message_parts.js";
import { personCard } from "./person_card.js";
import { send } from "./sending.js";
import { Timeline } from "./timeline.js";

/** Make the page; `openThread(ts)` opens the pane, `toggleAgent` the agent beside the channel, `menu` the sidebar. */
export function channelPage({ channel: id, openThread, toggleAgent, menu }) {
  const header = h("header", { class: "page-head" });
  const strip = h("div", { class: "page-strip", hidden: true });
  const below = h("div", { class: "composer-place" });
  const timeline = new Timeline({ channel: id, openThread, intro: () => channelIntro(id) });
  const composer = createComposer({
    channel: id,
    placeholder: `Message ${label(channelOf(id))}`,
    draftKey: id,
    onSend: (what) => {
      timeline.writing();
      return send({ channel: id, ...what });
    },
    onEditLast: () => timeline.editLast(),
  });
  const update = () => {
    const channel = channelOf(id);
    if (!channel) return;
    fill(header, headParts(channel, { toggleAgent, menu }));
    drawStrip(strip, channel);
    drawBelow(below, channel, composer);
  };
  const stop = on(["all", "channels", "app", "scheduled", "users"], update);
  update();
  const node = h(
    "main",
    { class: "main-page", "aria-label": label(channelOf(id)) },
    header,
    strip,
    timeline.node,
    below,
  );
  return {
    node,
    key: `channel:${id}`,
    timeline,
    focus: () => composer.focus(),
    put: (text, selected) => composer.put(text, selected),
    destroy: () => {
      stop();
      timeline.destroy();
      composer.destroy();
    },
  };
}

function label(channel) {
  return channel.type === "im" ? nameOf(channel.with) : `#${channel.name}`;
}

/** The button that opens the sidebar on narrow screens. */
export function menuButton(menu) {
  return h(
    "button",
    { type: "button", class: "icon-button narrow-only", "aria-label": "Channels", onclick: menu },
    icon("menu"),
  );
}

function headParts(channel, { toggleAgent, menu }) {
  const isDm = channel.type === "im";
  const title = isDm
    ? h(
        "button",
        { type: "button", class: "page-name", onclick: (event) => personCard(event.currentTarget, channel.with) },
        avatar(channel.with, 24),
        nameOf(channel.with),
      )
    : h(
        "button",
        {
          type: "button",
          class: "page-name",
          "aria-haspopup": "menu",
          onclick: (event) => channelMenu(event.currentTarget, channel.id),
        },
        icon(channel.is_private ? "lock" : "hash"),
        h("h1", {}, channel.name),
        icon("chevronDown", 15),
      );
  const topic = isDm ? userOf(channel.with)?.title : channel.topic;
  const members =
    !isDm &&
    h(
      "button",
      {
        type: "button",
        class: "members-button",
        "aria-label": plural(channel.members.length, "member"),
        onclick: () => showMembers(channel.id),
      },
      channel.members.slice(0, 3).map((user) => avatar(user, 22)),
      h("span", {}, channel.members.length),
    );
  const agent =
    app().is_agent &&
    app().installed &&
    h(
      "button",
      {
        type: "button",
        class: "icon-button agent-button",
        "aria-label": `Open ${app().name} beside`,
        title: `Open ${app().name} beside`,
        onclick: toggleAgent,
      },
      icon("spark"),
    );
  return [
    menuButton(menu),
    title,
    topic && h("span", { class: "page-topic", title: topic }, topic),
    h("span", { class: "spring" }),
    members,
    agent,
  ];
}

/** Pins, bookmarks and scheduled messages, when there are any. */
function drawStrip(strip, channel) {
  const scheduled = store.view.scheduled.filter((each) => each.channel === channel.id);
  const parts = [
    channel.pins.length > 0 &&
      stripButton("pin", `${channel.pins.length} pinned`, (event) =>
        openPopover(event.currentTarget, pins(channel), { label: "Pinned", width: 360 }),
      ),
    scheduled.length > 0 &&
      stripButton("clock", `${scheduled.length} scheduled`, (event) =>
        openPopover(event.currentTarget, scheduled.map(scheduledItem), { label: "Scheduled", width: 360 }),
      ),
    channel.bookmarks.map((each) =>
      h(
        "span",
        { class: "bookmark" },
        each.emoji ? summary(each.emoji) : icon("bookmark", 14),
        link(each.link ?? "", each.title),
      ),
    ),
  ]
    .flat()
    .filter(Boolean);
  strip.hidden = parts.length === 0;
  fill(strip, parts);
}

function stripButton(sign, text, run) {
  return h("button", { type: "button", class: "strip-button", onclick: run }, icon(sign, 14), text);
}

function pins(channel) {
  return channel.pins.map((ts) => {
    const message = messageAt(channel.id, ts);
    const open = () => {
      closePopover({ refocus: false });
      go({ channel: channel.id, message: ts });
    };
    return h(
      "button",
      { type: "button", class: "pin-item", onclick: open },
      h("strong", {}, message ? authorName(message) : "Message"),
      h("small", {}, fullTime(seconds(ts))),
      h("span", {}, message ? summary(message.text).slice(0, 160) : "Older than what this page holds"),
    );
  });
}

function scheduledItem(each) {
  return h(
    "div",
    { class: "pin-item" },
    h("strong", {}, `${dayHeading(each.post_at)} at ${clockTime(each.post_at)}`),
    h("span", {}, summary(each.text).slice(0, 200)),
  );
}

/** The composer, or why there is none. */
function drawBelow(below, channel, composer) {
  if (writable(channel.id)) {
    const absent = channel.type !== "im" && !channel.app_is_member && app().installed;
    const hint =
      absent &&
      h(
        "div",
        { class: "absent-hint" },
        icon("info", 15),
        `${app().name} is not in this channel and does not read it.`,
        h(
          "button",
          { type: "button", class: "link-button", onclick: () => inviteApp(channel.id) },
          `Add ${app().name}`,
        ),
      );
    // The composer keeps its place in the page, so that whoever types in it keeps the focus.
    return arrange(below, [hint, composer.node].filter(Boolean));
  }
  const join_ =
    !channel.is_archived &&
    h("button", { type: "button", class: "button primary", onclick: () => join(channel.id) }, "Join channel");
  const text = channel.is_archived
    ? `#${channel.name} is archived: nobody can write here.`
    : `You are looking at #${channel.name} as ${me().real_name}, who is not in it.`;
  return fill(below, h("div", { class: "closed-note" }, h("span", {}, text), join_));
}
