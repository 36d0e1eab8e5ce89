// The objects of the chat API. bot/channels/web/views.py is their other side.

export interface Button {
  token: string;
  title: string;
}

export interface Message {
  id: number;
  sender: "customer" | "bot" | "agent" | "system";
  text: string;
  buttons: Button[];
  created_at: string;
  /** The one that the conversation is held in now. */
  language?: string;
  client_id?: string;
}

export interface Typing {
  typing: boolean;
  sender: "bot";
}
