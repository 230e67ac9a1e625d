/** Building DOM nodes. Foreign text only ever becomes text nodes: nothing here parses HTML. */

const SVG = "http://www.w3.org/2000/svg";
const AS_PROPERTY = new Set([
  "value",
  "checked",
  "disabled",
  "hidden",
  "selected",
  "indeterminate",
  "multiple",
  "readOnly",
]);

/** Make an element: `h("button", {class: "big", onclick: go, "aria-label": "Go"}, "Go")`. Null children are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  append(node, children);
  return node;
}

/** As `h`, for SVG. */
export function s(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "style") for (const [key, each] of Object.entries(value)) node.style.setProperty(key, each);
  else if (AS_PROPERTY.has(name)) node[name] = value;
  else if (name.startsWith("aria-")) node.setAttribute(name, String(value));
  else if (value === true) node.setAttribute(name, "");
  else if (value !== false) node.setAttribute(name, String(value));
}

/** Append nodes, strings, and lists of them. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

/** Put these children in place of those there are. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** A fragment of children. */
export function fragment(...children) {
  return append(document.createDocumentFragment(), children);
}

/** Bring `container`'s children in line with `nodes`, moving only what has to move: a moved node would lose focus. */
export function arrange(container, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...container.childNodes]) if (!wanted.has(child)) child.remove();
  let at = container.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else container.insertBefore(node, at);
  }
}

let counter = 0;

/** An id that no other element has, to tie labels and descriptions to fields. */
export function uniqueId(prefix = "x") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** The address if it is http(s) and may be linked to, else null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Run `work` once, `ms` after the last call. The returned function has `flush` to run it now. */
export function later(ms, work) {
  let timer = null;
  const run = () => {
    clearTimeout(timer);
    timer = null;
    return work();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  wait.flush = () => (timer === null ? undefined : run());
  return wait;
}

/** "1 reply", "2 replies". */
export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
