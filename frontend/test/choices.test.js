import assert from "node:assert/strict";
import { test } from "node:test";

import { isScale } from "../widget/choices";

test("a scale of ratings is known by its titles", () => {
  const digits = ["1", "2", "3", "4", "5"];
  assert.ok(isScale(digits));
  assert.ok(isScale(["5 ★", "4 ★", "3 ★", "2 ★", "1 ★"]));
  assert.ok(isScale(["1점", "2점", "3점", "4점", "5점"]));
  assert.ok(!isScale(["Yes", "No"]));
  assert.ok(!isScale(digits.slice(1)));
  assert.ok(!isScale(["10", "20", "30", "40", "50"]));
});
