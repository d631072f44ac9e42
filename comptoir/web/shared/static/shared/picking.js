// Rows picked in a list: the whole page with one box, a range with Shift, how many there are and what they sum to.
"use strict";

(() => {
  const { grouped, written: money } = comptoirMoney;

  const form = () => document.getElementById("picked");
  const boxes = () => [...document.querySelectorAll("input[name=ids]")];
  const every = () => form()?.querySelector("input[name=all]");
  const picked = new Set();
  let last = null;

  const show = () => {
    const all = boxes();
    const head = document.querySelector("[data-picks-page]");
    const chosen = all.filter((box) => box.checked);
    if (head) {
      head.checked = all.length > 0 && chosen.length === all.length;
      head.indeterminate = chosen.length > 0 && !head.checked;
    }
    const place = form()?.querySelector("[data-picked-sums]");
    if (!place) return;
    const counted = every()?.checked ? [every()] : chosen;
    const sum = (name) => counted.reduce((total, box) => total + Number(box.dataset[name] ?? 0), 0);
    const number = every()?.checked ? Number(every().dataset.count) : chosen.length;
    place.hidden = number === 0;
    for (const part of place.querySelectorAll("[data-picked]")) {
      const name = part.dataset.picked;
      part.textContent = name === "count" ? grouped(number) : money(sum(name));
    }
  };

  const set = (box, checked) => {
    box.checked = checked;
    if (checked) picked.add(box.value);
    else picked.delete(box.value);
  };
  const setAll = (checked) => {
    for (const box of boxes()) set(box, checked);
  };

  document.addEventListener("click", (event) => {
    const box = event.target.closest("input[name=ids]");
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, until] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, until + 1)) set(between, box.checked);
    }
    last = box;
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-picks-page]")) setAll(box.checked);
    else if (box.matches("input[name=ids]")) set(box, box.checked);
    else if (box === every()) setAll(box.checked);
    else return;
    if (every() && !boxes().every((each) => each.checked)) every().checked = false;
    show();
  });

  document.addEventListener("reset", (event) => {
    if (event.target !== form()) return;
    picked.clear();
    requestAnimationFrame(show);
  });

  // A row that was swapped for a fresh one stays picked; another list begins with nothing picked.
  const again = (event) => {
    if (event.detail.target?.id === "list") picked.clear();
    for (const box of boxes()) box.checked = picked.has(box.value);
    show();
  };
  document.addEventListener("htmx:afterSwap", again);
  document.addEventListener("htmx:oobAfterSwap", again);

  for (const box of boxes()) set(box, box.checked);
  show();
})();
