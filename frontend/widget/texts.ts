// What the widget says, by language. A language that lacks a text of the English one does not compile.
import en from "../../data/pages/widget.en.json";
import ko from "../../data/pages/widget.ko.json";

export type Texts = typeof en;

const languages: Record<string, Texts> = { en, ko };

export function isKnown(language: string): boolean {
  return Object.hasOwn(languages, language);
}

/** The first wish that is one of our languages; a wish is a tag like "ko-KR". */
export function chooseLanguage(...wishes: (string | null | undefined)[]): string {
  const bases = wishes.map((wish) => wish?.split("-")[0]?.toLowerCase() ?? "");
  return bases.find(isKnown) ?? "en";
}

export function textsIn(language: string): Texts {
  return languages[language] ?? en;
}
