/** What an agent shows of its work: single tasks, and plans of several. */

import { h, plural } from "../dom.js";
import { icon } from "../icons.js";
import { link } from "../text/inline.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { richText } from "../text/rich_text.js";

const STATUS = {
  pending: ["Waiting", null],
  in_progress: ["Working", null],
  complete: ["Done", "check"],
  error: ["Failed", "close"],
};

function badge(status) {
  const [label, sign] = STATUS[status] ?? STATUS.pending;
  return h(
    "span",
    { class: `task-badge task-${status}`, role: "img", "aria-label": label, title: label },
    sign && icon(sign, 12),
  );
}

/** Details and output are rich text in blocks, and plain text while they are streamed. */
function words(value) {
  if (!value) return null;
  return typeof value === "string" ? mrkdwn(value) : richText(value);
}

function sources(list = []) {
  if (list.length === 0) return null;
  const items = list.map((source) =>
    h("span", { class: "source" }, icon("link", 12), link(source.url, source.text ?? source.url)),
  );
  return h("div", { class: "sources" }, items);
}

function task(card, surface) {
  const inner = [
    card.details && h("div", { class: "task-details text" }, words(card.details)),
    card.output && h("div", { class: "task-output text" }, words(card.output)),
    sources(card.sources),
  ].filter(Boolean);
  const title = [badge(card.status), h("span", { class: "task-title" }, card.title)];
  if (inner.length === 0) return h("div", { class: "task" }, h("div", { class: "task-line" }, title));
  const open = foldKey(surface, `task:${card.task_id}`, card.status === "in_progress" || card.status === "error");
  return h(
    "details",
    { class: "task", open: open.value, ontoggle: open.remember },
    h("summary", { class: "task-line" }, title, icon("chevronRight", 14)),
    h("div", { class: "task-body" }, inner),
  );
}

/** Whether something is unfolded: as the person left it, else `otherwise`. */
export function foldKey(surface, key, otherwise) {
  surface.folds ??= new Map();
  return {
    value: surface.folds.get(key) ?? otherwise,
    // The first toggle event comes from opening it by attribute; only a change by the person counts.
    remember: (event) => {
      if (event.target.open !== otherwise || surface.folds.has(key)) surface.folds.set(key, event.target.open);
    },
  };
}

function plan(block, surface) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((each) => each.status === "complete").length;
  const failed = tasks.some((each) => each.status === "error");
  const finished = tasks.length > 0 && tasks.every((each) => each.status === "complete" || each.status === "error");
  const status = finished
    ? failed
      ? "error"
      : "complete"
    : done > 0 || tasks.some((each) => each.status === "in_progress")
      ? "in_progress"
      : "pending";
  const open = foldKey(surface, `plan:${block.block_id ?? block.title}`, !finished);
  const count = finished ? plural(tasks.length, "step") : `${done} of ${tasks.length}`;
  return h(
    "details",
    { class: "plan", open: open.value, ontoggle: open.remember },
    h(
      "summary",
      {},
      badge(status),
      h("span", { class: "plan-title" }, block.title),
      h("span", { class: "plan-count" }, count),
      icon("chevronRight", 14),
    ),
    h(
      "div",
      { class: "plan-tasks" },
      tasks.map((each) => task(each, surface)),
    ),
  );
}

export const AGENT = { task_card: task, plan };
