/** People and the app as coloured squares: initials for people, a spark for the app. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { app, isAppUser, nameOf, userOf } from "../store.js";

/** The avatar of a user, `size` in pixels. It says nothing to screen readers: the name stands beside it. */
export function avatar(id, size = 36) {
  const style = { width: `${size}px`, height: `${size}px`, "font-size": `${Math.round(size * 0.4)}px` };
  if (isAppUser(id)) return appAvatar(size, style);
  const user = userOf(id);
  style.background = readable(user?.color);
  return h(
    "span",
    { class: "avatar", style, "aria-hidden": "true" },
    user?.initials ?? nameOf(id).slice(0, 2).toUpperCase(),
  );
}

/** How bright a colour may be for white letters on it, as WCAG counts brightness. */
const BRIGHTEST = 0.18;

function brightness(channels) {
  const [red, green, blue] = channels.map((each) =>
    each / 255 <= 0.04 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A person's colour, darkened until white letters can be read on it. */
function readable(hex) {
  let channels = /^[0-9a-f]{6}$/i.test(hex ?? "")
    ? [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
    : [90, 102, 116];
  while (brightness(channels) > BRIGHTEST) channels = channels.map((each) => each * 0.95);
  return `rgb(${channels.map(Math.round).join(" ")})`;
}

function appAvatar(size, style) {
  const colour = app().background_color;
  style.background = /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#2c2d30";
  return h(
    "span",
    { class: "avatar app-avatar", style, "aria-hidden": "true" },
    icon("spark", Math.round(size * 0.66)),
  );
}
