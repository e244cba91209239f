export interface Address {
  path: string;
  query: URLSearchParams;
}

/** Read an address of the client: `#/queue?overdue=true`. */
export function address(hash: string): Address {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  return { path, query: new URLSearchParams(search) };
}

/** Find a page by its pattern: words stand for themselves, `:name` for one part. */
export function match<Page>(
  patterns: Record<string, Page>,
  path: string,
): { page: Page; params: Record<string, string> } | undefined {
  const parts = path.split("/");
  for (const [pattern, page] of Object.entries(patterns)) {
    const wanted = pattern.split("/");
    const params: Record<string, string> = {};
    const fits =
      wanted.length === parts.length &&
      wanted.every((one, at) => {
        const part = parts[at] as string;
        if (one.startsWith(":")) params[one.slice(1)] = decodeURIComponent(part);
        return one.startsWith(":") ? part !== "" : one === part;
      });
    if (fits) return { page, params };
  }
  return undefined;
}

/** The address of a page with some of what is asked there changed, and the rest as it was. */
export function refined(path: string, query: URLSearchParams, change: Record<string, string>): string {
  const asked: Record<string, string> = {};
  query.forEach((value, name) => (asked[name] = value));
  return href(path, { ...asked, ...change });
}

/** The address of a page: `href("queue", { overdue: "true" })`. */
export function href(path: string, query: Record<string, string | undefined> = {}): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) said.set(name, value);
  const search = said.toString();
  return "#/" + path + (search ? "?" + search : "");
}
