import assert from "node:assert/strict";
import { test } from "node:test";

import cases from "../../tests/channels/web/links.json";
import { pieces } from "../widget/links";

for (const { text, pieces: expected } of cases) {
  test(`links in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(
      pieces(text).map((piece) => [piece.text, piece.address ?? null]),
      expected,
    );
  });
}

test("hostile text stays the text it is", () => {
  const hostile = "[".repeat(2000) + "https://a" + ".".repeat(2000) + "](/" + "(".repeat(84);
  assert.equal(
    pieces(hostile)
      .map((piece) => piece.text)
      .join(""),
    hostile,
  );
});
