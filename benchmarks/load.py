"""Putting load on a server, and what is read from it."""

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import aiohttp

from benchmarks.messages import CYCLE, conversation
from benchmarks.servers import Server

# Seconds by turn, for one conversation.
Latencies = list[float]


@dataclass(frozen=True)
class Spread:
    """In seconds, over `n` turns."""

    median: float
    p99: float
    n: int


def around(turn: int, conversations: Sequence[Latencies]) -> Spread:
    """The latency at a turn (counted from 1): of it and its neighbours, one cycle of messages, in all conversations."""
    first = turn - 1 - CYCLE // 2
    pooled = sorted(seconds for latencies in conversations for seconds in latencies[first : first + CYCLE])
    return Spread(median(pooled), pooled[math.ceil(len(pooled) * 0.99) - 1], len(pooled))


async def talk(
    http: aiohttp.ClientSession, server: Server, texts: Sequence[str], advance: Callable[[], None]
) -> Latencies:
    """One conversation, each message sent when the one before it is answered."""
    async with server.open_chat(http, server.address) as chat:
        for text in texts:
            await chat.say(text)
            advance()
    return [turn.replied - turn.sent for turn in chat.turns]


async def turns_per_second(
    http: aiohttp.ClientSession, server: Server, clients: Sequence[Sequence[Sequence[str]]], advance: Callable[[], None]
) -> float:
    """Clients at the same time, each with its conversations one after the other."""

    async def client(conversations: Sequence[Sequence[str]]) -> int:
        return sum([len(await talk(http, server, texts, advance)) for texts in conversations])

    began = perf_counter()
    turns = await asyncio.gather(*(client(conversations) for conversations in clients))
    return sum(turns) / (perf_counter() - began)


def visits(clients: int, each: int, turns: int, asked: list[str]) -> list[list[list[str]]]:
    """For each client the texts of `each` conversations of so many turns."""
    return [[conversation(client * each + visit, turns, asked) for visit in range(each)] for client in range(clients)]
