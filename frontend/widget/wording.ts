import { isKnown, type Texts, textsIn } from "./texts";

/** The texts that are one sentence, not a list of them. */
type Sentence = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];
type Write = (texts: Texts, language: string) => void;

/** What the widget says, in the page's language until the conversation is held in another one. */
export class Wording {
  private readonly written: Write[] = [];

  constructor(private current: string) {}

  get language(): string {
    return this.current;
  }

  get texts(): Texts {
    return textsIn(this.current);
  }

  /** Say everything in another language from now on; one that has no texts changes nothing. */
  speak(language: string): void {
    if (language === this.current || !isKnown(language)) return;
    this.current = language;
    for (const write of this.written) write(this.texts, language);
  }

  /** Write something now, and anew whenever the language changes. */
  keep(write: Write): void {
    this.written.push(write);
    write(this.texts, this.current);
  }

  /** A text that follows the language. */
  say(sentence: Sentence): Text {
    const shown = document.createTextNode("");
    this.keep((texts) => (shown.data = texts[sentence]));
    return shown;
  }

  /** Give an element a name, or another attribute, that follows the language. */
  label<Labelled extends Element>(element: Labelled, sentence: Sentence, attribute = "aria-label"): Labelled {
    this.keep((texts) => element.setAttribute(attribute, texts[sentence]));
    return element;
  }
}
