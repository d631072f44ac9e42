// The lines of a booking proposal while they are typed: what they come to and what is left, as the server will say it;
// lines that are split, added and taken away. It is a preview: what counts is what the server makes of what is sent.
"use strict";

(() => {
  const form = document.getElementById("booking");
  const table = form?.querySelector("[data-lines]");
  if (!table) return;

  const { read, written, plain } = comptoirMoney;
  const MOST = 100;
  const SOON = 250;
  const WHOLE = 10_000n;
  const NEAR = 2n;
  const balance = form.querySelector("[data-balance]");
  const lines = () => [...table.tBodies];
  const field = (line, name) => line.querySelector(`[name^="${name}-"]`);
  const amount = (line, name) => read(field(line, name).value);
  const code = (line) => field(line, "vat").selectedOptions[0];
  const rate = (line) => BigInt(code(line).dataset.rate ?? 0);
  const adds = (line) => "adds" in code(line).dataset;
  const set = (line, name, cents) => (field(line, name).value = name === "base" && !cents ? "" : plain(cents));

  // Half cents go away from zero, as on the server.
  const divided = (cents, by) => {
    const part = ((cents < 0n ? -cents : cents) * 2n + by) / (2n * by);
    return cents < 0n ? -part : part;
  };
  const share = (cents, hundredths) => divided(cents * hundredths, WHOLE);

  // What a line comes to with its VAT; an amount that cannot be read is thrown.
  const worth = (line) => {
    const [base, tax] = ["base", "tax"].map((name) => {
      const cents = amount(line, name);
      if (cents === undefined) throw field(line, name).value;
      return cents;
    });
    const typed = field(line, "account").value.trim() || base !== null;
    const due = typed && base !== null ? share(base, rate(line)) : 0n;
    field(line, "tax").placeholder = due ? plain(due) : "";
    if (!typed) return 0n;
    return (base ?? 0n) + (adds(line) ? (tax ?? due) : 0n);
  };

  // The total of the lines, what is left of that of the document (null where it has none), or what is no amount.
  const state = () => {
    try {
      const total = lines().map(worth).reduce((sum, cents) => sum + cents, 0n);
      const gross = read(form.elements.gross.value);
      if (gross === undefined) throw form.elements.gross.value;
      return { total, left: gross === null ? null : gross - total };
    } catch (wrong) {
      if (typeof wrong !== "string") throw wrong;
      return { wrong };
    }
  };

  const preview = () => {
    const { total, left, wrong } = state();
    const kind = wrong !== undefined ? "wrong" : left === null ? "bare" : left ? "left" : "tie";
    const facts = { amount: wrong, total: total === undefined ? "" : written(total), left: left ? written(left) : "" };
    for (const each of balance.querySelectorAll("[data-when]")) {
      const said = each.querySelector("[data-says]");
      const words = said.dataset.says.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
      if (each.dataset.when === kind && said.textContent !== words) said.textContent = words;
      each.hidden = each.dataset.when !== kind;
    }
  };
  let timer = null;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(preview, SOON);
  };

  // Names and labels say the line's place, from top to bottom.
  const number = () => {
    lines().forEach((line, place) => {
      for (const each of line.querySelectorAll("[name]")) each.name = each.name.replace(/\d+$/, place);
      for (const each of line.querySelectorAll("[aria-label]"))
        each.setAttribute("aria-label", each.getAttribute("aria-label").replace(/\d+$/, place + 1));
      if (place) field(line, "account").removeAttribute("data-key");
      else field(line, "account").dataset.key = "account";
    });
    form.dispatchEvent(new Event("change"));
    preview();
  };

  const added = (after) => {
    const line = after.cloneNode(true);
    while (line.rows.length > 1) line.deleteRow(1);
    for (const each of line.querySelectorAll("[name]")) {
      each.value = "";
      each.dataset.read = "";
    }
    after.after(line);
    return line;
  };

  // By the second line of a split one: the first, and what both come to as long as the second was not typed in itself.
  const halves = new Map();

  const forget = (line) => {
    for (const [second, { first }] of halves) if (first === line || second === line) halves.delete(second);
  };
  const follow = (second) => {
    const { first, base, tax } = halves.get(second);
    const part = amount(first, "base");
    if (part === null || part === undefined) return;
    set(second, "base", base - part);
    if (tax === null || !base) return;
    set(first, "tax", (tax * part) / base);
    set(second, "tax", tax - (tax * part) / base);
  };

  // The second line has what is left of the document; where nothing is, it gets what is taken from the first. VAT that was
  // typed and is more than that of the first is that of both.
  const split = (first) => {
    if (lines().length >= MOST) return;
    const [base, tax] = [amount(first, "base") ?? 0n, amount(first, "tax") ?? null];
    const off = tax === null || !adds(first) ? 0n : tax - share(base, rate(first));
    const both = off > NEAR || off < -NEAR;
    const left = state().left || 0n;
    const rest = adds(first) && !both ? divided(left * WHOLE, WHOLE + rate(first)) : left;
    forget(first);
    const second = added(first);
    for (const name of ["account", "vat", "text"]) field(second, name).value = field(first, name).value;
    set(second, "base", rest);
    halves.set(second, { first, base: base + rest, tax: rest && !both ? null : tax });
    if (rest && both) follow(second);
    else if (rest && tax !== null && adds(first)) set(second, "tax", left - rest);
    number();
    const next = rest ? field(second, "account") : field(first, "base");
    next.focus();
    next.select();
  };

  const add = () => {
    if (lines().length >= MOST) return;
    const line = added(lines().at(-1));
    number();
    field(line, "account").focus();
  };

  const remove = (line) => {
    const beside = line.nextElementSibling ?? line.previousElementSibling;
    if (!beside.matches("tbody")) added(line);
    const next = beside.matches("tbody") ? beside : lines().at(-1);
    line.remove();
    forget(line);
    number();
    field(next, "account").focus();
  };

  form.addEventListener("click", ({ target }) => {
    const line = target.closest("tbody");
    if (target.closest("[data-split]")) split(line);
    else if (target.closest("[data-remove]")) remove(line);
    else if (target.closest("[data-add]")) add();
  });
  form.addEventListener("input", ({ target }) => {
    const line = target.closest("tbody");
    if (/^(base|tax)-/.test(target.name)) {
      halves.delete(line);
      for (const [second, half] of halves) {
        if (half.first !== line) continue;
        if (target.name.startsWith("base")) follow(second);
        else half.tax = null;
      }
    }
    soon();
  });
  form.addEventListener("change", soon);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("[data-key=check]").click();
    } else if (event.key === "Escape" && event.target.matches("input, select")) {
      (event.target.closest("tbody")?.querySelector("[data-split]") ?? form.querySelector("[data-key=check]")).focus();
    }
  });

  // Under which name a field was read from the document, for what outlines it there: its own changes with its place.
  for (const each of table.querySelectorAll("[name]")) each.dataset.read = each.name;
  for (const each of form.querySelectorAll("[data-tools]")) each.hidden = false;
  preview();
})();
