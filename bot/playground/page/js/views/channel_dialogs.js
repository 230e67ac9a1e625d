/** What can be done with a channel: making one, bringing people and the app in, archiving. */

import { act } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { go } from "../router.js";
import { app, channelOf, isAppUser, me, nameOf, userOf } from "../store.js";
import { people } from "../elements/surface.js";
import { avatar } from "../ui/avatar.js";
import { ask, askForm, showPanel } from "../ui/dialog.js";
import { openMenu } from "../ui/popover.js";
import { attempt } from "../ui/toasts.js";

/** Ask for a name and make the channel. */
export function createChannel() {
  askForm({
    title: "Create a channel",
    fields: [
      { name: "name", label: "Name", placeholder: "ml-vision", hint: "Lower case, without spaces" },
      { name: "is_private", label: "Private: only its members see it", type: "checkbox" },
      { name: "invite", label: `Add ${app().name} at once`, type: "checkbox", value: true },
    ],
    confirm: "Create",
    submit: async ({ name, is_private, invite }) => {
      const made = await act("create_channel", { user: me().id, name: name.replace(/^#/, ""), is_private });
      if (invite) await attempt(() => act("invite", { user: me().id, channel: made.channel, who: "app" }));
      go({ channel: made.channel });
    },
  });
}

export const inviteApp = (channel) => attempt(() => act("invite", { user: me().id, channel, who: "app" }));

/** The control API has no joining by oneself: a member of the channel brings the person in. */
export function join(channel) {
  const host = channelOf(channel).members.find((user) => !isAppUser(user)) ?? me().id;
  return attempt(() => act("invite", { user: host, channel, who: me().id }));
}

/** The members of a channel, and those who could be added. */
export function showMembers(id) {
  const channel = channelOf(id);
  const others = people().filter((user) => !channel.members.includes(user.id));
  const row = (user, label, run) =>
    h(
      "li",
      { class: "member" },
      avatar(user, 32),
      h(
        "span",
        { class: "member-words" },
        h("strong", {}, isAppUser(user) ? app().name : (userOf(user)?.real_name ?? user)),
        h("small", {}, isAppUser(user) ? "App" : userOf(user)?.title),
      ),
      h("button", { type: "button", class: "button small", onclick: run }, label),
    );
  const then = (name, body) => async () => {
    close();
    await attempt(() => act(name, { user: me().id, channel: id, ...body }));
  };
  const who = (user) => (isAppUser(user) ? "app" : user);
  const close = showPanel({
    title: `#${channel.name}`,
    content: [
      channel.topic && h("p", { class: "soft" }, channel.topic),
      h("h3", {}, `Members (${channel.members.length})`),
      h(
        "ul",
        { class: "members" },
        channel.members.map((user) =>
          row(user, user === me().id ? "Leave" : "Remove", then("remove", { who: who(user) })),
        ),
      ),
      others.length > 0 && h("h3", {}, "Add somebody"),
      h(
        "ul",
        { class: "members" },
        others.map((user) => row(user.id, "Add", then("invite", { who: who(user.id) }))),
      ),
    ],
  });
}

/** The menu behind a channel's name. */
export function channelMenu(anchor, id) {
  const channel = channelOf(id);
  const run =
    (name, body = {}) =>
    () =>
      attempt(() => act(name, { user: me().id, channel: id, ...body }));
  openMenu(
    anchor,
    [
      { label: "Members", icon: "people", run: () => showMembers(id) },
      channel.app_is_member
        ? { label: `Remove ${app().name}`, icon: "door", run: run("remove", { who: "app" }) }
        : { label: `Add ${app().name}`, icon: "plus", run: run("invite", { who: "app" }) },
      { separator: true },
      channel.is_member && { label: "Leave channel", icon: "door", run: run("remove", { who: me().id }) },
      channel.is_archived
        ? { label: "Bring back from the archive", icon: "archive", run: run("unarchive") }
        : { label: "Archive channel…", icon: "archive", danger: true, run: () => archive(channel) },
    ],
    { label: `#${channel.name}` },
  );
}

async function archive(channel) {
  const text = `Nobody can write in #${channel.name} any more, ${nameOf(app().bot_user_id)} neither. It can be brought back.`;
  const sure = await ask({ title: `Archive #${channel.name}?`, text, confirm: "Archive", danger: true });
  if (sure) attempt(() => act("archive", { user: me().id, channel: channel.id }));
}

/** What stands above the first message of a channel. */
export function channelIntro(id) {
  const channel = channelOf(id);
  if (!channel || channel.type === "im") return null;
  return h(
    "div",
    { class: "intro" },
    h("span", { class: "intro-sign" }, icon(channel.is_private ? "lock" : "hash", 26)),
    h("h2", {}, channel.name),
    h("p", {}, channel.purpose || channel.topic || "The very beginning of this channel."),
    !channel.app_is_member &&
      !channel.is_archived &&
      channel.is_member &&
      h(
        "button",
        { type: "button", class: "button small", onclick: () => inviteApp(id) },
        icon("plus", 16),
        `Add ${app().name}`,
      ),
  );
}
