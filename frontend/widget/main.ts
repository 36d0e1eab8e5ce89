// <script src="https://SERVER/static/widget.js" data-language="en" data-title="Shop" defer></script> is all a page
// needs: the chat then stands in its corner. data-location, data-campaign and data-referral tell how the customer came.
// A page can also place <notouch-chat> itself.
import { ENTRANCE, NotouchChat } from "./element";

const script = document.currentScript as HTMLScriptElement | null;

function place(): void {
  if (document.querySelector("notouch-chat")) return;
  const chat = document.createElement("notouch-chat");
  if (script) chat.setAttribute("origin", new URL(script.src).origin);
  if (script?.dataset["language"]) chat.setAttribute("language", script.dataset["language"]);
  if (script?.dataset["title"]) chat.setAttribute("heading", script.dataset["title"]);
  for (const name of ENTRANCE) if (script?.dataset[name]) chat.setAttribute(name, script.dataset[name]);
  document.body.append(chat);
}

if (!customElements.get("notouch-chat")) customElements.define("notouch-chat", NotouchChat);
if (document.body) place();
else document.addEventListener("DOMContentLoaded", place);
