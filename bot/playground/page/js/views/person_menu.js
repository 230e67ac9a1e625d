/** Becoming somebody else, here or in a second window. */

import { h } from "../dom.js";
import { people } from "../elements/surface.js";
import { icon } from "../icons.js";
import { follow, me } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { closePopover, openPopover, roving } from "../ui/popover.js";
import { attempt } from "../ui/toasts.js";
import { pageAs } from "./person_card.js";

const REMEMBERED = "playground.user";

/** Whom this browser acted as last. */
export const lastPerson = () => localStorage.getItem(REMEMBERED);

/** Act as `id` in this window. */
export async function become(id) {
  const done = await attempt(() => follow(id).then(() => true));
  if (!done) return;
  localStorage.setItem(REMEMBERED, me().id);
  const url = new URL(location.href);
  url.searchParams.set("user", me().id);
  history.replaceState(null, "", url);
}

export function personMenu(anchor) {
  const humans = people({ bots: false });
  const rows = humans.map((user) => {
    const own = user.id === me().id;
    const take = h(
      "button",
      {
        type: "button",
        class: "menu-item",
        role: "menuitemradio",
        "aria-checked": own,
        onclick: () => (closePopover(), own || become(user.id)),
      },
      avatar(user.id, 32),
      h("span", { class: "menu-text" }, h("span", {}, user.real_name), h("small", {}, user.title || `@${user.name}`)),
      own && icon("check", 16),
    );
    const label = `Open a window as ${user.real_name}`;
    const other = h(
      "a",
      {
        class: "icon-button",
        role: "menuitem",
        href: pageAs(user.id),
        target: "_blank",
        rel: "noopener",
        "aria-label": label,
        title: label,
      },
      icon("open", 16),
    );
    return h("div", { class: "person-row", role: "none" }, take, other);
  });
  const hint = h(
    "p",
    { class: "menu-hint" },
    "Two windows can be two people: open a second one to see both sides of a conversation.",
  );
  const content = [h("div", { class: "menu-heading" }, "Act as"), rows, hint];
  if (!openPopover(anchor, content, { label: "Act as", role: "menu", width: 330, side: "above" })) return;
  const entries = rows.map((row) => row.firstElementChild);
  roving(rows[0].parentElement, entries);
  entries[0].focus();
}
