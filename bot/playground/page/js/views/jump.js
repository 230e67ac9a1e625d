/** Going somewhere by typing its name. */

import { fill, h, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { go } from "../router.js";
import { app, isAppUser, nameOf, store } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { openDialog } from "../ui/dialog.js";
import { people } from "../elements/surface.js";
import { become } from "./person_menu.js";

function places() {
  const rooms = store.view.channels
    .filter((each) => !isAppUser(each.with))
    .map((each) => ({
      name: each.type === "im" ? nameOf(each.with) : each.name,
      hint: each.topic,
      node: each.type === "im" ? avatar(each.with, 22) : icon(each.is_private ? "lock" : "hash"),
      run: () => go({ channel: each.id }),
    }));
  const tabs = [
    ["chat", "Chat", app().messages_tab || app().is_agent],
    ["home", "Home", app().home_tab],
    ["about", "About", true],
  ]
    .filter(([, , shown]) => shown)
    .map(([tab, label]) => ({
      name: `${app().name} · ${label}`,
      node: avatar(app().bot_user_id, 22),
      run: () => go({ app: true, tab }),
    }));
  const persons = people({ bots: false }).map((user) => ({
    name: `Act as ${user.real_name}`,
    hint: user.title,
    node: avatar(user.id, 22),
    run: () => become(user.id),
  }));
  return [...tabs, ...rooms, ...persons];
}

/** Open the field. */
export function openJump() {
  const list = h("div", { class: "jump-list", role: "listbox", id: uniqueId("jump") });
  let found = [];
  let active = 0;
  const mark = (at) => {
    active = at;
    [...list.children].forEach((node, index) => {
      node.classList.toggle("active", index === at);
      node.setAttribute("aria-selected", String(index === at));
    });
    list.children[at]?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
  };
  const take = (at) => {
    close();
    found[at]?.run();
  };
  const show = () => {
    const words = field.value.trim().toLowerCase().split(/\s+/);
    found = places().filter((place) => words.every((word) => place.name.toLowerCase().includes(word)));
    fill(
      list,
      found.map((place, at) =>
        h(
          "div",
          {
            class: "suggestion",
            role: "option",
            id: uniqueId("place"),
            onclick: () => take(at),
            onmousemove: () => active !== at && mark(at),
          },
          place.node,
          h(
            "span",
            { class: "suggestion-words" },
            h("strong", {}, place.name),
            place.hint && h("span", { class: "soft" }, place.hint),
          ),
        ),
      ),
    );
    mark(0);
  };
  const field = h("input", {
    type: "text",
    class: "jump-field",
    role: "combobox",
    placeholder: "Jump to…",
    "aria-label": "Jump to a channel or person",
    "aria-controls": list.id,
    "aria-expanded": "true",
    oninput: show,
    onkeydown: (event) => {
      const target = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
      if (target !== undefined && found.length > 0) {
        event.preventDefault();
        mark((target + found.length) % found.length);
      } else if (event.key === "Enter") take(active);
    },
  });
  const { dialog, close } = openDialog(
    h("div", { class: "jump" }, h("div", { class: "jump-head" }, icon("search"), field), list),
    { label: "Jump to" },
  );
  dialog.classList.add("jump-dialog");
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  show();
  field.focus();
}
