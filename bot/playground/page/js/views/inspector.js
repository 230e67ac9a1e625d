/** The drawer with the raw traffic between workspace and app, and the workshop beside it. */

import { liveSocket, read } from "../api.js";
import { clockTime } from "../clock.js";
import { fill, h, later } from "../dom.js";
import { icon } from "../icons.js";
import { me, on } from "../store.js";
import { toast } from "../ui/toasts.js";
import { jsonView } from "./json_view.js";
import { workshop } from "./workshop.js";

const KEPT = 1_500;
const LOWEST = 150;
const GROUPS = {
  Events: ["event"],
  Interactions: [
    "block_actions",
    "view_submission",
    "view_closed",
    "block_suggestion",
    "message_action",
    "shortcut",
    "slash_command",
  ],
  Calls: ["call", "respond"],
  Answers: ["response", "ack", "view_ack", "command_ack", "options_ack"],
  Connection: ["socket", "manifest"],
};
const FROM_APP = new Set(["call", "respond", "ack", "view_ack", "command_ack", "options_ack"]);

/** Open the drawer; `close` is what its button does. */
export function inspector({ close }) {
  const traffic = new Traffic();
  const shop = workshop();
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Inspector" });
  const body = h("div", { class: "inspector-body" });
  const show = (name) => {
    const parts = { Traffic: traffic.node, Workshop: shop.node };
    fill(body, parts[name]);
    fill(
      tabs,
      Object.keys(parts).map((each) =>
        h("button", { type: "button", role: "tab", "aria-selected": each === name, onclick: () => show(each) }, each),
      ),
    );
  };
  const quit = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close the inspector", onclick: close },
    icon("close"),
  );
  const node = h(
    "section",
    { class: "inspector", "aria-label": "Inspector" },
    h("header", { class: "inspector-head" }, tabs, h("span", { class: "spring" }), traffic.tools, quit),
    body,
  );
  node.prepend(grip(node));
  show("Traffic");
  return {
    node,
    destroy: () => {
      traffic.destroy();
      shop.destroy();
    },
  };
}

/** The edge to drag the drawer's height with; arrow keys do it too. */
function grip(node) {
  const set = (wanted) => {
    const height = Math.round(Math.max(LOWEST, Math.min(wanted, innerHeight - LOWEST)));
    node.style.setProperty("--inspector-height", `${height}px`);
    edge.setAttribute("aria-valuenow", height);
  };
  const move = (event) => set(innerHeight - event.clientY);
  const edge = h("div", {
    class: "grip",
    role: "separator",
    "aria-orientation": "horizontal",
    "aria-label": "Height of the inspector",
    "aria-valuenow": 340,
    tabindex: 0,
  });
  edge.addEventListener("pointerdown", (event) => {
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", move);
  });
  edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", move));
  edge.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 30, ArrowDown: -30 }[event.key];
    if (by) set(node.offsetHeight + by);
  });
  return edge;
}

class Traffic {
  constructor() {
    this.lines = [];
    this.next = 0;
    this.hidden = new Set();
    this.typed = "";
    this.list = h("div", { class: "traffic-list", role: "listbox", "aria-label": "Traffic", tabindex: 0 });
    this.detail = h("div", { class: "traffic-detail" }, h("p", { class: "empty" }, "Choose a line to see all of it."));
    this.node = h("div", { class: "traffic" }, this.list, this.detail);
    this.tools = h("div", { class: "traffic-tools" }, this.#filters());
    this.list.addEventListener("keydown", (event) => this.#key(event));
    // The journal is the truth; the live socket only says that it grew.
    this.readSoon = later(40, () => this.read());
    this.stop = on(["all"], () => this.connect());
    this.connect();
  }

  destroy() {
    this.gone = true;
    this.stop();
    this.socket?.close();
  }

  connect() {
    if (this.socket && this.user === me().id && this.socket.readyState <= 1) return this.readSoon();
    this.socket?.close();
    this.user = me().id;
    this.socket = liveSocket(this.user, true);
    this.socket.onmessage = (event) => JSON.parse(event.data).type === "traffic" && this.readSoon();
    return this.read();
  }

  async read() {
    if (this.reading) return void (this.again = true);
    this.reading = true;
    try {
      const { lines, next } = await read("journal", { after: this.next });
      if (this.next > next) this.lines = [];
      this.next = next;
      this.lines.push(...lines.map(described));
      this.lines.splice(0, Math.max(0, this.lines.length - KEPT));
      if (lines.length > 0 && !this.gone) this.show(lines.length);
    } catch {
      // The workspace is away; the next line or the next connection reads on.
    } finally {
      this.reading = false;
      if (this.again) {
        this.again = false;
        this.readSoon();
      }
    }
  }

  #filters() {
    const search = h("input", {
      type: "search",
      class: "text-input",
      placeholder: "Filter: a word, a method, an id",
      "aria-label": "Filter the traffic",
    });
    search.addEventListener("input", () => {
      this.typed = search.value.trim().toLowerCase();
      this.show();
    });
    const chip = (name) => {
      const node = h("button", { type: "button", class: "filter-chip", "aria-pressed": true }, name);
      node.addEventListener("click", () => {
        if (!this.hidden.delete(name)) this.hidden.add(name);
        node.setAttribute("aria-pressed", String(!this.hidden.has(name)));
        this.show();
      });
      return node;
    };
    const clear = () => {
      this.lines = [];
      this.show();
    };
    return [
      search,
      Object.keys(GROUPS).map(chip),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Clear the list",
          title: "Clear the list",
          onclick: clear,
        },
        icon("trash", 16),
      ),
    ];
  }

  #fits(line) {
    return !this.hidden.has(line.group) && (!this.typed || line.text.includes(this.typed));
  }

  /** Draw the list; `added` new lines at the end can be appended when nothing else changed. */
  show(added = null) {
    const sticks = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
    const some = added === null ? this.lines : this.lines.slice(-added);
    if (added === null) fill(this.list);
    for (const line of some) if (this.#fits(line)) this.list.append(this.#row(line));
    while (this.list.childElementCount > KEPT) this.list.firstElementChild.remove();
    if (sticks) this.list.scrollTop = this.list.scrollHeight;
  }

  #row(line) {
    const toApp = !FROM_APP.has(line.kind);
    const row = h(
      "div",
      {
        class: `traffic-row ${toApp ? "to-app" : "from-app"}${line.bad ? " bad" : ""}`,
        role: "option",
        "aria-selected": "false",
        onclick: () => this.#choose(row, line),
      },
      h("span", { class: "traffic-time" }, line.time),
      h(
        "span",
        { class: "traffic-way", title: toApp ? "to the app" : "from the app" },
        icon(toApp ? "down" : "up", 13),
      ),
      h("span", { class: "traffic-name" }, line.name),
      h("span", { class: "traffic-summary" }, line.summary),
    );
    row.line = line;
    return row;
  }

  #choose(row, line) {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    const copy = async () => {
      await navigator.clipboard.writeText(JSON.stringify(line.raw, null, 2)).catch(() => {});
      toast("JSON copied");
    };
    const back = h(
      "button",
      {
        type: "button",
        class: "icon-button narrow-only",
        "aria-label": "Back to the list",
        onclick: () => this.node.classList.remove("chosen"),
      },
      icon("chevronLeft"),
    );
    const head = h(
      "div",
      { class: "traffic-detail-head" },
      back,
      h("strong", {}, line.name),
      h("span", { class: "soft" }, line.time),
      h("span", { class: "spring" }),
      h("button", { type: "button", class: "button small", onclick: copy }, icon("copy", 14), "Copy"),
    );
    fill(this.detail, head, jsonView(line.raw.payload ?? line.raw));
    this.node.classList.add("chosen");
  }

  #key(event) {
    const rows = [...this.list.children];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const target = { ArrowDown: at + 1, ArrowUp: at < 0 ? rows.length - 1 : at - 1, End: rows.length - 1, Home: 0 }[
      event.key
    ];
    if (target === undefined || !rows[target]) return;
    event.preventDefault();
    this.#choose(rows[target], rows[target].line);
  }
}

/** A line of the journal with what the list shows of it. */
function described(raw) {
  const kind = raw.kind ?? "call";
  const group = Object.keys(GROUPS).find((name) => GROUPS[name].includes(kind)) ?? "Connection";
  const payload = raw.payload ?? {};
  const bad = kind === "response" && payload.ok === false;
  return {
    raw,
    kind,
    group,
    bad,
    time: `${clockTime(raw.at)}:${String(Math.floor(raw.at % 60)).padStart(2, "0")}`,
    name: nameOf(kind, raw, payload),
    summary: summaryOf(kind, payload),
    text: `${kind} ${JSON.stringify(raw)}`.toLowerCase(),
  };
}

function nameOf(kind, raw, payload) {
  if (kind === "call") return raw.method;
  if (kind === "response") return `${raw.method} →`;
  if (kind === "event") return payload.event?.type ?? "event";
  if (kind === "ack") return `ack of ${payload.of}`;
  return kind === "slash_command" ? payload.command : kind;
}

function summaryOf(kind, payload) {
  const action = payload.actions?.[0];
  const event = payload.event;
  const told = {
    ack: () => `${payload.ms} ms`,
    response: () => (payload.ok === false ? payload.error : (payload.ts ?? payload.message_ts ?? "ok")),
    event: () => event.text ?? event.tab ?? event.subtype ?? event.channel,
    block_actions: () => `${action.action_id} ${action.value ?? action.selected_option?.value ?? ""}`,
    slash_command: () => payload.text,
    socket: () => payload.type,
    view_submission: () => payload.view?.callback_id,
  };
  const found =
    told[kind]?.() ??
    payload.text ??
    payload.markdown_text ??
    payload.status ??
    payload.callback_id ??
    payload.channel ??
    payload.channel_id;
  return typeof found === "string" ? found.slice(0, 160) : "";
}
