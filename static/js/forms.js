// On pages with a form: word counters, "show password", sizes of files, a guard against leaving with unsaved words.

const lang = `${document.documentElement.lang}-u-nu-latn`;
const words = (text) => (text.trim() ? text.trim().split(/\s+/u).length : 0);

for (const counter of document.querySelectorAll("[data-count-for]")) {
  const area = document.getElementById(counter.dataset.countFor);
  if (!area) continue;
  const rule = counter.textContent.trim();
  const least = Number(area.dataset.minWords ?? 0);
  const most = Number(area.dataset.maxWords ?? Infinity);
  const show = () => {
    const count = words(area.value);
    counter.dataset.state = count === 0 ? "" : count > most ? "over" : count < least ? "under" : "fits";
    counter.textContent = `${counter.dataset.text.replace("{count}", count.toLocaleString(lang))} · ${rule}`;
  };
  area.addEventListener("input", show);
  show();
}

for (const holder of document.querySelectorAll("[data-password]")) {
  const input = holder.querySelector("input");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-second", textContent: holder.dataset.show });
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? holder.dataset.hide : holder.dataset.show;
    input.focus();
  });
  input.form?.addEventListener("submit", () => (input.type = "password"));
  holder.append(button);
}

// [data-most-bytes]: files that are too large are left out before they are sent, which may take minutes for nothing.
for (const holder of document.querySelectorAll("[data-most-bytes]")) {
  const input = holder.querySelector("input[type='file']");
  const note = Object.assign(document.createElement("div"), { role: "alert" });
  input.addEventListener("change", () => {
    const isLarge = (file) => file.size > Number(holder.dataset.mostBytes);
    const files = [...input.files];
    const fit = new DataTransfer();
    for (const file of files) if (!isLarge(file)) fit.items.add(file);
    note.replaceChildren(...files.filter(isLarge).map(({ name }) =>
      Object.assign(document.createElement("p"), { className: "error", textContent: holder.dataset.tooLarge.replace("{file}", () => name) })));
    if (note.hasChildNodes()) {
      input.files = fit.files;
      input.parentElement.before(note);
    } else note.remove();
  });
}

// <form data-guard>: the browser asks before a page with changed fields is left. Autosaving forms guard themselves.
for (const form of document.querySelectorAll("form[data-guard]")) {
  const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  const before = typed();
  let sending = false;
  form.addEventListener("submit", () => (sending = true));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && typed() !== before) event.preventDefault();
  });
}
