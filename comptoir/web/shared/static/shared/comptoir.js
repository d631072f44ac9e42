// Niceties over pages that work without it: menus close, rows open on a click, failures are told.
"use strict";

(() => {
  const said = () => document.getElementById("notices");

  const rows = () => [...document.querySelectorAll("tbody a.opens")];

  // Menus (details.menu): one open at a time, closed by a click elsewhere (keys.js: or Escape).
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // A click anywhere on a row is a click on its link, unless something was pressed or text is being selected.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    const link = row?.querySelector("a.opens");
    if (!link || event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
    link.click();
  });

  // A field that sends its form as soon as it is changed; the button beside it does the same without script.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
  });

  // A button that prints the page; without script the browser's own command does it.
  for (const button of document.querySelectorAll("[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // Buttons that copy a text; where the browser does not let them, it is selected to be copied by hand.
  const readyCopies = () => document.querySelectorAll("[data-copies]").forEach((button) => (button.hidden = false));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copies);
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      return;
    }
    document.querySelector("[data-copied]").textContent = `${button.dataset.done}: ${text.textContent}`;
    button.querySelector(".word").textContent = button.dataset.done;
  });
  document.addEventListener("htmx:afterSwap", readyCopies);
  readyCopies();

  // The opened row is marked in the list.
  const mark = (link) => {
    for (const other of rows()) other.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "pane") return;
    const path = event.detail.pathInfo?.requestPath?.split("?")[0];
    mark(rows().find((link) => link.pathname === path));
  });

  // Files dragged onto a page that has its handing in behind a menu open that; what was received shows in the list, where
  // no document lies open beside it.
  const handing = () => document.querySelector("details.hand-in-menu");
  document.addEventListener("dragenter", (event) => {
    if (handing() && [...(event.dataTransfer?.types ?? [])].includes("Files")) handing().open = true;
  });
  document.addEventListener("comptoir:handed-in", () => {
    if (!handing() || document.querySelector("#pane > *")) return;
    htmx.ajax("GET", location.pathname + location.search, { target: "#list", swap: "outerHTML" });
  });

  // Whole pages (a login that ran out) are never put into a part of this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target !== document.body && /^\s*<!doctype/i.test(xhr.responseText)) {
      event.detail.shouldSwap = false;
      location.assign(xhr.responseURL || location.href);
    }
  });

  // What follows the books by itself is left alone while something typed in it is not sent.
  const typed = (field) => {
    if (field === document.activeElement) return field.type !== "submit";
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (!field.options) return "defaultValue" in field && field.value !== field.defaultValue;
    const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.value !== first?.value;
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    const fields = target.matches?.("[data-spares-typing]") ? [...target.querySelectorAll("input, select, textarea")] : [];
    if (fields.some(typed)) event.detail.shouldSwap = false;
  });

  const tell = () => {
    const place = said();
    if (!place) return;
    const notice = document.createElement("p");
    notice.className = "notice notice-error";
    notice.textContent = place.dataset.failed;
    place.replaceChildren(notice);
  };
  document.addEventListener("htmx:responseError", tell);
  document.addEventListener("htmx:sendError", tell);
})();
