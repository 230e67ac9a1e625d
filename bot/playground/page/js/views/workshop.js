/** Turning the screws: the clock, faults, connections, and starting over. */

import { change, read } from "../api.js";
import { fullTime, now } from "../clock.js";
import { fill, h, plural } from "../dom.js";
import { app, on } from "../store.js";
import { ask } from "../ui/dialog.js";
import { attempt, toast } from "../ui/toasts.js";

const STEPS = [
  ["3 seconds", 3],
  ["2 minutes", 120],
  ["30 minutes", 1_800],
  ["1 hour", 3_600],
  ["12 hours", 43_200],
  ["1 day", 86_400],
  ["1 week", 604_800],
];

const FAULTS = [
  ["Lose the next answer to a click", { kind: "drop_ack", of: "block_actions" }],
  ["Lose the next answer to a command", { kind: "drop_ack", of: "slash_command" }],
  ["Lose the next answer to a submit", { kind: "drop_ack", of: "view_submission" }],
  ["Deliver the next event twice", { kind: "duplicate", of: "event" }],
  ["Limit the rate of the next post", { kind: "rate_limit", method: "chat.postMessage", retry_after: 2 }],
  ["Fail the next post", { kind: "error", method: "chat.postMessage", error: "internal_error" }],
  ["Answer the next call late, 2 s", { kind: "latency", seconds: 2 }],
  ["Refuse charts once", { kind: "refuse_block", block: "data_visualization" }],
];

export function workshop() {
  const clock = h("p", { class: "workshop-now" });
  const waiting = h("div", { class: "workshop-faults" });
  const tell = () => (clock.textContent = `In this workspace: ${fullTime(now())}`);
  const showFaults = async () => {
    const answer = await read("faults").catch(() => ({ faults: [] }));
    const words = answer.faults.map((each) => h("code", {}, JSON.stringify(each)));
    fill(
      waiting,
      words.length > 0
        ? [h("strong", {}, plural(words.length, "fault")), " waiting:", words, button("Clear", clearFaults)]
        : "No fault is waiting.",
    );
  };
  const clearFaults = async () => {
    await attempt(() => change("faults", {}, "DELETE"));
    showFaults();
  };
  const plant = (fault) => async () => {
    await attempt(() => change("faults", { times: 1, ...fault }));
    showFaults();
  };
  const advance = (seconds) => async () => {
    await attempt(() => change("clock", { advance: seconds }));
    tell();
  };
  const node = h(
    "div",
    { class: "workshop" },
    part("Clock", "Move the workspace's time forward: deadlines, reminders and scheduled messages fall due.", [
      clock,
      row(STEPS.map(([name, seconds]) => button(`+ ${name}`, advance(seconds)))),
    ]),
    part("Faults", "Each strikes once. See how the app takes it.", [
      row(FAULTS.map(([name, fault]) => button(name, plant(fault)))),
      waiting,
    ]),
    part("Connection", "What befalls an app that runs for long.", [
      row([
        button("Ask to reconnect", () =>
          post("disconnect", { reason: "refresh_requested" }, "The app was asked to reconnect"),
        ),
        button("Cut the connection", () => post("disconnect", { hard: true }, "The connection was cut")),
        button("Let triggers and response URLs expire", () =>
          post("expire", { what: ["triggers", "response_urls"] }, "They have expired"),
        ),
        button("Let streams expire", () => post("expire", { what: ["streams"] }, "Streams have expired")),
      ]),
    ]),
    part("Start over", "Messages and views go; the app stays connected.", [
      row([button("Reset the workspace…", reset, "danger")]),
    ]),
  );
  tell();
  showFaults();
  const timer = setInterval(() => {
    tell();
    if (node.isConnected) showFaults();
  }, 5_000);
  const stop = on(["clock"], tell);
  return {
    node,
    destroy: () => {
      clearInterval(timer);
      stop();
    },
  };
}

function part(title, text, content) {
  return h("section", { class: "workshop-part" }, h("h3", {}, title), h("p", { class: "soft" }, text), content);
}

const row = (buttons) => h("div", { class: "actions" }, buttons);

function button(label, run, style = "") {
  return h("button", { type: "button", class: `button small ${style}`, onclick: run }, label);
}

async function post(path, body, said) {
  if (await attempt(() => change(path, body))) toast(said);
}

async function reset() {
  const text = `All messages, views and files of this workspace go. ${app().name} keeps what it has stored itself.`;
  if (await ask({ title: "Reset the workspace?", text, confirm: "Reset", danger: true }))
    post("reset", {}, "The workspace is as new");
}
