// The place of a value on the page beside the form: it is outlined while its field has the focus, or is pointed at.
// On pages it is marked with the names of the fields; on the paper of an electronic invoice the form knows the paths.
"use strict";

(() => {
  const RESTS = 150;
  const LOOKS = { focus: "lit", pointer: "pointed" };
  let waiting = 0;
  let last = null;

  const paths = JSON.parse(document.getElementById("read-at")?.textContent ?? "{}");

  const marks = (field) => {
    const name = field?.form && (field.dataset.read ?? field.name);
    if (!name) return [];
    const wanted = (paths[name] ?? []).map((path) => `#viewer .paper [data-path~="${CSS.escape(path)}"]`);
    return [...document.querySelectorAll([`#viewer .marks [data-fields~="${CSS.escape(name)}"]`, ...wanted].join())];
  };

  // The box of the pages scrolls, and never the page itself: the form stays where it is.
  const bring = (mark) => {
    const box = mark.closest(".sheets, .paper");
    const [seen, place] = [box.getBoundingClientRect(), mark.getBoundingClientRect()];
    const off = (from, until, low, high) => (from < low || until > high ? (from + until - low - high) / 2 : 0);
    box.scrollBy({
      top: off(place.top, place.bottom, seen.top, seen.bottom),
      left: off(place.left, place.right, seen.left, seen.right),
    });
  };

  const light = (field, look) => {
    for (const mark of document.querySelectorAll(`#viewer .${look}`)) mark.classList.remove(look);
    const found = marks(field);
    for (const mark of found) mark.classList.add(look);
    if (found.length) bring(found[0]);
  };

  const pointedAt = (event) => {
    const label = event.target.closest("label");
    return label?.control ?? event.target.closest("input, select, textarea");
  };

  // Who goes on to the pages, to enlarge them, keeps what is outlined there.
  document.addEventListener("focusin", (event) => {
    if (event.target.closest("#viewer")) return;
    last = event.target;
    light(last, LOOKS.focus);
  });
  document.addEventListener("pointerover", (event) => {
    clearTimeout(waiting);
    if (event.pointerType !== "mouse" || !document.querySelector("#viewer :is(.marks, .paper)")) return;
    const field = pointedAt(event);
    waiting = setTimeout(() => light(field, LOOKS.pointer), RESTS);
  });

  // Another tab of the viewer, or pages that are ready now: the field may have had the focus before.
  document.addEventListener("htmx:afterSettle", () => light(last, LOOKS.focus));
  last = document.activeElement;
  light(last, LOOKS.focus);
})();
