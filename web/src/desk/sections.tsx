import { href } from "../router.ts";

/** The pages of one part of the desk, one beside the other; the unit chosen goes along. */
export function Sections({
  label,
  at,
  pages,
  keep,
}: {
  label: string;
  at: string;
  pages: readonly (readonly [to: string, name: string])[];
  keep: Record<string, string | undefined>;
}) {
  return (
    <nav class="tabs no-print" aria-label={label}>
      {pages.map(([to, name]) => (
        <a key={to} href={href(to, keep)} aria-current={to === at ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

export interface Group {
  name: string;
  pages: readonly (readonly [to: string, name: string])[];
}

/** Pages in groups: the groups, and below them the pages of the one where one is. */
export function Groups({ label, at, groups, keep }: { label: string; at: string; groups: readonly Group[]; keep: Record<string, string | undefined> }) {
  const mine = groups.find(({ pages }) => pages.some(([to]) => to === at)) || (groups[0] as Group);
  return (
    <>
      <nav class="groups no-print" aria-label={label}>
        {groups.map((one) => (
          <a key={one.name} href={href(one.pages[0]?.[0] as string, keep)} aria-current={one === mine ? "true" : undefined}>
            {one.name}
          </a>
        ))}
      </nav>
      <Sections label={mine.name} at={at} pages={mine.pages} keep={keep} />
    </>
  );
}
