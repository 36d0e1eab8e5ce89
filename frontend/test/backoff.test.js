import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff } from "../widget/backoff";

test("waiting doubles up to half a minute, half of it by chance", () => {
  const longest = [0, 1, 2, 5, 100].map((attempt) => backoff(attempt, () => 1));
  assert.deepEqual(longest, [1000, 2000, 4000, 30_000, 30_000]);
  assert.equal(
    backoff(1, () => 0),
    1000,
  );
});
