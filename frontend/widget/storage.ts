/** What the widget remembers between visits: the session's token, what was read, and what is not sent yet. */
export interface Storage {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
}

/** The browser's own storage, under names of this server; memory where the browser is full or keeps nothing for us. */
export function openStorage(origin: string): Storage {
  const memory = inMemory();
  const key = (name: string) => `notouch:${origin}:${name}`;
  return {
    get: (name) => attempt((kept) => kept.getItem(key(name))) ?? memory.get(name),
    set: (name, value) => {
      memory.set(name, value);
      attempt((kept) => kept.setItem(key(name), value));
    },
    remove: (name) => {
      memory.remove(name);
      attempt((kept) => kept.removeItem(key(name)));
    },
  };
}

function attempt<T>(action: (kept: globalThis.Storage) => T): T | null {
  try {
    return action(window.localStorage);
  } catch {
    return null;
  }
}

export function inMemory(): Storage {
  const kept = new Map<string, string>();
  return {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
  };
}
