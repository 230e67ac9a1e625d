/** Begins: finds who one acts as, reads the workspace, builds the page, and hears of what happens. */

import { read, Refused } from "./api.js";
import { h } from "./dom.js";
import { problemText, underWay } from "./elements/surface.js";
import { here } from "./router.js";
import { appDm, follow, hear } from "./store.js";
import { summary } from "./text/mrkdwn.js";
import { applyScheme } from "./ui/scheme.js";
import { announce, toast } from "./ui/toasts.js";
import { authorName } from "./views/message_parts.js";
import { followModals } from "./views/modals.js";
import { lastPerson } from "./views/person_menu.js";
import { Shell } from "./views/shell.js";
import { welcomeOnce } from "./views/welcome.js";

const HANDLED_MS = 1_500;

/** Old and Slack-like addresses: `?channel=C1&ts=…` becomes `#C1-…`. */
function settleAddress() {
  const url = new URL(location.href);
  const channel = url.searchParams.get("channel");
  if (!channel) return;
  const ts = url.searchParams.get("ts");
  url.searchParams.delete("channel");
  url.searchParams.delete("ts");
  url.hash = ts ? `${channel}-${ts}` : channel;
  history.replaceState(null, "", url);
}

/** Whom to act as: who the address names, who it was last time, or the first person there is. */
async function begin() {
  const asked = new URL(location.href).searchParams.get("user");
  for (const candidate of [asked, lastPerson()].filter(Boolean)) {
    try {
      return await follow(candidate);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    }
  }
  const { users } = await read("state");
  const first = Object.values(users).find((user) => !user.is_bot && !user.deleted);
  return follow(first.id);
}

/** Notices of an interaction that was made in this window are shown where it was made. */
function notice(told) {
  if (underWay.count > 0 || Date.now() - underWay.endedAt < HANDLED_MS) return;
  toast(problemText(told), "problem");
}

const announced = new Map();

/** Read new messages out where the person is; a stream once it is complete. */
function message(channel, told) {
  if (told.mine || told.streaming_state === "in_progress") return;
  const place = here();
  const open = place.app ? channel === appDm() : place.channel === channel;
  const text = summary(told.text);
  if (!open || announced.get(told.key) === text) return;
  const isNew = announced.has(told.key) || Number(told.ts) * 1000 > opened;
  announced.set(told.key, text);
  if (isNew && text) announce(`${authorName(told)}: ${text.slice(0, 400)}`);
}

let opened = Infinity;

async function start() {
  applyScheme();
  settleAddress();
  const page = document.getElementById("page");
  try {
    await begin();
  } catch (problem) {
    page.replaceChildren(
      h(
        "p",
        { class: "boot", role: "alert" },
        `The workspace cannot be reached: ${problem.message} `,
        h("button", { type: "button", class: "button", onclick: () => location.reload() }, "Try again"),
      ),
    );
    return;
  }
  opened = Date.now();
  hear({ notice, message });
  page.classList.add("ready");
  new Shell(page);
  followModals();
  welcomeOnce();
}

start();
