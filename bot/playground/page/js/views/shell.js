/** The page's frame: what is shown where, for the address it has. */

import { arrange, h } from "../dom.js";
import { address, go, here, onMove } from "../router.js";
import { app, appDm, channelOf, emit, messagesOf, on, store } from "../store.js";
import { closePopover } from "../ui/popover.js";
import { agentPane } from "./agent_pane.js";
import { appPage } from "./app_page.js";
import { channelPage } from "./channel_page.js";
import { inspector } from "./inspector.js";
import { openJump } from "./jump.js";
import { sidebar } from "./sidebar.js";
import { threadPane } from "./thread_pane.js";
import { topbar } from "./topbar.js";
import { onWrite } from "./welcome.js";

export class Shell {
  constructor(root) {
    this.root = root;
    this.route = { page: "none" };
    this.agentOpen = false;
    this.side = sidebar({ route: () => this.route });
    this.bar = topbar({ toggleInspector: () => this.toggleInspector(), menu: () => this.menu() });
    this.veil = h("div", { class: "veil", onclick: () => this.menu(false) });
    this.stage = h("div", { class: "stage" });
    this.lower = h("div", { class: "lower" });
    root.replaceChildren(
      this.bar.node,
      this.side.node,
      this.veil,
      h("div", { class: "content" }, this.stage, this.lower),
    );
    onMove(() => this.move());
    on(["all"], () => this.rebuild());
    on(["channels"], () => this.checkChannel());
    document.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("focus", () => emit("channels"));
    onWrite((text, selected) => this.page?.put?.(text, selected));
    this.rebuild();
  }

  /** After the workspace was read anew: the same places, unless the person or the DM is another. */
  rebuild() {
    const who = `${store.view.user.id} ${store.view.app.id} ${app().is_agent}`;
    if (this.who !== who) {
      this.#drop("page");
      this.#drop("pane");
    }
    this.who = who;
    this.bar.update();
    this.side.update();
    this.move();
  }

  /** Show what the address names. */
  move() {
    const before = this.route;
    this.route = this.#allowed(here());
    this.root.classList.remove("menu-open");
    closePopover({ refocus: false });
    this.#showPage();
    this.#showPane();
    arrange(this.stage, [this.page?.node, this.pane?.node].filter(Boolean));
    this.stage.classList.toggle("with-pane", Boolean(this.pane));
    this.side.update();
    this.#pointOut();
    this.#title();
    if (before.channel !== this.route.channel || before.app !== this.route.app || before.tab !== this.route.tab)
      this.#settleFocus({ first: before.page === "none" });
  }

  /** The place that is meant, or one that this person can see. */
  #allowed(route) {
    if (route.app || (route.channel && channelOf(route.channel))) return this.#withThread(route);
    const first =
      store.view.channels.find((each) => each.is_member && each.app_is_member && each.type !== "im") ??
      store.view.channels.find((each) => each.is_member);
    const fallback = first ? { channel: first.id, thread: null, message: null } : { app: true, tab: "about" };
    history.replaceState(null, "", `${location.pathname}${location.search}${first ? `#${first.id}` : "#app/about"}`);
    return fallback;
  }

  /** A permalink to a reply opens its thread too. */
  #withThread(route) {
    if (!route.message) return route;
    const holds = (root) => root.replies?.some((each) => each.ts === route.message);
    const root = messagesOf(route.app ? appDm() : route.channel).find(holds);
    return root ? { ...route, thread: root.ts } : route;
  }

  #showPage() {
    const { route } = this;
    const key = route.app ? `app:${route.tab}` : `channel:${route.channel}`;
    if (this.page?.asked === key) return this.page.route?.(route);
    this.#drop("page");
    const menu = () => this.menu();
    const openThread = (ts) =>
      go(route.app ? { app: true, tab: "chat", thread: ts } : { channel: this.route.channel, thread: ts });
    this.page = route.app
      ? appPage({ route, openThread, menu })
      : channelPage({ channel: route.channel, openThread, menu, toggleAgent: () => this.toggleAgent() });
    this.page.asked = key;
    return undefined;
  }

  #showPane() {
    const { route } = this;
    const thread = !route.app || !app().is_agent ? route.thread : null;
    const channel = route.app ? appDm() : route.channel;
    if (thread && channel) {
      if (this.pane?.key === `thread:${channel}/${thread}`) return;
      this.#drop("pane");
      this.pane = threadPane({ channel, thread, close: () => this.closePane() });
      if (!route.message) requestAnimationFrame(() => this.pane?.focus());
    } else if (this.agentOpen && !route.app) {
      if (this.pane?.key === "agent") return this.pane.looking(route.channel);
      this.#drop("pane");
      this.pane = agentPane({
        channel: route.channel,
        close: () => this.toggleAgent(),
        expand: (ts) => go({ app: true, tab: "chat", thread: ts }),
      });
      requestAnimationFrame(() => this.pane?.focus());
    } else this.#drop("pane");
  }

  closePane() {
    const { route } = this;
    go(route.app ? { app: true, tab: route.tab } : { channel: route.channel });
    this.page?.focus();
  }

  toggleAgent() {
    this.agentOpen = this.pane?.key !== "agent";
    if (this.route.thread) go({ channel: this.route.channel });
    else this.move();
  }

  #drop(name) {
    const gone = this[name];
    this[name] = null;
    gone?.destroy();
    gone?.node.remove();
  }

  #pointOut() {
    const { message } = this.route;
    if (!message) return;
    const shown = this.pane?.timeline?.pointOut(message) || this.page.timeline?.pointOut(message);
    if (shown)
      history.replaceState(
        null,
        "",
        `${location.pathname}${location.search}${address({ ...this.route, message: null })}`,
      );
  }

  /** To where one writes; at first, what else there is would only get a ring around it. */
  #settleFocus({ first }) {
    if (first && !this.page.node.querySelector(".composer-field")) return;
    if (matchMedia("(pointer: fine)").matches && !this.route.message && !this.pane) this.page?.focus();
  }

  /** A channel may go while it is looked at. */
  checkChannel() {
    this.#title();
    if (!this.route.app && !channelOf(this.route.channel)) this.move();
  }

  #title() {
    const place = this.route.app ? app().name : `#${channelOf(this.route.channel)?.name ?? ""}`;
    const waiting = store.view.channels.reduce((sum, each) => sum + (each.mentions ?? 0), 0);
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${place} · ${store.view.team.name}`;
  }

  menu(open = !this.root.classList.contains("menu-open")) {
    this.root.classList.toggle("menu-open", open);
    if (open) this.side.node.querySelector("[aria-current], .side-item")?.focus();
  }

  toggleInspector() {
    this.drawer?.destroy();
    this.drawer = this.drawer ? null : inspector({ close: () => this.toggleInspector() });
    this.lower.replaceChildren(...(this.drawer ? [this.drawer.node] : []));
    store.inspecting = Boolean(this.drawer);
    emit("inspector");
  }

  #key(event) {
    const modified = event.ctrlKey || event.metaKey;
    if (modified && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) openJump();
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#neighbour(event.key === "ArrowDown" ? 1 : -1);
    } else if (
      event.key === "Escape" &&
      !event.defaultPrevented &&
      this.pane &&
      !document.querySelector("dialog[open]")
    ) {
      if (this.pane.key === "agent") this.toggleAgent();
      else this.closePane();
    }
  }

  #neighbour(step) {
    const items = [...this.side.node.querySelectorAll(".side-item")];
    const at = items.findIndex((each) => each.getAttribute("aria-current"));
    items[(at + step + items.length) % items.length]?.click();
  }
}
