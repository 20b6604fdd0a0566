// On every page: small comforts that the page also works without.

const summary = document.querySelector("[data-take-focus]");
if (summary) summary.focus();

// Menus close on Escape, on a click elsewhere and when another one opens.
const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus.filter((menu) => menu.open)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Filter forms send themselves a moment after a change; typing waits for Enter or the button.
for (const form of document.querySelectorAll("form[data-auto-submit]")) {
  let timer;
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type='search'], input[type='text'], [data-filter-box]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), 700);
  });
}

// <input data-complete="address">: the browser offers ways to go on typing; not where somebody saves data.
for (const input of navigator.connection?.saveData ? [] : document.querySelectorAll("[data-complete]")) {
  const list = Object.assign(document.createElement("datalist"), { id: `${input.id}-words` });
  input.after(list);
  input.setAttribute("list", list.id);
  input.autocomplete = "off";
  let timer;
  let last = input.value;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = input.value;
      if (typed.trim().length < 2 || typed === last) return;
      last = typed;
      const answer = await fetch(`${input.dataset.complete}?q=${encodeURIComponent(typed)}`).catch(() => undefined);
      const words = answer?.ok ? await answer.json() : [];
      if (input.value === typed) list.replaceChildren(...words.map((value) => Object.assign(document.createElement("option"), { value })));
    }, 200);
  });
}

// Empty fields of a search stay out of the address.
for (const form of document.querySelectorAll("form[method='get']")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// The day of printing: a public page may have been made and kept on another one.
addEventListener("beforeprint", () => {
  const { lang } = document.documentElement;
  const like = { dateStyle: "medium", calendar: "gregory", numberingSystem: "latn" };
  const day = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, like);
  for (const place of document.querySelectorAll("[data-today]")) place.textContent = day.format(new Date());
});

// <button type="button" hidden data-print> and <button type="button" hidden data-copy="text" data-copied="…">
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.querySelector("span").textContent = button.dataset.copied;
    });
  }
}

// <button type="button" hidden data-share="address" data-share-title="…">: the device's own way to pass a page on.
if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    const { share: url, shareTitle: title } = button.dataset;
    button.addEventListener("click", () => navigator.share({ url, title }).catch(() => undefined));
  }
}

// The records seen last: kept by this browser alone, never sent. A browser may refuse to keep anything.
const RECENT = "seen-last";
function seenLast(list) {
  try {
    if (list) localStorage.setItem(RECENT, JSON.stringify(list));
    const kept = JSON.parse(localStorage.getItem(RECENT));
    return Array.isArray(kept) ? kept.filter(({ id }) => /^[0-9a-z]{12}$/.test(id)) : [];
  } catch {
    return [];
  }
}
const seen = document.querySelector("[data-recent]");
if (seen) {
  const { recent: id, recentTitle: title, recentLang: lang } = seen.dataset;
  seenLast([{ id, title, lang }, ...seenLast().filter((one) => one.id !== id)].slice(0, 8));
}
const recent = document.querySelector("[data-recent-list]");
if (recent && seenLast().length) {
  for (const { id, title, lang } of seenLast()) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `${recent.dataset.recentList}/${id}`, textContent: title, lang, dir: "auto" });
    item.append(link);
    recent.querySelector("ul").append(item);
  }
  recent.hidden = false;
  recent.querySelector("[data-recent-clear]").addEventListener("click", () => {
    seenLast([]);
    recent.hidden = true;
  });
}

// A long list of choices gets a box that narrows it down; chosen ones always stay in sight.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let boxes = 0;
for (const list of document.querySelectorAll("[data-filter-list]")) {
  const choices = [...list.querySelectorAll("label")];
  const texts = list.closest("[data-filter-label]").dataset;
  const id = `filter-box-${(boxes += 1)}`;
  const box = document.createElement("div");
  box.className = "filter-box no-print";
  const label = Object.assign(document.createElement("label"), { className: "label", htmlFor: id, textContent: texts.filterLabel });
  const input = Object.assign(document.createElement("input"), { id, type: "search", dir: "auto", autocomplete: "off" });
  input.setAttribute("aria-label", texts.filterName.replace("{list}", () => list.getAttribute("aria-label")));
  input.dataset.filterBox = "";
  const none = Object.assign(document.createElement("p"), { className: "hint", hidden: true, textContent: texts.filterNone });
  none.setAttribute("role", "status");
  box.append(label, input, none);
  list.before(box);
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  input.addEventListener("input", () => {
    const wanted = fold(input.value.trim());
    let shown = 0;
    for (const choice of choices) {
      choice.hidden = !(choice.querySelector("input").checked || fold(choice.textContent).includes(wanted));
      if (!choice.hidden) shown += 1;
    }
    none.hidden = shown > 0;
  });
}

// The page for when there is no network: kept by the service worker, left again when the network is back.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => undefined));
}
if (document.querySelector("[data-offline]")) addEventListener("online", () => location.reload());
