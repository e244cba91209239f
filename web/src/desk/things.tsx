import type { ComponentChildren } from "preact";
import type { Shape } from "../api/client.ts";
import { Confidence } from "../api/forms.ts";
import { refine } from "../router.ts";
import { Button, Card, Dialog, Empty, Facts, Further, Page, Select, Shown, Tag, type Tone } from "../ui/components.tsx";
import { type Asked, type AskedPages, useStep } from "../ui/data.ts";
import type { Values } from "../ui/filled.ts";
import { Asking, type Choices, type Form, type Names, type Steps } from "../ui/form.tsx";
import { optionOf, optionsOf } from "../ui/labels.ts";
import { Moves } from "../ui/moves.tsx";
import { moment } from "../ui/time.ts";
import { t as all } from "../ui/words.ts";
import { useState } from "preact/hooks";
import { t } from "./words.ts";

/** An empty page of a list, while it is not known yet what it is about. */
export const nothing = () => Promise.resolve({ items: [], next_cursor: null });

/** A list of things of one kind: a filter by status in the address, and a link for each. */
export function Lines<Line>({
  list,
  line,
}: {
  list: AskedPages<Line>;
  line: (line: Line) => { key: string; to?: string; title: string; about: ComponentChildren; aside?: ComponentChildren };
}) {
  return (
    <>
      <Shown asked={list}>
        {(lines) =>
          lines.length ? (
            <ul class="lines card">
              {lines.map((one) => {
                const { key, to, title, about, aside } = line(one);
                return (
                  <li key={key}>
                    <div class="case-text">
                      {to ? (
                        <a class="case-what" href={to}>
                          {title}
                        </a>
                      ) : (
                        <strong>{title}</strong>
                      )}
                      <p class="faint">{about}</p>
                      {aside && <p>{aside}</p>}
                    </div>
                  </li>
                );
              })}
            </ul>
          ) : (
            <Empty />
          )
        }
      </Shown>
      <Further list={list} />
    </>
  );
}

/** The filter of a list by status, kept in the address. */
export function StatusFilter({
  names,
  value,
  path,
  query,
  any = true,
}: {
  names: Names;
  value: string;
  path: string;
  query: URLSearchParams;
  any?: boolean;
}) {
  const options = optionsOf(names);
  return (
    <Select
      label={t("status")}
      options={any ? [["", t("all")] as const, ...options] : options}
      value={value}
      onChange={(event) => refine(path, query, { status: event.currentTarget.value })}
    />
  );
}

/** One thing: what is known of it, what may be done with it, and whatever else the page shows. */
export function Thing<View>({
  title,
  asked,
  heading,
  tag,
  facts,
  form,
  actions,
  order,
  choices,
  take,
  children,
}: {
  title: string;
  asked: Asked<View>;
  heading: (view: View) => string;
  tag?: (view: View) => readonly [string, Tone];
  facts: (view: View) => readonly (readonly [string, ComponentChildren])[];
  form?: Steps;
  actions?: (view: View) => readonly string[];
  order?: readonly string[];
  choices?: (view: View, action: string) => Choices;
  take?: (view: View, action: string, said: Values) => Promise<unknown>;
  children?: (view: View) => ComponentChildren;
}) {
  return (
    <Page title={title} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <Shown asked={asked}>
        {(view) => {
          const told = tag?.(view);
          return (
            <>
              <Card title={heading(view)} aside={told && <Tag tone={told[1]}>{told[0]}</Tag>}>
                <Facts of={facts(view)} />
                {form && actions && take && (
                  <Moves
                    form={form}
                    actions={actions(view)}
                    {...(order && { order })}
                    {...(choices && { choices: (action: string) => choices(view, action) })}
                    take={async (action, said) => {
                      await take(view, action, said);
                      await asked.again();
                    }}
                  />
                )}
              </Card>
              {children?.(view)}
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

/** A button that opens what the contract asks for to make something new. */
export function Make({
  label,
  kind = "main",
  form,
  choices = {},
  begin = {},
  without = [],
  written = {},
  send,
}: {
  label: string;
  kind?: "main" | "plain";
  form: Form;
  choices?: Choices;
  /** What the page knows already. */
  begin?: Values;
  /** Fields that the page fills by itself. */
  without?: readonly string[];
  /** What stands in the fields at first. */
  written?: Values;
  send: (body: Values) => Promise<void>;
}) {
  const [open, setOpen] = useState(false);
  const { busy, refused, run } = useStep();
  const shown = { fields: form.fields.filter((one) => !without.includes(one.name)) };
  return (
    <>
      <Button kind={kind} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Dialog title={label} close={() => setOpen(false)}>
          <Asking
            form={shown}
            {...{ choices, busy, refused }}
            begin={written}
            send={(body) => void run(() => send({ ...begin, ...body })).then((done) => done && setOpen(false))}
          />
        </Dialog>
      )}
    </>
  );
}

/** A button for a step that needs nothing to be said. */
export function Press({ label, kind = "main", act }: { label: string; kind?: "main" | "plain"; act: () => Promise<void> }) {
  const { busy, refused, run } = useStep();
  return (
    <>
      <Button kind={kind} busy={busy} onClick={() => void run(act)}>
        {label}
      </Button>
      {refused && (
        <p class="error" role="alert">
          {refused.message}
        </p>
      )}
    </>
  );
}

/** On what a rule rests, and how sure that is. */
export function Cited({ by }: { by: Shape<"CitationView"> }) {
  const sure = by.confidence === "law" || by.confidence === "law-a" ? "" : " · " + optionOf(by.confidence, Confidence);
  return (
    <span class="faint">
      {by.source}
      {by.article ? " " + by.article : ""}
      {sure}
    </span>
  );
}

export { yuan } from "../ui/money.ts";

export function When({ at }: { at: string }) {
  return <time dateTime={at}>{moment(at)}</time>;
}
