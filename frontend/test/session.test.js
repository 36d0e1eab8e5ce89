import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";

import { Session } from "../widget/session";
import { inMemory } from "../widget/storage";

/** A server that gives out sessions "1", "2", ... and answers requests with the session it knows them by. */
let known, given, server, origin;
before(async () => {
  server = createServer((request, response) => {
    const token = request.headers.authorization?.replace("Bearer ", "");
    if (request.url === "/chat/sessions") {
      known.add(String(++given));
      response.writeHead(201).end(JSON.stringify({ token: String(given), language: "en" }));
    } else response.writeHead(known.has(token) ? 200 : 401).end(token);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());
beforeEach(() => {
  known = new Set();
  given = 0;
});

function session(storage = inMemory()) {
  const events = { replaced: 0 };
  return { events, storage, session: new Session(origin, storage, "en", () => events.replaced++) };
}
const ask = async (session) => (await session.request("GET", "/chat/messages")).text();

test("requests made at once share one new session", async () => {
  const { session: first, events } = session();
  assert.equal(first.token, null);
  assert.deepEqual(await Promise.all([ask(first), ask(first), ask(first)]), ["1", "1", "1"]);
  assert.equal(events.replaced, 0);
});

test("the next visit goes on with the session", async () => {
  const { session: first, storage } = session();
  await ask(first);
  assert.equal(await ask(session(storage).session), "1");
});

test("a session that the server forgot is replaced once, and the requests repeated", async () => {
  const { session: first, events } = session();
  await ask(first);
  known.clear();
  assert.deepEqual(await Promise.all([ask(first), ask(first)]), ["2", "2"]);
  assert.equal(events.replaced, 1);
});

test("a session that another tab replaced is taken over", async () => {
  const { session: first, storage, events } = session();
  await ask(first);
  known = new Set(["from the other tab"]);
  storage.set("token", "from the other tab");
  assert.equal(await first.replace("1"), "from the other tab");
  assert.equal(events.replaced, 0);
});
