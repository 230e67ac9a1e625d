/** Where messages are written: formatting, suggestions, files, shortcuts, and Stop while the agent works. */

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { app } from "../store.js";
import { pickEmoji } from "../ui/emoji_picker.js";
import { openMenu } from "../ui/popover.js";
import { toast } from "../ui/toasts.js";
import { Autocomplete } from "./autocomplete.js";
import { globalShortcut } from "./message_actions.js";

const drafts = new Map();
const FILE_BYTES = 1_000_000;

/**
 * A composer. `onSend({text, files, broadcast})` may throw: its message is shown and the text stays.
 * `draftKey` keeps unsent text, `broadcastTo` offers to send a reply to the channel too, `editing` makes it an editor.
 */
export function createComposer(options) {
  return new Composer(options);
}

class Composer {
  constructor(options) {
    this.options = options;
    this.files = [];
    this.field = h("textarea", {
      class: "composer-field",
      rows: 1,
      placeholder: options.placeholder ?? "",
      "aria-label": options.placeholder ?? "Edit message",
      value: options.initial ?? drafts.get(options.draftKey) ?? "",
    });
    this.problem = h("div", { class: "composer-problem", role: "alert", hidden: true });
    this.attached = h("div", { class: "attached", hidden: true });
    this.broadcast = h("input", { type: "checkbox" });
    const also =
      options.broadcastTo && h("label", { class: "also-send" }, this.broadcast, `Also send to #${options.broadcastTo}`);
    this.send = h(
      "button",
      {
        type: "button",
        class: "send-button",
        "aria-label": "Send",
        title: "Send (Enter)",
        onclick: () => this.submit(),
      },
      icon("send", 17),
    );
    this.stop = h("button", { type: "button", class: "stop-button", hidden: true }, icon("stop", 14), "Stop");
    this.box = h("div", { class: "composer-box" }, this.#formatting(), this.field, this.attached, this.#tools());
    this.node = h("div", { class: `composer${options.editing ? " editing" : ""}` }, this.problem, this.box, also);
    this.suggest = new Autocomplete(this.field, this.box, options.channel);
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("paste", (event) => this.#take([...(event.clipboardData?.files ?? [])]));
    this.box.addEventListener("dragover", (event) => event.preventDefault());
    this.box.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#take([...event.dataTransfer.files]);
    });
    // The height can only be measured once the field is in the page.
    this.sized = new ResizeObserver(() => this.#grow());
    this.sized.observe(this.box);
    this.#changed();
  }

  destroy() {
    this.sized.disconnect();
  }

  focus() {
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  /** Put text into the field, to be sent or changed; what stands from `selected` on is replaced by typing. */
  put(text, selected = text.length) {
    this.field.value = text;
    this.#changed();
    this.focus();
    this.field.setSelectionRange(selected, text.length);
  }

  /** Show Stop instead of Send; null shows Send again. */
  stoppable(stop) {
    this.stop.onclick = stop;
    this.stop.hidden = !stop;
    this.send.hidden = Boolean(stop);
  }

  #formatting() {
    const marks = [
      ["bold", "Bold", "*"],
      ["italic", "Italic", "_"],
      ["strike", "Strike-through", "~"],
      ["code", "Code", "`"],
      ["codeblock", "Code block", "```"],
    ];
    const wrap = marks.map(([sign, label, mark]) => tool(sign, label, () => this.#wrap(mark)));
    const line = [
      ["quote", "Quote", "> "],
      ["list", "List", "• "],
    ].map(([sign, label, mark]) => tool(sign, label, () => this.#prefix(mark)));
    return h(
      "div",
      { class: "composer-format", role: "toolbar", "aria-label": "Formatting" },
      wrap,
      h("span", { class: "tool-gap" }),
      line,
    );
  }

  #tools() {
    const { editing, onCancel } = this.options;
    const common = [
      tool("smile", "Emoji", (event) => pickEmoji(event.currentTarget, (name) => this.#insert(`:${name}: `))),
      tool("at", "Mention somebody", () => this.#insert("@")),
    ];
    if (editing) {
      const cancel = h("button", { type: "button", class: "button small", onclick: onCancel }, "Cancel");
      const save = h("button", { type: "button", class: "button small primary", onclick: () => this.submit() }, "Save");
      return h("div", { class: "composer-tools" }, common, h("span", { class: "spring" }), cancel, save);
    }
    const plus = tool("plus", "Attach or run a shortcut", (event) => this.#plusMenu(event.currentTarget));
    plus.setAttribute("aria-haspopup", "menu");
    const keys = h(
      "span",
      { class: "composer-keys" },
      h("kbd", {}, "Enter"),
      " to send, ",
      h("kbd", {}, "Shift Enter"),
      " for a new line",
    );
    return h(
      "div",
      { class: "composer-tools" },
      plus,
      common,
      tool("bolt", "Commands", () => this.#commands()),
      h("span", { class: "spring" }),
      keys,
      this.stop,
      this.send,
    );
  }

  #commands() {
    this.put("/");
    this.suggest.update();
  }

  #plusMenu(anchor) {
    const shortcuts = app().installed ? app().shortcuts.filter((each) => each.type === "global") : [];
    openMenu(
      anchor,
      [
        {
          label: "Attach a text file",
          icon: "file",
          detail: "Up to 1 MB, read as text",
          run: () => this.#chooseFiles(),
        },
        { separator: true },
        { heading: shortcuts.length > 0 ? "Shortcuts" : "No app has a global shortcut here" },
        ...shortcuts.map((each) => ({
          label: each.name,
          detail: each.description || app().name,
          icon: "bolt",
          run: () => globalShortcut(each),
        })),
      ],
      { label: "Attach or run a shortcut", side: "above", width: 280 },
    );
  }

  #chooseFiles() {
    const picker = h("input", { type: "file", multiple: true, onchange: () => this.#take([...picker.files]) });
    picker.click();
  }

  async #take(chosen) {
    for (const file of chosen) {
      if (file.size > FILE_BYTES) toast(`${file.name} is larger than 1 MB`, "problem");
      else this.files.push({ name: file.name, content: await file.text() });
    }
    this.#showFiles();
  }

  #showFiles() {
    this.attached.hidden = this.files.length === 0;
    const remove = (file) => () => {
      this.files = this.files.filter((each) => each !== file);
      this.#showFiles();
    };
    const chip = (file) => {
      const button = h(
        "button",
        { type: "button", class: "chip-remove", "aria-label": `Remove ${file.name}`, onclick: remove(file) },
        icon("close", 12),
      );
      return h("span", { class: "chip" }, icon("file", 14), file.name, button);
    };
    fill(this.attached, this.files.map(chip));
    this.#changed();
  }

  #changed() {
    this.#grow();
    if (this.options.draftKey) drafts.set(this.options.draftKey, this.field.value);
    this.send.disabled = this.field.value.trim() === "" && this.files.length === 0;
    this.problem.hidden = true;
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  #key(event) {
    if (event.isComposing || this.suggest.key(event)) return;
    const mark = event.ctrlKey || event.metaKey ? { b: "*", i: "_", e: "`" }[event.key] : null;
    if (mark) {
      event.preventDefault();
      this.#wrap(mark);
    } else if (event.key === "Enter" && !event.shiftKey && !this.#inFence()) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.options.editing) {
      event.stopPropagation();
      this.options.onCancel();
    } else if (event.key === "ArrowUp" && this.field.value === "" && this.options.onEditLast) {
      event.preventDefault();
      this.options.onEditLast();
    }
  }

  /** In an open code block Enter is a new line. */
  #inFence() {
    return (this.field.value.slice(0, this.field.selectionStart).match(/```/g)?.length ?? 0) % 2 === 1;
  }

  async submit() {
    const text = this.field.value.trim();
    if ((text === "" && this.files.length === 0) || this.sending) return;
    this.sending = true;
    this.box.setAttribute("aria-busy", "true");
    const before = this.field.value;
    const files = this.files;
    if (!this.options.editing) this.#clear();
    try {
      await this.options.onSend({
        text,
        files: files.length > 0 ? files : undefined,
        broadcast: this.broadcast.checked || undefined,
      });
      this.broadcast.checked = false;
    } catch (problem) {
      this.#restore(before, files);
      this.#tell(problem.message);
    } finally {
      this.sending = false;
      this.box.removeAttribute("aria-busy");
    }
  }

  #clear() {
    this.field.value = "";
    this.files = [];
    this.#showFiles();
    this.suggest.close();
  }

  #restore(text, files) {
    if (this.field.value === "") this.field.value = text;
    this.files = files;
    this.#showFiles();
  }

  #tell(text) {
    fill(this.problem, icon("warning", 15), h("span", {}, text));
    this.problem.hidden = false;
  }

  #insert(text) {
    const { selectionStart: at, value } = this.field;
    const gap = at > 0 && !/\s$/.test(value.slice(0, at)) ? " " : "";
    this.field.setRangeText(gap + text, at, this.field.selectionEnd, "end");
    this.field.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #wrap(mark) {
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    const fence = mark === "```" ? "\n" : "";
    this.field.setRangeText(mark + fence + value.slice(from, to) + fence + mark, from, to, "end");
    const inside = from + mark.length + fence.length;
    this.field.focus();
    this.field.setSelectionRange(inside, inside + (to - from));
    this.#changed();
  }

  #prefix(mark) {
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value
      .slice(start, to)
      .split("\n")
      .map((line) => mark + line)
      .join("\n");
    this.field.setRangeText(lines, start, to, "end");
    this.field.focus();
    this.#changed();
  }
}

function tool(sign, label, run) {
  // Pressing a tool must not take the selection away from the field.
  const keep = (event) => event.preventDefault();
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onmousedown: keep, onclick: run },
    icon(sign, 17),
  );
}
