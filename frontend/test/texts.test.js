import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseLanguage, textsIn } from "../widget/texts";

test("the first known language wins, and English where none is known", () => {
  assert.equal(chooseLanguage(null, "ko-KR", "en"), "ko");
  assert.equal(chooseLanguage("fr", undefined, "EN-gb"), "en");
  assert.equal(chooseLanguage("constructor", ""), "en");
  assert.notEqual(textsIn("ko").send, textsIn("en").send);
});
