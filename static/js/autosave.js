// <form method="post" data-autosave>: saves a few seconds after the last change and when the page goes out of sight.

const WAIT = 3000;
const RETRY = 15000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  let saved = snapshot(form);
  let running = false;
  let stopped = false;
  let leaving = false;
  let timer;

  const say = (name, time = "") => {
    if (status) status.textContent = (status.dataset[name] ?? "").replace("{time}", time);
  };
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };
  const changed = () => snapshot(form) !== saved;

  async function save(keepalive = false) {
    if (running || stopped || leaving || !changed()) return;
    running = true;
    const sent = snapshot(form);
    say("saving");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: withoutFiles(form), keepalive: keepalive === true, redirect: "manual",
        headers: { "X-Requested-With": "autosave" },
      });
      if (answer.status === 409) {
        stopped = true;
        say("conflict");
      } else if (answer.ok || answer.status === 422) {
        saved = sent;
        const version = answer.headers.get("X-Version");
        const field = form.elements.namedItem("version");
        if (version && field) {
          field.value = version;
          if (!changedBesidesVersion(sent)) saved = snapshot(form);
        }
        say("saved", new Date().toLocaleTimeString(`${document.documentElement.lang}-u-nu-latn`, { hour: "2-digit", minute: "2-digit" }));
      } else throw new Error(String(answer.status));
    } catch {
      say("failed");
      later(RETRY);
    } finally {
      running = false;
    }
    if (!stopped && changed()) later(WAIT);
  }

  const changedBesidesVersion = (sent) => strip(snapshot(form)) !== strip(sent);

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      if (stopped || !changed()) return;
      say("waiting");
      later(WAIT);
    });
  }
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (changed() || hasFiles(form))) event.preventDefault();
  });
}

function hasFiles(form) {
  return [...form.querySelectorAll("input[type='file']")].some((input) => input.files.length > 0);
}

function withoutFiles(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

function snapshot(form) {
  return new URLSearchParams([...withoutFiles(form)]).toString();
}

function strip(text) {
  const pairs = new URLSearchParams(text);
  pairs.delete("version");
  return pairs.toString();
}
