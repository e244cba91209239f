import { useState } from "preact/hooks";
import type { Refused } from "../api/client.ts";
import { Button, Dialog, More, Problem } from "./components.tsx";
import { useStep } from "./data.ts";
import type { Values } from "./filled.ts";
import { Asking, type Choices, type Steps } from "./form.tsx";
import { language } from "./language.ts";

/** How many steps stand beside the main one before the rest goes under 「更多」. */
const BESIDE = 3;
/** Steps that undo something: whatever else is open, none of them is what one is here for. */
const UNDOING = new Set(["void", "withdraw", "cancel"]);

/**
 * The steps that may be taken with a thing: the first is the main one, three more, the rest under 「更多」. A step that needs nothing to be
 * said is asked for once more only if it cannot be taken back.
 */
export function Moves({
  form,
  actions,
  names = {},
  order = [],
  choices,
  take,
}: {
  form: Steps;
  actions: readonly string[];
  /** What the API calls them; else the contract's words. */
  names?: Record<string, string>;
  /** Which come first. */
  order?: readonly string[];
  choices?: (action: string) => Choices;
  take: (action: string, said: Values) => Promise<void>;
}) {
  const [open, setOpen] = useState<string>();
  const { busy, refused, run } = useStep();
  const ranked = rank(actions.filter((one) => one in form.steps), order);
  const name = (action: string): string => names[action] || form.steps[action]?.[language.value] || action;
  const press = (action: string): void => {
    if (asks(action)) setOpen(action);
    else void run(() => take(action, {}));
  };
  const asks = (action: string): boolean => !!form.steps[action]?.fields.length;
  const button = (action: string, at: number) => (
    <Button
      key={action}
      kind={at === 0 && !UNDOING.has(action) ? "main" : "plain"}
      busy={busy}
      onClick={() => press(action)}
      {...(asks(action) && { "aria-haspopup": "dialog" as const })}
    >
      {name(action)}
    </Button>
  );
  if (!ranked.length) return null;
  return (
    <div class="moves no-print">
      {ranked.slice(0, 1 + BESIDE).map(button)}
      {ranked.length > 1 + BESIDE && <More>{ranked.slice(1 + BESIDE).map((one) => button(one, 9))}</More>}
      {!open && <Problem refused={refused} />}
      {open && (
        <Dialog title={name(open)} close={() => setOpen(undefined)}>
          <Said {...{ form, action: open, busy, refused, choices: choices?.(open) || {}, label: name(open) }}
            send={(said) => void run(() => take(open, said)).then((done) => done && setOpen(undefined))}
          />
        </Dialog>
      )}
    </div>
  );
}

function Said({
  form,
  action,
  busy,
  refused,
  choices,
  label,
  send,
}: {
  form: Steps;
  action: string;
  busy: boolean;
  refused: Refused | undefined;
  choices: Choices;
  label: string;
  send: (said: Values) => void;
}) {
  const step = form.steps[action];
  return step ? <Asking form={step} {...{ busy, refused, choices, send }} sendLabel={label} /> : null;
}

function rank(actions: readonly string[], order: readonly string[]): string[] {
  const place = (action: string): number =>
    order.includes(action) ? order.indexOf(action) : order.length + Number(UNDOING.has(action));
  return [...actions].sort((one, other) => place(one) - place(other));
}
