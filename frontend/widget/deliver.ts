import type { Outcome, Parcel } from "./outbox";
import type { Session } from "./session";

/** Try once to hand over what the customer said; throws when the server can't be reached. */
export async function deliver(session: Session, { clientId, shown, button }: Parcel): Promise<Outcome> {
  await session.enter();
  const content = button ? { button } : { text: shown };
  const response = await session.request("POST", "/chat/messages", { ...content, client_id: clientId });
  if (response.ok) return { kind: "sent" };
  // What the server will not take today it will not take tomorrow.
  if (response.status === 422) return { kind: "refused" };
  return { kind: "later", seconds: Number(response.headers.get("Retry-After")) };
}
