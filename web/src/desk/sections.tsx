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
