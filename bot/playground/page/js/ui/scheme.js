/** Light and dark: as the system says, until the person chooses. */

import { emit } from "../store.js";

const KEY = "playground.scheme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** The scheme in use: `light` or `dark`. */
export function scheme() {
  return localStorage.getItem(KEY) ?? (system.matches ? "dark" : "light");
}

/** Put the scheme on the page, and follow the system. */
export function applyScheme() {
  document.documentElement.dataset.scheme = scheme();
}

/** Switch to the other one; the system's own is not stored, so that it is followed again. */
export function nextScheme() {
  const wanted = scheme() === "dark" ? "light" : "dark";
  if (wanted === (system.matches ? "dark" : "light")) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, wanted);
  applyScheme();
  emit("scheme");
}

system.addEventListener("change", () => {
  applyScheme();
  emit("scheme");
});
