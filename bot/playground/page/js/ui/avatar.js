/** People and the app as coloured squares: initials for people, a spark for the app. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { app, isAppUser, nameOf, userOf } from "../store.js";

/** The avatar of a user, `size` in pixels. It says nothing to screen readers: the name stands beside it. */
export function avatar(id, size = 36) {
  const style = { width: `${size}px`, height: `${size}px`, "font-size": `${Math.round(size * 0.4)}px` };
  if (isAppUser(id)) return appAvatar(size, style);
  const user = userOf(id);
  style.background = `#${/^[0-9a-f]{6}$/i.test(user?.color ?? "") ? user.color : "7a8594"}`;
  return h("span", { class: "avatar", style, "aria-hidden": "true" }, user?.initials ?? nameOf(id).slice(0, 2).toUpperCase());
}

function appAvatar(size, style) {
  const colour = app().background_color;
  style.background = /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#2c2d30";
  return h("span", { class: "avatar app-avatar", style, "aria-hidden": "true" }, icon("spark", Math.round(size * 0.66)));
}
