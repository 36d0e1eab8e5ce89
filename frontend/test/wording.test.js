import assert from "node:assert/strict";
import { test } from "node:test";

import { Wording } from "../widget/wording";

function heard(...spoken) {
  const wording = new Wording("en");
  const written = [];
  wording.keep(({ send }, language) => written.push(`${language} ${send}`));
  spoken.forEach((language) => wording.speak(language));
  return written;
}

test("what is kept is written at once, and anew in each other language", () => {
  assert.deepEqual(heard("ko", "ko", "en"), ["en Send", "ko 보내기", "en Send"]);
});

test("a language without texts changes nothing", () => {
  assert.deepEqual(heard("fr", "constructor", ""), ["en Send"]);
});
