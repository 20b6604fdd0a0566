// Keeps the style, the icons and one page for when there is no network. It keeps no other page: what people
// read stays with the server, and what members see never touches this store. SETTINGS stands above this line.

const STORE = `shell-${SETTINGS.edition}`;
const HASHED = /^\/static\/.+\.[0-9a-f]{8}\.\w+$/;

function offlinePage(address) {
  const first = new URL(address).pathname.split("/")[1];
  return SETTINGS.languages.includes(first) ? `/${first}/offline` : "/offline";
}

// Asked for without cookies: the page is the same for everybody and names nobody.
async function keepOfflinePage(address) {
  const store = await caches.open(STORE);
  if (await store.match(address)) return;
  const answer = await fetch(address, { credentials: "omit" });
  if (answer.ok) await store.put(address, answer);
}

async function install() {
  const store = await caches.open(STORE);
  await store.addAll(SETTINGS.assets);
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const pages = new Set(["/offline", ...open.map((client) => offlinePage(client.url))]);
  await Promise.all([...pages].map(keepOfflinePage));
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
}

async function page(event) {
  const own = offlinePage(event.request.url);
  try {
    // the request made while the worker started may end without an answer where a second one gets it
    const early = await Promise.resolve(event.preloadResponse).catch(() => undefined);
    const answer = early || (await fetch(event.request));
    event.waitUntil(keepOfflinePage(own).catch(() => undefined));
    return answer;
  } catch {
    const store = await caches.open(STORE);
    return (await store.match(own)) || (await store.match("/offline")) || Response.error();
  }
}

async function asset(event) {
  const store = await caches.open(STORE);
  const kept = await store.match(event.request.url);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(store.put(event.request.url, answer.clone()));
  return answer;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET" || new URL(url).origin !== self.location.origin) return;
  if (mode === "navigate") event.respondWith(page(event));
  else if (HASHED.test(new URL(url).pathname)) event.respondWith(asset(event));
});
