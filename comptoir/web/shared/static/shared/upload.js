// Handing files in: in pieces by the protocol tus, several at once, going on by itself after a break or a reload.
"use strict";

(() => {
  const root = document.querySelector("[data-uploader]");
  if (!root) return;

  const VERSION = { "Tus-Resumable": "1.0.0" };
  const PIECE = 2 ** 20;
  const LARGEST = 35 * 2 ** 20;
  const AT_ONCE = 2;
  const WAITS = [1, 2, 4, 8, 15, 30];
  const KEPT = "comptoir.upload";

  const form = root.querySelector("form");
  const list = root.querySelector("[data-uploader-list]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = root.dataset;
  const waiting = [];
  let running = 0;

  const mailbox = () => new FormData(form).get("mailbox");
  const say = (text) => {
    root.querySelector("[data-uploader-said]").textContent = text;
  };

  // The address of an upload is remembered by what the file is, so that the same file goes on where it was.
  const keyOf = ({ file, mailbox: into }) => [KEPT, words.uploader, into, file.name, file.size, file.lastModified].join("|");
  const remembered = (item) => {
    try {
      return localStorage.getItem(keyOf(item));
    } catch {
      return null;
    }
  };

  // The file itself is kept by the browser while it is under way, so that it goes on by itself when the page comes back.
  const stash = (mode, act) =>
    new Promise((done, failed) => {
      const opening = indexedDB.open(KEPT, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "address" });
      opening.onerror = failed;
      opening.onsuccess = () => {
        const change = opening.result.transaction("files", mode);
        const asked = act(change.objectStore("files"));
        change.oncomplete = () => (opening.result.close(), done(asked.result));
        change.onabort = failed;
      };
    });

  // A browser that keeps nothing begins anew after a reload.
  const remember = (item) => {
    const { address, file, channel, mailbox: into } = item;
    try {
      localStorage.setItem(keyOf(item), address);
      stash("readwrite", (files) => files.put({ address, file, channel, mailbox: into, uploads: words.uploader })).catch(() => undefined);
    } catch {
      // Nothing is kept.
    }
  };
  const forget = (item) => {
    try {
      localStorage.removeItem(keyOf(item));
      if (item.address) stash("readwrite", (files) => files.delete(item.address)).catch(() => undefined);
    } catch {
      // Nothing was kept.
    }
  };

  const ask = (item, method, address, headers = {}, body = null) =>
    new Promise((answered, failed) => {
      const request = new XMLHttpRequest();
      item.request = request;
      request.open(method, address);
      for (const [name, value] of Object.entries({ ...VERSION, "X-CSRFToken": token, ...headers })) {
        request.setRequestHeader(name, value);
      }
      request.upload.onprogress = ({ loaded }) => body && item.row && progress(item, item.offset + loaded);
      request.onload = () => answered(request);
      request.onerror = request.ontimeout = request.onabort = () => failed(new Trouble("away"));
      request.timeout = 120_000;
      request.send(body);
    });

  class Trouble extends Error {
    constructor(state, text = "", final = false) {
      super(text);
      Object.assign(this, { state, text, final });
    }
  }

  // What an answer means when it is not the one that was hoped for.
  const troubleOf = (request) => {
    let told = "";
    try {
      told = JSON.parse(request.responseText).error ?? "";
    } catch {
      // Pages, and answers without words.
    }
    if (request.status === 507) return new Trouble("full");
    if (request.status === 429 || request.status === 423 || request.status >= 500) return new Trouble("away", told);
    if (!request.getResponseHeader("Tus-Resumable")) return new Trouble(request.status === 403 ? "stale" : "login");
    return new Trouble("refused", told || words.failed, true);
  };

  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  const begin = async (item) => {
    const said = { filename: item.file.name, mailbox: item.mailbox, channel: item.channel };
    const metadata = Object.entries(said).map(([name, value]) => `${name} ${base64(value)}`).join(",");
    const answer = await ask(item, "POST", words.uploader, { "Upload-Length": item.file.size, "Upload-Metadata": metadata });
    if (answer.status !== 201) throw troubleOf(answer);
    item.address = new URL(answer.getResponseHeader("Location"), location.href).pathname;
    item.offset = 0;
    remember(item);
  };

  // Where the server is with it; an upload that is over is begun again.
  const find = async (item) => {
    item.address ??= remembered(item);
    if (!item.address) return begin(item);
    const answer = await ask(item, "HEAD", item.address);
    if (answer.status === 404 || answer.status === 410) {
      forget(item);
      if (item.cameBack) throw new Trouble("over");
      item.address = null;
      return begin(item);
    }
    if (answer.status !== 200 || !answer.getResponseHeader("Upload-Offset")) throw troubleOf(answer);
    item.offset = Number(answer.getResponseHeader("Upload-Offset"));
    progress(item, item.offset);
  };

  const push = async (item) => {
    const piece = item.file.slice(item.offset, item.offset + PIECE);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": item.offset };
    const answer = await ask(item, "PATCH", item.address, headers, piece);
    if (answer.status !== 204 && answer.status !== 409) throw troubleOf(answer);
    item.offset = Number(answer.getResponseHeader("Upload-Offset"));
    item.tries = 0;
  };

  const outcome = async (item) => {
    const answer = await ask(item, "GET", item.address);
    if (answer.status !== 200) throw troubleOf(answer);
    return JSON.parse(answer.responseText).outcome;
  };

  const deliver = async (item) => {
    await find(item);
    show(item, "sending");
    while (item.offset < item.file.size) await push(item);
    if (!item.holds) show(item, "checking");
    let told = item.holds ? [] : await outcome(item);
    if (!item.holds && !told.length) {
      await push(item);
      told = await outcome(item);
    }
    if (!item.holds && !told.length) throw new Trouble("full");
    return told;
  };

  const pause = (seconds) =>
    new Promise((over) => {
      const timer = setTimeout(over, seconds * 1000);
      addEventListener("online", () => (clearTimeout(timer), over()), { once: true });
    });

  const work = async (item) => {
    item.tries = 0;
    while (!item.over) {
      try {
        finish(item, await deliver(item));
      } catch (trouble) {
        if (item.over) return;
        if (!(trouble instanceof Trouble)) throw trouble;
        if (trouble.state === "over") return drop(item);
        if (trouble.final) finish(item, [{ name: item.file.name, kind: trouble.state, words: trouble.text }]);
        else {
          show(item, "away", trouble.text || words[trouble.state]);
          await pause(WAITS[Math.min(item.tries++, WAITS.length - 1)]);
        }
      }
    }
  };

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      work(waiting.shift()).finally(() => {
        running -= 1;
        next();
      });
    }
  };

  // How it is shown.
  const row = (name, address) => {
    const known = address && list.querySelector(`[data-address="${CSS.escape(address)}"]`);
    const fresh = root.querySelector("[data-uploader-row]").content.firstElementChild.cloneNode(true);
    fresh.querySelector(".upload-name").textContent = name;
    fresh.querySelector(".visually-hidden").textContent = ` ${name}`;
    const bar = fresh.querySelector("progress");
    bar.setAttribute("aria-label", `${bar.getAttribute("aria-label")}: ${name}`);
    if (known) known.replaceWith(fresh);
    else list.prepend(fresh);
    return fresh;
  };
  const show = (item, state, text = words[state]) => {
    item.row.className = `${item.shape ?? "upload"} is-${state}`;
    item.row.querySelector(".upload-words").textContent = text;
    if (state === "away") say(`${item.file.name}: ${text}`);
  };
  const progress = (item, bytes) => {
    item.row.querySelector("progress").value = Math.min(100, (bytes * 100) / item.file.size);
  };
  const finish = (item, told) => {
    item.over = true;
    if (!item.holds) forget(item);
    const rows = tell(told);
    if (!item.holds) item.row.replaceWith(...rows);
    else if (told.length) item.row.remove();
    else show(item, "held");
    say(told.map((each) => `${each.name}: ${each.words}`).join(" "));
    item.changed?.(item);
    document.body.dispatchEvent(new CustomEvent("comptoir:handed-in", { bubbles: true }));
  };
  const drop = (item) => {
    item.over = true;
    forget(item);
    item.row.remove();
    item.changed?.(item);
  };
  const giveUp = (item) => {
    item.request?.abort();
    drop(item);
    if (item.address) ask(item, "DELETE", item.address).catch(() => undefined);
  };

  const add = (file, channel = "upload", kept = {}) => {
    const item = { file, channel, mailbox: mailbox(), address: null, offset: 0, over: false, ...kept };
    item.row ??= row(file.name, item.address ?? remembered(item));
    item.row.querySelector("[data-give-up]").addEventListener("click", () => giveUp(item));
    show(item, "waiting");
    const wrong = file.size > LARGEST ? words.large : file.size ? "" : words.empty;
    if (wrong) finish(item, [{ name: file.name, kind: "refused", words: wrong }]);
    else waiting.push(item);
    next();
    return item;
  };

  // A row for each file of an answer: what became of it.
  const tell = (told) =>
    told.map(({ name, kind, words: text, page }) => {
      const done = row(name);
      done.className = `upload is-${kind}`;
      if (page) {
        const link = Object.assign(document.createElement("a"), { className: "upload-name", href: page, textContent: name });
        done.querySelector(".upload-name").replaceWith(link);
      }
      done.querySelector(".upload-words").textContent = text;
      for (const each of done.querySelectorAll("progress, button")) each.remove();
      return done;
    });

  // Photographs are pages: they are sent, held, laid in order, and handed in as one document.
  const tray = root.querySelector("[data-photos]");
  const pages = new Map();
  const inOrder = () => [...tray.querySelectorAll("[data-card]")].map((card) => pages.get(card));

  const laidOut = () => {
    for (const card of pages.keys()) if (!card.isConnected) pages.delete(card);
    const all = inOrder();
    tray.hidden = !all.length;
    const under = all.filter((page) => !page.over).length;
    tray.querySelector("[data-photos-said]").textContent = under ? words.photosSending : "";
    tray.querySelector("[data-act=each]").hidden = all.length < 2;
    for (const button of tray.querySelectorAll("[data-act]")) button.disabled = under > 0;
    tray.querySelector("[data-stack]").dispatchEvent(new CustomEvent("comptoir:stacked", { bubbles: true }));
  };

  // Small, and upright as the camera says; a picture that the browser cannot draw stays a name.
  const drawn = async (file, picture) => {
    try {
      const small = await createImageBitmap(file, { resizeHeight: 160, resizeQuality: "medium" });
      const canvas = Object.assign(document.createElement("canvas"), { width: small.width, height: small.height });
      canvas.getContext("2d").drawImage(small, 0, 0);
      picture.src = canvas.toDataURL("image/jpeg", 0.7);
    } catch {
      picture.remove();
    }
  };

  const photograph = (file, kept = {}) => {
    const card = tray.querySelector("template").content.firstElementChild.cloneNode(true);
    drawn(file, card.querySelector("img"));
    for (const name of card.querySelectorAll(".upload-name, .visually-hidden")) name.append(file.name);
    tray.querySelector("[data-stack]").append(card);
    const bar = card.querySelector("progress");
    bar.setAttribute("aria-label", `${bar.getAttribute("aria-label")}: ${file.name}`);
    const holds = { holds: true, row: card, shape: "merge-card upload", changed: laidOut };
    pages.set(card, { over: false });
    pages.set(card, add(file, "camera", { ...holds, ...kept }));
    laidOut();
  };

  const handIn = async (act) => {
    const all = inOrder();
    const said = new URLSearchParams({ act, mailbox: mailbox() });
    for (const page of all) said.append("token", page.address.match(/[0-9a-f-]{36}/)[0]);
    const typed = { "Content-Type": "application/x-www-form-urlencoded" };
    for (const button of tray.querySelectorAll("[data-act]")) button.disabled = true;
    tray.querySelector("[data-photos-said]").textContent = words.checking;
    try {
      const answer = await ask({}, "POST", `${words.uploader}together/`, typed, said.toString());
      if (answer.status !== 200) throw troubleOf(answer);
      for (const page of all) (forget(page), page.row.remove());
      const { outcome: told } = JSON.parse(answer.responseText);
      list.prepend(...tell(told));
      say(told.map((each) => `${each.name}: ${each.words}`).join(" "));
      laidOut();
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      laidOut();
      tray.querySelector("[data-photos-said]").textContent = trouble.text || words[trouble.state];
    }
  };
  for (const button of tray.querySelectorAll("[data-act]")) button.addEventListener("click", () => handIn(button.dataset.act));

  root.addEventListener("change", ({ target }) => {
    if (target.type !== "file") return;
    for (const file of target.files) (target.name === "photo" ? photograph : add)(file);
    target.value = "";
  });

  // Files dropped anywhere on the page.
  const brings = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    root.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? root.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    root.classList.remove("is-over");
    if (!brings(event)) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) add(file);
  });

  // What is under way is not left by accident.
  addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });

  // What was under way when the page was left.
  stash("readonly", (files) => files.getAll())
    .then((all) => {
      for (const { address, file, channel, mailbox: into, uploads } of all) {
        const kept = { address, mailbox: into, cameBack: true };
        if (uploads === words.uploader) channel === "camera" ? photograph(file, kept) : add(file, channel, kept);
      }
    })
    .catch(() => undefined);

  root.dataset.ready = "";
})();
