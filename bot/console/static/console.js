// What htmx has no attribute for: renewing regions without disturbing them, times that tick, keys in the reply box.
"use strict";

// Elements by their HTML as it was served, before times were filled in.
const served = new WeakMap();

function remember(root) {
  for (const child of root.querySelectorAll("[data-merge=children] > [id]")) served.set(child, child.outerHTML);
}

// Make the children of `old` those of `fresh`, by id. What did not change stays, with its focus, selection and scroll
// position, and a screen reader hears only of what is new. Returns the elements that are new.
function merge(old, fresh) {
  const known = new Map([...old.children].map((child) => [child.id, child]));
  const added = [];
  const children = [...fresh.children];
  children.forEach((child, place) => {
    const kept = keep(known.get(child.id), child, added);
    if (old.children[place] !== kept) old.insertBefore(kept, old.children[place] ?? null);
  });
  while (old.children.length > children.length) old.lastElementChild.remove();
  return added;
}

function keep(known, fresh, added) {
  if (known?.dataset.merge === "keep") return known;
  if (known && fresh.dataset.merge === "children") {
    added.push(...merge(known, fresh));
    return known;
  }
  if (known && served.get(known) === fresh.outerHTML) return known;
  served.set(fresh, fresh.outerHTML);
  remember(fresh);
  added.push(fresh);
  return fresh;
}

function isAtEnd(log) {
  return log && log.scrollHeight - log.scrollTop - log.clientHeight < 48;
}

function scrollToEnd(log) {
  if (log) log.scrollTop = log.scrollHeight;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

function elapsed(from) {
  const seconds = Math.max(0, Math.floor((Date.now() - from) / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function localTime(at) {
  const today = at.toDateString() === new Date().toDateString();
  return today ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

function tick() {
  for (const time of document.querySelectorAll("time[data-since]")) time.textContent = elapsed(new Date(time.dateTime));
}

function tellTimes() {
  for (const time of document.querySelectorAll("time:not([data-since]):not([title])")) {
    const at = new Date(time.dateTime);
    time.title = at.toLocaleString();
    time.textContent = localTime(at);
  }
  tick();
}

function announce() {
  const now = document.querySelector("#waiting-now")?.textContent;
  // Only pages with the queue have something to announce.
  if (now === undefined) return;
  const announcement = document.querySelector("#announcement");
  if (announcement.dataset.last !== now) announcement.textContent = now;
  announcement.dataset.last = now;
}

htmx.defineExtension("merge", {
  handleSwap(style, target, fragment) {
    if (style !== "merge") return false;
    // A form that waits for its answer has to stay in the page, or the answer is not shown; afterwards it is looked again.
    if (target.querySelector("form.htmx-request")) return [];
    const log = document.querySelector("#transcript");
    const follow = isAtEnd(log);
    const added = merge(target, fragment.firstElementChild);
    tellTimes();
    announce();
    if (follow) scrollToEnd(log);
    return added;
  },
});

const notice = document.querySelector("#notice");
const offline = document.querySelector("#offline");
const isPost = (event) => event.detail.requestConfig.verb === "post";

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => {
    if (isPost(event)) notice.textContent = notice.dataset.failed;
  });
}
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (isPost(event)) notice.textContent = "";
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const queue = document.querySelector("#queue");
  if (isPost(event) && queue) htmx.trigger(queue, "sse:queue");
});
document.body.addEventListener("htmx:sseError", () => { offline.hidden = false; });
document.body.addEventListener("htmx:sseOpen", () => { offline.hidden = true; });

document.body.addEventListener("keydown", (event) => {
  // While an input method composes a Korean syllable, Enter belongs to it.
  if (!event.target.matches("[data-enter-sends]") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.form.requestSubmit();
});

// A half-typed reply survives a look at another conversation, in this tab.
const draft = `draft:${location.pathname}`;
const box = document.querySelector("#text");
if (box) box.value = sessionStorage.getItem(draft) ?? box.value;
document.body.addEventListener("input", (event) => {
  if (event.target.id === "text") sessionStorage.setItem(draft, event.target.value);
});

// A reply leaves the box when the server has stored it; what was typed since stays.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id === "reply") event.target.dataset.sent = event.target.elements.text.value;
});
document.body.addEventListener("sent", (event) => {
  const { text, client_id: clientId } = event.target.elements;
  clientId.value = event.detail.next;
  if (text.value.startsWith(event.target.dataset.sent)) text.value = text.value.slice(event.target.dataset.sent.length);
  sessionStorage.setItem(draft, text.value);
  scrollToEnd(document.querySelector("#transcript"));
});

remember(document);
tellTimes();
announce();
scrollToEnd(document.querySelector("#transcript"));
if (matchMedia("(max-width: 60rem)").matches) document.querySelector("#card-details")?.removeAttribute("open");
setInterval(tick, 1000);
