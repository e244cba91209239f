import { useEffect, useRef, useState } from "preact/hooks";
import { Refused } from "../api/client.ts";

export interface Asked<Data> {
  data: Data | undefined;
  refused: Refused | undefined;
  loading: boolean;
  /** Ask again, keeping what is shown until the answer is there. */
  again: () => Promise<void>;
}

/**
 * What a page needs to know, asked when `about` changes; an answer that comes after the next question is dropped.
 * `every` says after how many milliseconds to look again while the page is in view; none: not at all.
 */
export function useAsked<Data>(
  load: () => Promise<Data>,
  about: unknown[],
  every?: (data: Data) => number | undefined,
): Asked<Data> {
  const [seen, show] = useState<{ data?: Data; refused?: Refused; loading: boolean }>({ loading: true });
  const turn = useRef(0);
  const again = async (): Promise<void> => {
    const mine = ++turn.current;
    show((before) => ({ ...before, loading: true }));
    try {
      const data = await load();
      if (mine === turn.current) show({ data, loading: false });
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (mine === turn.current) show((before) => ({ ...before, refused: fault, loading: false }));
    }
  };
  useEffect(() => {
    show({ loading: true });
    void again();
    return () => void turn.current++;
  }, about);
  const pause = seen.data && every?.(seen.data);
  useEffect(() => {
    if (!pause) return undefined;
    const timer = setInterval(() => document.hidden || void again(), pause);
    return () => clearInterval(timer);
  }, [pause, ...about]);
  return { data: seen.data, refused: seen.refused, loading: seen.loading, again };
}

interface Page<Line> {
  items: Line[];
  next_cursor: string | null;
}

export interface AskedPages<Line> extends Asked<Line[]> {
  /** Whether there is more to read. */
  further: boolean;
  more: () => Promise<void>;
}

/** A list that is read page by page. */
export function useList<Line>(
  load: (cursor: string | undefined) => Promise<Page<Line>>,
  about: unknown[],
): AskedPages<Line> {
  const asked = useAsked(() => load(undefined), about);
  const [added, add] = useState<{ to: Page<Line>; lines: Line[]; cursor: string | null }>();
  const begun = asked.data;
  const here = added && added.to === begun ? added : undefined;
  const cursor = here ? here.cursor : (begun?.next_cursor ?? null);
  return {
    ...asked,
    data: begun && [...begun.items, ...(here?.lines || [])],
    further: cursor !== null,
    more: async () => {
      if (!begun || !cursor) return;
      const next = await load(cursor);
      add({ to: begun, lines: [...(here?.lines || []), ...next.items], cursor: next.next_cursor });
    },
  };
}

/** A step under way: `run(step)` keeps its button busy and what was refused in view. */
export function useStep(): {
  busy: boolean;
  refused: Refused | undefined;
  run: (step: () => Promise<void>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [refused, refuse] = useState<Refused>();
  const run = async (step: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    refuse(undefined);
    try {
      await step();
      return true;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      refuse(fault);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refused, run };
}
