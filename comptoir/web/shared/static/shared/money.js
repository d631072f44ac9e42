// Amounts in the reader's way, from whole cents: as numbers, or as BigInt where they are worked with. No fractions anywhere.
"use strict";

const comptoirMoney = (() => {
  const MARKS = { fr: ["\u202f", ","], nl: [".", ","], en: [",", "."] };
  const [BETWEEN, POINT] = MARKS[document.documentElement.lang.slice(0, 2)] ?? MARKS.fr;

  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, BETWEEN);
  const parts = (cents) => {
    const size = String(cents < 0 ? -cents : cents).padStart(3, "0");
    return [size.slice(0, -2), size.slice(-2)];
  };

  // As it is shown: 1 234,56.
  const written = (cents) => {
    const [whole, rest] = parts(cents);
    return `${cents < 0 ? "\u2212" : ""}${grouped(whole)}${POINT}${rest}`;
  };

  // As it stands in a field: 1234,56.
  const plain = (cents) => `${cents < 0 ? "-" : ""}${parts(cents).join(POINT)}`;

  // Cents of an amount or of a sum of amounts ("120,50+3-1,25") as BigInt; null for nothing, undefined for what is none.
  const read = (text) => {
    const bare = text.replace(/[\s\u00a0\u202f]/g, "");
    if (!bare) return null;
    const terms = bare.match(/[+-]?[^+-]+/g) ?? [""];
    if (terms.join("") !== bare) return undefined;
    const cents = terms.map((term) => /^([+-]?)([0-9]{1,13})(?:[.,]([0-9]{1,2}))?$/.exec(term));
    if (!cents.every(Boolean)) return undefined;
    return cents.reduce((sum, [, sign, whole, rest = ""]) => sum + BigInt(`${sign}${whole}${rest.padEnd(2, "0")}`), 0n);
  };

  return { grouped, written, plain, read };
})();
