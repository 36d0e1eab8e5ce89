// "Ask us anything" opens the chat; where the widget is missing it stays a link to the help centre.
for (const link of document.querySelectorAll("[data-open-chat]")) {
  link.addEventListener("click", (event) => {
    const chat = document.querySelector("notouch-chat");
    if (chat?.open) {
      event.preventDefault();
      chat.open();
    }
  });
}
