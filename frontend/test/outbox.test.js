import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../widget/outbox";
import { inMemory } from "../widget/storage";

/** An outbox over a server that gives the outcomes in turn, and then takes everything. */
function outbox(outcomes = [], storage = inMemory()) {
  const seen = { attempts: [], states: [], slept: [] };
  const box = new Outbox({
    storage,
    send: async (parcel) => {
      seen.attempts.push(parcel.clientId);
      const outcome = outcomes.shift() ?? { kind: "sent" };
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    changed: (parcel, state) => seen.states.push(`${parcel.clientId} ${state}`),
    sleep: async (milliseconds) => void seen.slept.push(milliseconds),
  });
  return { box, seen, storage };
}

/** Everything that is due without waiting has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
const parcel = (clientId) => ({ clientId, shown: `text of ${clientId}` });
const offline = () => [1, 2, 3, 4].map(() => new Error("no connection"));

test("messages go out one after the other, in order", async () => {
  const { box, seen } = outbox();
  ["a", "b", "c"].forEach((id) => box.add(parcel(id)));
  await settled();
  assert.deepEqual(seen.attempts, ["a", "b", "c"]);
  assert.deepEqual(seen.states, ["a sending", "b sending", "c sending", "a sent", "b sent", "c sent"]);
  assert.deepEqual(box.stored(), []);
});

test("a failed attempt is repeated with the same id, later and later", async () => {
  const { box, seen } = outbox([new Error("no connection"), { kind: "later" }]);
  box.add(parcel("a"));
  await settled();
  assert.deepEqual(seen.attempts, ["a", "a", "a"]);
  assert.deepEqual(seen.states, ["a sending", "a sent"]);
  assert.ok(seen.slept[0] >= 500 && seen.slept[0] <= 1000 && seen.slept[1] >= 1000);
});

test("the server's own delay is kept", async () => {
  const { box, seen } = outbox([{ kind: "later", seconds: 7 }]);
  box.add(parcel("a"));
  await settled();
  assert.deepEqual(seen.slept, [7000]);
});

test("what can't be sent is shown as failed, kept, and sent on request", async () => {
  const { box, seen } = outbox(offline());
  box.add(parcel("a"));
  await settled();
  assert.deepEqual(seen.states, ["a sending", "a failed"]);
  assert.deepEqual(box.stored(), [parcel("a")]);
  box.retry("a");
  await settled();
  assert.deepEqual(seen.states, ["a sending", "a failed", "a sending", "a sent"]);
  assert.deepEqual(box.stored(), []);
});

test("when the connection is back everything that failed is sent", async () => {
  const { box, seen } = outbox([...offline(), ...offline()]);
  ["a", "b"].forEach((id) => box.add(parcel(id)));
  await settled();
  box.retryAll();
  await settled();
  assert.deepEqual(seen.attempts.slice(-2), ["a", "b"]);
  assert.deepEqual(seen.states.slice(-2), ["a sent", "b sent"]);
});

test("what the server refuses is not sent again by itself, only on request", async () => {
  const { box, seen } = outbox([{ kind: "refused" }]);
  box.add(parcel("a"));
  await settled();
  box.retryAll();
  await settled();
  assert.deepEqual(seen.attempts, ["a"]);
  assert.deepEqual(box.stored(), []);
  box.retry("a");
  await settled();
  assert.deepEqual(seen.attempts, ["a", "a"]);
});

test("the next visit finds what was not sent", async () => {
  const { box, storage } = outbox(offline());
  box.add({ clientId: "a", shown: "Yes", button: "token" });
  await settled();
  const next = outbox([], storage);
  next.box.stored().forEach((kept) => next.box.add(kept));
  await settled();
  assert.deepEqual(next.seen.attempts, ["a"]);
  assert.deepEqual(next.box.stored(), []);
});

test("another tab's messages in the same storage are left alone", async () => {
  const { box, storage } = outbox(offline());
  box.add(parcel("a"));
  await settled();
  const other = outbox([], storage);
  other.box.add(parcel("b"));
  await settled();
  assert.deepEqual(box.stored(), [parcel("a")]);
});

test("a storage that others wrote nonsense into is taken as empty", () => {
  const { box, storage } = outbox();
  storage.set("outbox", "{");
  assert.deepEqual(box.stored(), []);
});
