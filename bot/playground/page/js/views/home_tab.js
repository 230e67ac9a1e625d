/** The app's Home tab: the view that it published for this person. */

import { act } from "../api.js";
import { forgetBlocks, renderBlocks } from "../blocks/render.js";
import { fill, h } from "../dom.js";
import { Surface } from "../elements/surface.js";
import { app, me, on, store } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { attempt, toast } from "../ui/toasts.js";

/** Make the tab; opening it tells the app. */
export function homeTab() {
  const blocks = h("div", { class: "blocks" });
  const node = h("div", { class: "home-tab", tabindex: 0, role: "region", "aria-label": `Home of ${app().name}` });
  const surface = new Surface({
    kind: "home",
    target: () => ({ view_id: store.view.home?.id }),
    state: () => store.view.home?.state,
    note: (text) => toast(text, "problem"),
  });
  let epoch = null;
  const update = () => {
    const { home } = store.view;
    if (epoch !== store.epoch) forgetBlocks(blocks);
    epoch = store.epoch;
    if (!home) return fill(node, empty());
    if (blocks.parentNode !== node) fill(node, blocks);
    return renderBlocks(blocks, home.blocks, surface);
  };
  const stop = on(["all", "home", "users", "app"], update);
  update();
  if (app().home_tab && app().installed) attempt(() => act("open_home", { user: me().id }));
  return { node, destroy: stop };
}

function empty() {
  const text = app().installed
    ? `${app().name} has not published a Home for you yet.`
    : `${app().name} is not installed in this workspace.`;
  return h("div", { class: "blank" }, avatar(app().bot_user_id, 56), h("p", {}, text));
}
