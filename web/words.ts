/** The words that elements show: the server's, through gettext, over the English ones of words.json. */
import english from "./words.json";

export type WordKey = keyof typeof english;
type Values = Record<string, string | number>;

let translated: Record<string, string> | undefined;

function server(): Record<string, string> {
  if (!translated) {
    const text = document.getElementById("words")?.textContent;
    translated = text ? (JSON.parse(text) as Record<string, string>) : {};
  }
  return translated;
}

export function language(): string {
  return document.documentElement.lang || "en";
}

/** The language of dates: English without a country is written as most of the world writes it, day before month. */
export function dateLanguage(): string {
  return language() === "en" ? "en-GB" : language();
}

/** The sentence under `key` with its `{places}` filled in; numbers are written in the page's language. */
export function word(key: WordKey, values: Values = {}): string {
  const sentence = server()[key] ?? english[key];
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? place);
  });
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}
