// Cards in an order of one's own: dragged, or moved by buttons and keys; and what would come of the pages as they lie.
"use strict";

(() => {
  const cards = (form) => [...form.querySelectorAll("[data-card]")];
  let dragged = null;

  // The form sends the place of each card; without script people type it.
  const number = (form) => cards(form).forEach((card, index) => {
    if (!card.querySelector("[data-place]")) return;
    card.querySelector("[data-place]").value = index + 1;
    card.querySelector("[data-move='-1']").disabled = index === 0;
    card.querySelector("[data-move='1']").disabled = index === cards(form).length - 1;
  });

  const preview = (form) => {
    const shown = form.querySelector("[data-preview]");
    if (!shown) return;
    const counts = [];
    for (const card of cards(form)) {
      if (card.querySelector("[data-out]").checked) continue;
      if (!counts.length || card.querySelector("[data-first]").checked) counts.push(0);
      counts[counts.length - 1] += 1;
    }
    const words = shown.dataset[counts.length > 1 ? "many" : counts.length ? "one" : "none"];
    const said = words.replace("%(count)s", counts.length).replace("%(pages)s", counts.join(", "));
    if (shown.textContent !== said) shown.textContent = said;
  };

  const changed = (form) => {
    number(form);
    preview(form);
  };

  const move = (card, by) => {
    const all = cards(card.closest("[data-stack]"));
    const other = all[all.indexOf(card) + by];
    if (!other) return;
    if (by > 0) other.after(card);
    else other.before(card);
    changed(card.closest("[data-stack]"));
  };

  const begin = (form) => {
    form.dataset.stackReady = "";
    for (const button of form.querySelectorAll("[data-move]")) button.hidden = false;
    for (const card of cards(form)) card.draggable = true;
    changed(form);
  };
  const beginAll = () => document.querySelectorAll("[data-stack]").forEach(begin);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    move(button.closest("[data-card]"), Number(button.dataset.move));
    if (!button.disabled) button.focus();
    else button.closest("[data-card]").querySelector("[data-move]:not([disabled])")?.focus();
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-stack]");
    if (!form) return;
    if (event.target.matches("[data-every]")) {
      for (const turn of form.querySelectorAll("[data-turn]"))
        turn.value = (Number(turn.value) + Number(event.target.value)) % 4;
      event.target.value = "0";
    }
    preview(form);
  });

  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("[data-stack] [data-card]");
    if (!card || !event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const held = event.target;
    move(card, event.key === "ArrowLeft" ? -1 : 1);
    held.focus();
  });

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-stack] [data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.("[data-card]");
    if (!over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    if (over === dragged) return;
    const all = cards(over.closest("[data-stack]"));
    if (all.indexOf(dragged) < all.indexOf(over)) over.after(dragged);
    else over.before(dragged);
  });
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    changed(dragged.closest("[data-stack]"));
    dragged = null;
  });

  document.addEventListener("comptoir:stacked", ({ target }) => begin(target));
  document.addEventListener("htmx:afterSwap", beginAll);
  document.addEventListener("htmx:historyRestore", beginAll);
  beginAll();
})();
