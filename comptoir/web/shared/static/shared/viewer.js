// The viewer of documents: zoom, kept from one document to the next, and the page that is in sight.
"use strict";

(() => {
  const STEPS = [100, 125, 150, 200, 300];
  const KEPT = "comptoir-zoom";
  const root = document.documentElement;
  const sheets = () => document.querySelector("#viewer .sheets");
  const zoom = () => Number(root.dataset.zoom ?? STEPS[0]);

  const kept = () => {
    try {
      return Number(localStorage.getItem(KEPT));
    } catch {
      return 0;
    }
  };
  const keep = (value) => {
    try {
      localStorage.setItem(KEPT, value);
    } catch {
      // A browser that keeps nothing forgets the zoom, too.
    }
  };

  // The tools work with script only, so they appear with it.
  const show = () => {
    const tools = document.querySelector("#viewer .viewer-tools");
    if (!tools) return;
    tools.hidden = false;
    tools.querySelector("[data-viewer-zoom]").textContent = `${zoom()}\u00a0%`;
    tools.querySelector("[data-viewer=out]").disabled = zoom() === STEPS[0];
    tools.querySelector("[data-viewer=in]").disabled = zoom() === STEPS.at(-1);
    count();
  };

  const set = (value) => {
    const box = sheets();
    const before = zoom();
    root.dataset.zoom = value;
    keep(value);
    if (box) box.scrollTo(box.scrollLeft * (value / before), box.scrollTop * (value / before));
    show();
  };

  const step = (by) => set(STEPS[Math.min(Math.max(STEPS.indexOf(zoom()) + by, 0), STEPS.length - 1)]);

  const pages = () => [...(sheets()?.querySelectorAll(".sheet") ?? [])];
  const inSight = () => {
    const box = sheets();
    const line = box.scrollTop + box.clientHeight / 3;
    return Math.max(pages().findLastIndex((page) => page.offsetTop - box.offsetTop <= line), 0);
  };
  const count = () => {
    const shown = document.querySelector("#viewer [data-viewer-page]");
    if (shown) shown.textContent = inSight() + 1;
  };
  const turn = (by) => {
    const all = pages();
    const page = all[Math.min(Math.max(inSight() + by, 0), all.length - 1)];
    if (page) sheets().scrollTo({ top: page.offsetTop - sheets().offsetTop });
  };

  const acts = {
    out: () => step(-1),
    in: () => step(1),
    fit: () => set(STEPS[0]),
    before: () => turn(-1),
    after: () => turn(1),
  };
  document.addEventListener("click", (event) => {
    acts[event.target.closest("[data-viewer]")?.dataset.viewer]?.();
  });

  document.addEventListener("scroll", (event) => event.target === sheets() && count(), true);
  document.addEventListener("htmx:afterSettle", show);
  if (STEPS.includes(kept())) root.dataset.zoom = kept();
  show();
})();
