/** Things that hang on a button: popovers, menus, lists to pick from. One at a time; Escape and a click elsewhere close. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { topLayer } from "./dialog.js";

let current = null;

/** Close whatever popover is open. */
export function closePopover({ refocus = true } = {}) {
  if (!current) return;
  const { node, anchor, stop, onClose } = current;
  current = null;
  stop();
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && anchor.isConnected) anchor.focus({ preventScroll: true });
  onClose?.();
}

/** Open `content` at `anchor`. Opening it again at the same anchor closes it. Returns `close`. */
export function openPopover(
  anchor,
  content,
  { label, role = "dialog", onClose, width, align = "start", side = "below" } = {},
) {
  const same = current?.anchor === anchor;
  closePopover({ refocus: same });
  if (same) return null;
  const node = h("div", { class: "popover", role, "aria-label": label, tabindex: -1 }, content);
  if (width) node.style.width = typeof width === "number" ? `${width}px` : width;
  topLayer().append(node);
  anchor.setAttribute("aria-expanded", "true");
  const place = () => position(node, anchor, align, side);
  current = { node, anchor, onClose, stop: watch(node, anchor, place) };
  place();
  return closePopover;
}

function watch(node, anchor, place) {
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) closePopover({ refocus: false });
  };
  const keys = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    closePopover();
  };
  const size = new ResizeObserver(place);
  size.observe(node);
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", keys, true);
  addEventListener("resize", place);
  return () => {
    size.disconnect();
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", keys, true);
    removeEventListener("resize", place);
  };
}

const EDGE = 8;

function position(node, anchor, align, side) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = innerHeight - at.bottom - EDGE;
  const above = at.top - EDGE;
  const up = side === "above" ? above >= Math.min(height, 160) || above > below : below < height && above > below;
  node.style.maxHeight = `${Math.max(up ? above : below, 120)}px`;
  const top = up ? at.top - Math.min(height, above) - 4 : at.bottom + 4;
  const left = align === "end" ? at.right - width : at.left;
  node.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - EDGE - Math.min(height, innerHeight)))}px`;
  node.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
}

/**
 * Open a menu. Items: `{label, icon?, detail?, danger?, checked?, href?, run}`, `{separator: true}`, `{heading}`.
 * Arrow keys move, letters jump, Enter takes.
 */
export function openMenu(anchor, items, { label = "Menu", align = "start", side = "below", width } = {}) {
  const nodes = items.filter(Boolean).map(menuNode);
  const close = openPopover(anchor, nodes, { label, role: "menu", align, side, width });
  if (!close) return;
  const entries = nodes.filter((node) => node.matches("[role^=menuitem]"));
  roving(nodes[0]?.parentElement, entries);
  entries[0]?.focus();
}

function menuNode(item) {
  if (item.separator) return h("div", { class: "menu-separator", role: "separator" });
  if (item.heading) return h("div", { class: "menu-heading" }, item.heading);
  const take = () => {
    closePopover();
    item.run?.();
  };
  const props = {
    class: `menu-item${item.danger ? " danger" : ""}`,
    role: item.checked === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": item.checked,
    tabindex: -1,
    onclick: take,
  };
  const inner = [
    item.icon ? icon(item.icon) : item.node,
    h("span", { class: "menu-text" }, h("span", {}, item.label), item.detail && h("small", {}, item.detail)),
    item.checked ? icon("check", 16) : null,
  ];
  if (item.href) return h("a", { ...props, href: item.href, target: "_blank", rel: "noopener noreferrer" }, inner);
  return h("button", { ...props, type: "button" }, inner);
}

/** Arrow keys, Home and End move the focus among `entries`; a letter jumps to the next that begins with it. */
export function roving(container, entries, { horizontal = false } = {}) {
  const [back, forth] = horizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  container?.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const target = { [forth]: at + 1, [back]: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : null;
    const found = letter && !horizontal ? startingWith(entries, at, letter) : null;
    if (event.key === "Tab" && container.matches("[role=menu]")) return closePopover();
    if (target === undefined && !found) return;
    event.preventDefault();
    (found ?? entries[(target + entries.length) % entries.length])?.focus();
  });
}

function startingWith(entries, at, letter) {
  const turned = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  return turned.find((entry) => entry.textContent.trim().toLowerCase().startsWith(letter));
}
