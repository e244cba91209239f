import type { ComponentChildren } from "preact";
import { Card, Empty, Further, Shown } from "../ui/components.tsx";
import type { Asked, AskedPages } from "../ui/data.ts";
import { moment } from "../ui/time.ts";
import { t } from "./words.ts";

/** A list a line each, read page by page; `none` is said where there is nothing. */
export function Lines<Line extends { id: string }>({
  list,
  none,
  children,
}: {
  list: AskedPages<Line>;
  none: string;
  children: (line: Line) => ComponentChildren;
}) {
  return (
    <>
      <Shown asked={list}>
        {(lines) =>
          lines.length ? (
            <ul class="lines">
              {lines.map((line) => (
                <li key={line.id}>{children(line)}</li>
              ))}
            </ul>
          ) : (
            <Empty>{none}</Empty>
          )
        }
      </Shown>
      <Further list={list} />
    </>
  );
}

interface Step {
  seq: number;
  at: string;
  event_name: string;
}

/** What was done with a thing of one's own, and what was said of it. */
export function Steps<Of extends Step>({
  asked,
  said,
}: {
  asked: Asked<{ items: Of[] }>;
  said: (step: Of) => string | null | undefined;
}) {
  return (
    <Card title={t("steps")}>
      <Shown asked={asked}>
        {(told) => (
          <ol class="steps">
            {told.items.map((step) => (
              <li key={step.seq}>
                <time dateTime={step.at}>{moment(step.at)}</time> {step.event_name}
                {said(step) && <p>{said(step)}</p>}
              </li>
            ))}
          </ol>
        )}
      </Shown>
    </Card>
  );
}
