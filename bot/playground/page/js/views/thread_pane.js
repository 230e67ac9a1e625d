/** A thread in the pane at the side. */

import { act } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { channelOf, me, on, sessionOf } from "../store.js";
import { attempt } from "../ui/toasts.js";
import { createComposer } from "./composer.js";
import { writable } from "./message_actions.js";
import { send } from "./sending.js";
import { Timeline } from "./timeline.js";

/** The function that stops a session, null while there is nothing to stop. */
export function stopper(channel, thread) {
  const session = sessionOf(channel, thread);
  if (!session?.can_stop) return null;
  return () => attempt(() => act("stop", { user: me().id, channel, thread_ts: thread }));
}

/** Make the pane; `close` is what its button does. */
export function threadPane({ channel, thread, close }) {
  const place = channelOf(channel);
  const timeline = new Timeline({ channel, thread });
  const composer = createComposer({
    channel,
    placeholder: "Reply…",
    draftKey: `${channel}/${thread}`,
    broadcastTo: place.type === "channel" || place.type === "group" ? place.name : null,
    onSend: (what) => {
      timeline.writing();
      return send({ channel, thread, ...what });
    },
    onEditLast: () => timeline.editLast(),
  });
  const closed = h(
    "div",
    { class: "closed-note" },
    place.is_archived ? "This channel is archived." : "Join the channel to reply.",
  );
  const title = h(
    "div",
    { class: "pane-title" },
    h("h2", {}, "Thread"),
    h("span", { class: "soft" }, place.type === "im" ? place.name : `#${place.name}`),
  );
  const update = () => {
    composer.stoppable(stopper(channel, thread));
    composer.node.hidden = !writable(channel);
    closed.hidden = writable(channel);
  };
  const stop = on(["all", "sessions", "channels"], update);
  update();
  const node = h(
    "aside",
    { class: "pane", "aria-label": `Thread in ${place.name}` },
    h(
      "header",
      { class: "pane-head" },
      title,
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close thread", onclick: close },
        icon("close"),
      ),
    ),
    timeline.node,
    h("div", { class: "composer-place" }, composer.node, closed),
  );
  return {
    node,
    key: `thread:${channel}/${thread}`,
    timeline,
    focus: () => composer.focus(),
    destroy: () => {
      stop();
      timeline.destroy();
      composer.destroy();
    },
  };
}
