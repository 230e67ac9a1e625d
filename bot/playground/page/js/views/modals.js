/** The stack of modals: the uppermost one is shown, errors stand beside their inputs. */

import { act } from "../api.js";
import { forgetBlocks, renderBlocks, showErrors } from "../blocks/render.js";
import { fill, h, uniqueId } from "../dom.js";
import { interacting, Surface } from "../elements/surface.js";
import { icon } from "../icons.js";
import { app, me, on, store } from "../store.js";
import { plainText } from "../text/mrkdwn.js";
import { avatar } from "../ui/avatar.js";
import { openDialog } from "../ui/dialog.js";
import { closePopover } from "../ui/popover.js";

const TROUBLE = "We had some trouble connecting. Try again?";

let open = null;

/** Show whatever modals there are, from now on. */
export function followModals() {
  on(["all", "modals"], update);
  update();
}

function update() {
  const view = store.view?.modals.at(-1);
  if (!view) {
    open?.close();
    open = null;
    return;
  }
  open ??= new ModalWindow(() => (open = null));
  open.show(view, store.view.modal_errors ?? {}, store.view.modals.length);
}

class ModalWindow {
  constructor(onClose) {
    const heading = uniqueId("modal");
    this.title = h("h2", { id: heading });
    this.back = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Back", onclick: () => this.dismiss() },
      icon("chevronLeft"),
    );
    this.cross = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => this.dismiss(true) },
      icon("close"),
    );
    this.banner = h("div", { class: "modal-banner", role: "alert", hidden: true });
    this.blocks = h("div", { class: "blocks" });
    this.body = h("div", { class: "modal-body" }, this.banner, this.blocks);
    this.foot = h("footer", { class: "modal-foot" });
    const head = h("header", { class: "modal-head" }, this.back, avatar(app().bot_user_id, 28), this.title, this.cross);
    const form = h(
      "form",
      { class: "modal", novalidate: true, onsubmit: (event) => this.#onSubmit(event) },
      head,
      this.body,
      this.foot,
    );
    const { dialog, close } = openDialog(form, { onCancel: () => this.#cancelled(), onClose });
    dialog.classList.add("modal-dialog");
    dialog.setAttribute("aria-labelledby", heading);
    this.close = close;
    this.dialog = dialog;
  }

  /** Show a view; going to another one begins at its top. */
  show(view, errors, depth) {
    const another = this.view?.id !== view.id;
    this.view = view;
    if (another) {
      closePopover({ refocus: false });
      this.surface = new Surface({
        kind: "modal",
        target: () => ({ view_id: view.id }),
        state: () => this.view.state,
        note: (text) => this.note(text),
      });
      forgetBlocks(this.blocks);
      fill(this.blocks);
      this.note(null);
    }
    fill(this.title, plainText(view.title.text));
    this.back.hidden = depth < 2;
    renderBlocks(this.blocks, view.blocks, this.surface);
    this.#drawFoot(view);
    this.#showErrors(errors);
    if (another) this.#settle();
  }

  #settle() {
    this.body.scrollTop = 0;
    const wanted =
      this.blocks.querySelector("[data-focus]") ?? this.blocks.querySelector("input, textarea, .select, button, a");
    (wanted ?? this.dialog.querySelector(".modal-foot .primary") ?? this.cross).focus({ preventScroll: true });
  }

  #drawFoot(view) {
    const key = JSON.stringify([view.submit, view.close, view.submit_disabled]);
    if (this.footKey === key) return;
    this.footKey = key;
    const quit = h(
      "button",
      { type: "button", class: "button", onclick: () => this.dismiss() },
      plainText(view.close?.text ?? "Close"),
    );
    this.send =
      view.submit &&
      h(
        "button",
        { type: "submit", class: "button primary", disabled: Boolean(view.submit_disabled) },
        plainText(view.submit.text),
      );
    fill(this.foot, quit, this.send);
    this.foot.hidden = !view.submit && !view.close;
  }

  #showErrors(errors) {
    const first = showErrors(this.blocks, errors);
    const key = JSON.stringify(errors);
    if (first && key !== this.errorKey) {
      first.scrollIntoView({ block: "center" });
      first.querySelector("input, textarea, .select")?.focus({ preventScroll: true });
    }
    this.errorKey = first ? key : null;
  }

  note(text) {
    this.banner.hidden = !text;
    fill(this.banner, text && [icon("warning", 16), h("span", {}, text)]);
    if (text) this.body.scrollTop = 0;
  }

  async #onSubmit(event) {
    event.preventDefault();
    if (!this.send || this.send.getAttribute("aria-busy") === "true") return;
    this.send.setAttribute("aria-busy", "true");
    this.note(null);
    this.errorKey = null;
    const { view, surface } = this;
    try {
      await surface.arrived();
      const answer = await interacting(() =>
        act("submit", { user: me().id, view_id: view.id, values: surface.typed() }),
      );
      surface.pending.clear();
      const told = answer.shown.map((each) => `${TROUBLE} (${each.code})`);
      if (told.length > 0) this.note(told.join(" "));
      else if (answer.errors && this.view.id === view.id) this.#showErrors(answer.errors);
    } catch (problem) {
      this.note(problem.message);
    } finally {
      this.send?.removeAttribute("aria-busy");
    }
  }

  /** Close the visible view, or the whole stack. */
  async dismiss(all = false) {
    try {
      await interacting(() => act("close", { user: me().id, all }));
    } catch {
      // The workspace knows no such modal any more: then there is nothing to close there.
      store.view.modals = [];
      update();
    }
  }

  #cancelled() {
    this.dismiss();
    return false;
  }
}
