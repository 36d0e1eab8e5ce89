import assert from "node:assert/strict";
import { test } from "node:test";

import { inMemory } from "../widget/storage";
import { Unread } from "../widget/unread";

test("replies are unread until they were seen, over visits", () => {
  const storage = inMemory();
  const visit = () => {
    const counts = [];
    return { counts, unread: new Unread(storage, (count) => counts.push(count)) };
  };
  const first = visit();
  first.unread.arrived({ id: 1, sender: "customer" });
  first.unread.arrived({ id: 2, sender: "bot" });
  first.unread.arrived({ id: 3, sender: "agent" });
  first.unread.read();
  assert.deepEqual(first.counts, [1, 2, 0]);

  const second = visit();
  [2, 3, 4].forEach((id) => second.unread.arrived({ id, sender: "bot" }));
  assert.deepEqual(second.counts, [1]);
});
