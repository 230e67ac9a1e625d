/** A small card about a person, or about the app. */

import { h } from "../dom.js";
import { now } from "../clock.js";
import { icon } from "../icons.js";
import { go } from "../router.js";
import { app, isAppUser, me, userOf } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { closePopover, openPopover } from "../ui/popover.js";

function localTime(user) {
  const at = new Date((now() + (user.tz_offset ?? 0)) * 1000);
  return at.toISOString().slice(11, 16);
}

/** The address of this page as somebody else. */
export function pageAs(id) {
  const url = new URL(location.href);
  url.searchParams.set("user", id);
  return url.href;
}

/** Open the card at `anchor`. */
export function personCard(anchor, id) {
  const user = userOf(id);
  if (!user) return;
  openPopover(anchor, isAppUser(id) ? appCard() : humanCard(user), { label: user.real_name, width: 300 });
}

function humanCard(user) {
  const own = user.id === me().id;
  return h(
    "div",
    { class: "person-card" },
    avatar(user.id, 64),
    h("strong", {}, user.real_name, own && h("span", { class: "you" }, " (you)")),
    h("span", { class: "soft" }, `@${user.name}`),
    user.title && h("span", {}, user.title),
    h("span", { class: "soft with-icon" }, icon("clock", 15), `${localTime(user)} local time`),
    !own &&
      !user.is_bot &&
      h(
        "a",
        { class: "button small", href: pageAs(user.id), target: "_blank", rel: "noopener" },
        "Act as them in a new window",
        icon("open", 14),
      ),
  );
}

function appCard() {
  const open = (tab) => () => {
    closePopover({ refocus: false });
    go({ app: true, tab });
  };
  return h(
    "div",
    { class: "person-card" },
    avatar(app().bot_user_id, 64),
    h("strong", {}, app().name, h("span", { class: "app-tag" }, "App")),
    app().description && h("span", {}, app().description),
    h(
      "div",
      { class: "actions" },
      app().messages_tab && h("button", { type: "button", class: "button small", onclick: open("chat") }, "Message"),
      app().home_tab && h("button", { type: "button", class: "button small", onclick: open("home") }, "Home"),
    ),
  );
}
