/** Asking the server from a page: partials, whole pages, facts, and sentences of its refusals. */

/** A refusal as RFC 9457 states it. */
export interface Problem {
  status: number;
  detail: string;
  code?: string;
}

export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return meta || (document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "");
}

export async function html(url: string, signal?: AbortSignal): Promise<Response> {
  return fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin", ...(signal && { signal }) });
}

/** The JSON at `url`, or undefined where it can't be had now. */
export async function json<T>(url: string): Promise<T | undefined> {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads the sentence of a refusal from a body that may be anything. */
export function problem(status: number, body: string, otherwise: string): Problem {
  try {
    const said = JSON.parse(body) as { detail?: string; title?: string; code?: string };
    return { status, detail: said.detail || said.title || otherwise, ...(said.code && { code: said.code }) };
  } catch (error) {
    if (error instanceof SyntaxError) return { status, detail: otherwise };
    throw error;
  }
}

/** The one root element of a partial; a table row needs a template to be parsed at all. */
export function rootOf(partial: string): Element | null {
  const template = document.createElement("template");
  template.innerHTML = partial;
  return template.content.firstElementChild;
}

export function documentOf(page: string): Document {
  return new DOMParser().parseFromString(page, "text/html");
}
