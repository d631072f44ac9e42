// What the keys do in a list. A page with a list of its keys (dialog#keys) says it there: each entry names its keys and
// what they do, and an entry that can do nothing on the page as it is now neither works nor is listed.
"use strict";

(() => {
  const OFF = "comptoir.letters.off";
  const LISTS = [
    { keys: ["j", "ArrowDown"], does: "next" },
    { keys: ["k", "ArrowUp"], does: "previous" },
    { keys: ["p"], does: "press", on: "button.tick, button.tick-wide" },
    { keys: ["/"], does: "focus", on: "[data-key-search]" },
    { keys: ["+", "="], does: "press", on: "[data-viewer=in]" },
    { keys: ["-"], does: "press", on: "[data-viewer=out]" },
    { keys: ["0"], does: "press", on: "[data-viewer=fit]" },
  ];

  const dialog = () => document.getElementById("keys");
  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll("tbody a.opens")];
  const current = () => document.activeElement?.closest("tbody tr") ?? document.querySelector("a.opens[aria-current]")?.closest("tr");
  const seen = (element) => Boolean(element?.checkVisibility());

  const declared = () => {
    const entries = [...document.querySelectorAll("#keys [data-keys]")];
    if (!entries.length) return LISTS;
    return entries.map((entry) => ({ keys: entry.dataset.keys.split(" "), does: entry.dataset.does, on: entry.dataset.on, entry }));
  };

  const move = (step) => {
    const all = rows();
    const at = all.indexOf(current()?.querySelector("a.opens"));
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.closest("tr").scrollIntoView({ block: "nearest" });
    if (document.querySelector("#pane > *")) next.click();
  };

  const close = () => {
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    const closers = ["#pane .pane-close", ".picking [type=reset]"].map((each) => document.querySelector(each));
    closers.find(seen)?.click();
  };

  // Without a row that it would be in: of the pane, where the page has one, and never of some other row.
  const elsewhere = (on) =>
    document.getElementById("pane") ? document.querySelector(`#pane :is(${on})`) : [...document.querySelectorAll(on)].find((each) => !each.closest("tbody"));

  // Each deed with what it needs on the page; `on` are the elements of which an entry speaks.
  const deeds = {
    next: { can: () => rows().length > 0, act: () => move(1) },
    previous: { can: () => rows().length > 0, act: () => move(-1) },
    open: { can: () => rows().length > 0, act: () => current()?.querySelector("a.opens").click() },
    press: {
      can: (on) => Boolean(document.querySelector(on)),
      act: (on) => (current()?.querySelector(on) ?? elsewhere(on))?.click(),
    },
    focus: { can: (on) => Boolean(document.querySelector(on)), act: (on) => document.querySelector(on).focus() },
    close: { can: () => true, act: close },
    help: { can: () => true, act: () => show() },
  };
  const works = ({ does, on }) => deeds[does].can(on);

  const show = () => {
    for (const each of declared()) each.entry.hidden = !works(each);
    const letters = dialog().querySelector("[data-letters]");
    if (letters) letters.checked = !off();
    dialog().showModal();
  };
  const off = () => localStorage.getItem(OFF) === "1";

  // A key that also scrolls, opens or presses something is only ours where that is not what is meant.
  const ours = (event) => {
    if (event.key.startsWith("Arrow")) {
      const still = getComputedStyle(document.body).overflowY === "hidden";
      return Boolean(event.target.closest("tbody tr")) || (event.target === document.body && still);
    }
    if (event.key === "Enter") return event.target.matches("input[type=checkbox]") && Boolean(event.target.closest("tbody tr"));
    return event.key.length > 1 || !off();
  };

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (document.querySelector("details.menu[open]") || !typing(event.target)) close();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !ours(event)) return;
    const entry = declared().find((each) => each.keys.includes(event.key) && works(each));
    if (!entry) return;
    event.preventDefault();
    deeds[entry.does].act(entry.on);
  });

  // What a deed took away may have had the focus: it goes on at the document that is opened now.
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement !== document.body) return;
    const opened = document.querySelectorAll("tbody a.opens[aria-current], #pane .pane-close");
    [...opened].find(seen)?.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shows-keys]")) show();
    else if (event.target === dialog()) dialog().close();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-letters]")) localStorage.setItem(OFF, event.target.checked ? "0" : "1");
  });
})();
