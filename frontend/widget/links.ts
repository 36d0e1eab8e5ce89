// Links in messages: [text](address) and bare addresses. bot/base/links.py reads them the same way.

/** A run of text, with where it leads to if it is a link. */
export interface Piece {
  text: string;
  address?: string;
}

const NAMED = /\[([^\[\]\n]+)\]\(((?:https?:\/\/|\/(?![/\\]))[^\s()]*(?:\([^\s()]*\)[^\s()]*)?)\)/;
const BARE = /(https?:\/\/[A-Za-z0-9](?:[-A-Za-z0-9._~:/?#@!$&*+,;=%]*[-A-Za-z0-9_~/#@$&*+=%])?)/;
const LINK = new RegExp(`${NAMED.source}|${BARE.source}`, "gi");

/** The text cut at its links. Only web addresses and paths of our own site make a link; the rest stays text. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const [whole, label, address, bare] = match;
    if (match.index > done) found.push({ text: text.slice(done, match.index) });
    found.push({ text: label ?? bare ?? "", address: address ?? bare ?? "" });
    done = match.index + whole.length;
  }
  if (done < text.length) found.push({ text: text.slice(done) });
  return found;
}
