// Filters the answers while one types, and opens the answer that the address names.
const search = document.getElementById("search");
const found = document.getElementById("found");
const topics = [...document.querySelectorAll(".topic")];
const groups = [...document.querySelectorAll(".group")];
const plain = (text) => text.normalize("NFC").toLocaleLowerCase();

function filter() {
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  for (const topic of topics) {
    const text = plain(topic.textContent);
    topic.hidden = !words.every((word) => text.includes(word));
  }
  for (const group of groups) {
    group.hidden = !group.querySelector(".topic:not([hidden])");
    document.querySelector(`[href="#${group.id}"]`).hidden = group.hidden;
  }
  report(words.length ? topics.filter((topic) => !topic.hidden).length : undefined);
}

function report(count) {
  if (count === undefined) found.textContent = "";
  else found.textContent = count ? found.dataset.found.replace("%", count) : found.dataset.none;
}

function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.matches(".topic")) {
    named.open = true;
    named.scrollIntoView();
  }
}

search.addEventListener("input", filter);
search.form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", openNamed);
filter();
openNamed();
