import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";

import { Session } from "../widget/session";
import { inMemory } from "../widget/storage";

/** A server that gives out sessions "1", "2", ... and answers requests with the session it knows them by. */
let known, given, server, origin, heard;
before(async () => {
  server = createServer((request, response) => {
    const token = request.headers.authorization?.replace("Bearer ", "");
    request.setEncoding("utf8").on("data", (body) => heard.push([request.url, JSON.parse(body), token]));
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
  heard = [];
});

function session(storage = inMemory(), entrance = {}) {
  const events = { replaced: 0 };
  return { events, storage, session: new Session(origin, storage, "en", () => events.replaced++, entrance) };
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

test("a session begins with how the customer came", async () => {
  const { session: first } = session(inMemory(), { location: "riverside", campaign: "summer" });
  await first.enter();
  await first.enter();
  assert.deepEqual(heard, [
    ["/chat/sessions", { language: "en", location: "riverside", campaign: "summer" }, undefined],
  ]);
});

test("a later visit tells how the customer came this time, once", async () => {
  const { session: first, storage } = session();
  await ask(first);
  await first.enter();
  const { session: second } = session(storage, { location: "northgate" });
  await second.enter();
  await second.enter();
  assert.deepEqual(heard.slice(1), [["/chat/entrances", { location: "northgate" }, "1"]]);
});

test("a click is reported with the message and the link", async () => {
  const { session: first } = session();
  first.clicked(7, "/help");
  await ask(first);
  first.clicked(7, "/help");
  while (heard.length < 2) await new Promise((wait) => setTimeout(wait, 5));
  assert.deepEqual(heard[1], ["/chat/clicks", { message: 7, link: "/help" }, "1"]);
});
