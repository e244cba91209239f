/** Where a code leads within the client: the address on it, or the number of a case. Codes of others lead nowhere. */
export function leadsTo(text: string, origin: string = location.origin): string | undefined {
  const said = text.trim();
  if (/^\d{6}-\d{8}-\d{4}-\d$/.test(said)) return "#/track/" + said;
  if (/^#\/[\w/-]+/.test(said)) return said;
  try {
    const address = new URL(said);
    return address.origin === origin && address.hash.startsWith("#/") ? address.hash : undefined;
  } catch {
    return undefined;
  }
}
