// Search in an offline kit: prefixes of folded words, and a kind of help. The words come from words.js; without
// scripts the whole list is there.
(() => {
  const { fold, words } = globalThis.kitWords;
  const form = document.querySelector("[data-kit-search]");
  if (!form) return;
  const known = Object.keys(words);
  const typed = form.querySelector("input");
  const help = form.querySelector("select");
  const status = document.querySelector("[data-kit-status]");
  const rows = [...document.querySelectorAll("[data-kit-list] > *")];

  const folded = (text) =>
    [...text.normalize("NFKC").toLowerCase().normalize("NFC").replaceAll("\u200c", " ")]
      .map((char) => fold[char] ?? char)
      .join("")
      .split(/[^\p{L}\p{N}\p{M}]+/u)
      .filter(Boolean);

  const withPrefix = (prefix) => {
    const found = new Set();
    for (const word of known) if (word.startsWith(prefix)) for (const place of words[word]) found.add(place);
    return found;
  };

  const show = () => {
    const wanted = folded(typed.value).map(withPrefix);
    let shown = 0;
    rows.forEach((row, place) => {
      const fits = wanted.every((places) => places.has(place));
      const helps = !help.value || row.dataset.help.split(" ").includes(help.value);
      row.hidden = !(fits && helps);
      shown += row.hidden ? 0 : 1;
    });
    status.textContent = shown ? status.dataset.found.replace("#", shown) : status.dataset.none;
  };

  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
})();
