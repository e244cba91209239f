import type { ComponentChildren } from "preact";
import type { Shape } from "../api/client.ts";
import { unitName } from "../session/units.ts";
import { Empty } from "../ui/components.tsx";
import { moment } from "../ui/time.ts";

interface Step {
  seq: number;
  at: string;
  event_name: string;
}

/** What was done and when, the newest last, as it is read on paper; `who` did it, and what was said of it. */
export function History<Of extends Step>({
  steps,
  who,
  said,
}: {
  steps: readonly Of[];
  who?: (step: Of) => ComponentChildren;
  said: (step: Of) => ComponentChildren;
}) {
  if (!steps.length) return <Empty />;
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li key={step.seq}>
          <strong>{step.event_name}</strong> {who && <span class="faint">{who(step)}</span>}
          <br />
          <time class="faint" dateTime={step.at}>
            {moment(step.at)}
          </time>
          {said(step)}
        </li>
      ))}
    </ol>
  );
}

/** The history of an incident: by which office, and why. */
export const Timeline = ({ steps }: { steps: readonly Shape<"StepView">[] }) => (
  <History
    steps={steps}
    who={(step) => step.actor_unit && unitName(step.actor_unit)}
    said={(step) => step.reason && <p>{step.reason}</p>}
  />
);
