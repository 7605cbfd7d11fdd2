/** Reading the page one is on again and morphing what changed into it. */
import { documentOf, html } from "./fetch";
import { morph } from "./morph";

/** Fetches this address again and morphs `<main>`; says whether that could be done. */
export async function refresh(): Promise<boolean> {
  const address = location.href;
  try {
    const answer = await html(address);
    if (!answer.ok || answer.redirected) return false;
    const page = documentOf(await answer.text());
    const fresh = page.querySelector("main");
    const main = document.querySelector("main");
    if (!fresh || !main || location.href !== address) return false;
    document.title = page.title;
    morph(main, fresh);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
