/** The agent beside a channel: it is told which channel the person looks at. */

import { act } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { app, channelOf, me, on, store } from "../store.js";
import { attempt } from "../ui/toasts.js";
import { Chat, chatTitle } from "./chat.js";

/** Tell the app what the person looks at; null for nothing. Only a change is told. */
function lookAt(channel) {
  const entities = store.view.agent.context?.entities ?? [];
  const told = entities.find((each) => each.type === "slack#/types/channel_id")?.value ?? null;
  if (told === channel || !app().installed || !app().is_agent) return;
  attempt(() => act("context", { user: me().id, channel }));
}

/** Make the pane; `close` is what its button does. `looking(channel)` follows the page. */
export function agentPane({ channel, close, expand }) {
  let looked = channel;
  attempt(() => act("open_dm", { user: me().id })).then(() => lookAt(looked));
  const chat = new Chat({
    onThread: (ts) => {
      chat.show(ts);
      update();
      chat.focus();
    },
  });
  const head = h("header", { class: "pane-head" });
  const seen = h("div", { class: "pane-context" });
  const tool = (sign, label, run) =>
    h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: run }, icon(sign));
  const anew = () => {
    chat.show(null);
    update();
    chat.focus();
  };
  const update = () => {
    fill(
      head,
      h("div", { class: "pane-title" }, h("h2", {}, app().name), chatTitle(chat.thread)),
      chat.thread && tool("plus", "New conversation", anew),
      tool("open", "Open as a page", () => expand(chat.thread)),
      tool("close", "Close", close),
    );
    const place = channelOf(looked);
    seen.hidden = !place;
    fill(seen, icon("eye", 14), place && `${app().name} knows that you look at #${place.name}`);
  };
  const stop = on(["all", "app", "sessions", "messages"], update);
  update();
  return {
    node: h("aside", { class: "pane agent-pane", "aria-label": app().name }, head, seen, chat.node),
    key: "agent",
    focus: () => chat.focus(),
    looking: (next) => {
      looked = next;
      lookAt(next);
      update();
    },
    destroy: () => {
      stop();
      chat.destroy();
      lookAt(null);
    },
  };
}
