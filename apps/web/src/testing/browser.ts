/** As much of a browser as signing in needs: cookies a site, and redirects followed one by one. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #site: string;

  /** @param site where the app is */
  constructor(site: string) {
    this.#site = site;
  }

  /** The last answer of a chain of redirects, and the address that it has. */
  async open(address: string, init: RequestInit = {}): Promise<{ readonly url: URL; readonly text: string }> {
    let url = new URL(address, this.#site);
    let next = init;
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await this.#fetch(url, next);
      const location = response.headers.get("location");
      if (location === null) return { url, text: await response.text() };
      await response.body?.cancel();
      url = new URL(location, url);
      next = {};
    }
    throw new Error("Too many redirects.");
  }

  /** The first answer only: where it leads to. */
  async step(address: string): Promise<URL> {
    const url = new URL(address, this.#site);
    const response = await this.#fetch(url, {});
    await response.body?.cancel();
    return new URL(response.headers.get("location") ?? "", url);
  }

  /** Posts a form of the session library with its CSRF token. `url` in the answer is where it sends people. */
  async post(path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
    const { csrfToken } = JSON.parse((await this.open("/api/auth/csrf")).text) as { csrfToken: string };
    const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
    const { text } = await this.open(path, { method: "POST", body, headers: { ...headers } });
    return new URL((JSON.parse(text) as { url: string }).url, this.#site);
  }

  async whoAmI(): Promise<{ readonly userId: string; readonly sessionId: string } | null> {
    return JSON.parse((await this.open("/whoami")).text) as { userId: string; sessionId: string } | null;
  }

  /** Somebody took the cookies while they were good. */
  copy(): Browser {
    const other = new Browser(this.#site);
    for (const [host, jar] of this.#cookies) other.#cookies.set(host, new Map(jar));
    return other;
  }

  async #fetch(url: URL, init: RequestInit): Promise<Response> {
    const jar = this.#cookies.get(url.host) ?? new Map<string, string>();
    this.#cookies.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(init.headers as Record<string, string> | undefined), ...(cookie !== "" && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const at = pair.indexOf("=");
      const ended = attributes.some((each) => /^\s*max-age=0\s*$/i.test(each)) || pair.endsWith("=");
      if (ended) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}
