// The form of a proposal tells the server that somebody sits there, and what he typed and has not saved; the page says
// who else sits there, and when somebody has changed the proposal meanwhile.
"use strict";

(() => {
  const form = document.querySelector("form[data-sitting]");
  const company = document.querySelector("[data-company]");
  if (!form || !company) return;

  const EVERY = 20_000;
  const AFTER = 1_500;
  const IDLE = 10 * 60_000;
  const address = form.dataset.sitting;
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const written = () => JSON.stringify(fields());

  let told = written();
  let acted = Date.now();
  let busy = null;
  let timer = null;
  let sent = false;

  const message = (now, leaving) => {
    const body = new FormData(form);
    if (now !== told) body.set("typed", "1");
    if (leaving) body.set("leaving", "1");
    return body;
  };

  const say = (place, words) => {
    const told = place.querySelector("[data-words]");
    if (told.textContent !== words) told.textContent = words;
    place.hidden = !words;
  };
  const trouble = (words) => say(company.querySelector("[data-trouble]"), words);

  const show = ({ others, changed }) => {
    const place = company.querySelector("[data-others]");
    const lines = others.map((words) => {
      const line = company.querySelector("[data-other]").content.cloneNode(true);
      line.querySelector("span").textContent = words;
      return line;
    });
    if (place.textContent.trim() !== others.join("")) place.replaceChildren(...lines);
    say(company.querySelector("[data-changed]"), changed);
  };

  const tell = async () => {
    clearTimeout(timer);
    if (busy || sent) return;
    const now = written();
    busy = new AbortController();
    try {
      const answer = await fetch(address, { method: "POST", body: message(now, false), signal: busy.signal });
      if (answer.status === 404) return trouble(company.dataset.gone);
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      show(await answer.json());
      told = now;
      trouble("");
      if (written() !== told) soon();
    } catch {
      if (!sent) trouble(company.dataset.lost);
    } finally {
      busy = null;
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, AFTER);
  };

  // What was typed is told once more when the page may go; a form that is sent takes it along itself.
  const goes = (leaving) => {
    clearTimeout(timer);
    busy?.abort();
    const now = written();
    if (sent) told = now;
    if (now === told && !leaving) return;
    navigator.sendBeacon(address, message(now, leaving));
    told = now;
  };

  form.addEventListener("submit", () => {
    sent = true;
    busy?.abort();
  });
  for (const kind of ["input", "change"]) form.addEventListener(kind, soon);
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => (acted = Date.now()));
  document.addEventListener("visibilitychange", () => (document.hidden ? goes(false) : tell()));
  addEventListener("beforeunload", () => goes(false));
  addEventListener("pagehide", () => goes(true));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // Nobody looks at a page that is hidden, or at which nothing was touched for long: it does not keep anybody logged in.
  setInterval(() => {
    if (!document.hidden && Date.now() - acted < IDLE) tell();
  }, EVERY);
  tell();
})();
