import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Refused } from "../api/client.ts";
import { signIn } from "../session/session.ts";
import type { Asked, AskedPages } from "./data.ts";
import { language } from "./language.ts";
import { left, moment, urgency } from "./time.ts";
import { t } from "./words.ts";

interface Children {
  children?: ComponentChildren;
}

/** A page: its heading takes the focus, so that a screen reader says where one is. */
export function Page({ title, aside, children }: Children & { title: string; aside?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = title + " · 四治";
  }, [title]);
  return (
    <section class="page">
      <div class="page-head">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {aside}
      </div>
      {children}
    </section>
  );
}

export function Card({ title, aside, children }: Children & { title?: string; aside?: ComponentChildren }) {
  return (
    <section class="card">
      {title && (
        <div class="card-head">
          <h2>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

type ButtonKind = "main" | "plain" | "danger" | "quiet";

export function Button({
  kind = "plain",
  busy = false,
  ...rest
}: JSX.ButtonHTMLAttributes<HTMLButtonElement> & { kind?: ButtonKind; busy?: boolean }) {
  return <button type="button" {...rest} class={"button " + kind} disabled={busy || !!rest.disabled} aria-busy={busy} />;
}

export function LinkButton({ to, kind = "plain", children }: Children & { to: string; kind?: ButtonKind }) {
  return (
    <a class={"button " + kind} href={to}>
      {children}
    </a>
  );
}

let numbered = 0;
function useId(): string {
  const [id] = useState(() => "f" + ++numbered);
  return id;
}

interface Labelled {
  label: string;
  hint?: string;
  error?: string | undefined;
  optional?: boolean;
}

function Labels({ id, label, hint, error, optional, children }: Labelled & Children & { id: string }) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="faint"> ({t("optional")})</span>}
      </label>
      {hint && (
        <p class="hint" id={id + "h"}>
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p class="error" id={id + "e"}>
          {error}
        </p>
      )}
    </div>
  );
}

const described = (id: string, said: Labelled): Record<string, string | boolean> => {
  const by = [said.hint && id + "h", said.error && id + "e"].filter(Boolean).join(" ");
  return { id, ...(by && { "aria-describedby": by }), ...(said.error && { "aria-invalid": true }) };
};

export function Input({
  label, hint, error, optional, ...rest
}: Labelled & JSX.InputHTMLAttributes<HTMLInputElement>) {
  const said: Labelled = { label, ...(hint && { hint }), error, ...(optional && { optional }) };
  const id = useId();
  return (
    <Labels id={id} {...said}>
      <input {...rest} {...described(id, said)} />
    </Labels>
  );
}

export function TextArea({
  label, hint, error, optional, ...rest
}: Labelled & JSX.TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const said: Labelled = { label, ...(hint && { hint }), error, ...(optional && { optional }) };
  const id = useId();
  return (
    <Labels id={id} {...said}>
      <textarea rows={4} {...rest} {...described(id, said)} />
    </Labels>
  );
}

export function Select({
  label, hint, error, optional, options, ...rest
}: Labelled & JSX.SelectHTMLAttributes<HTMLSelectElement> & { options: readonly (readonly [string, string])[] }) {
  const said: Labelled = { label, ...(hint && { hint }), error, ...(optional && { optional }) };
  const id = useId();
  return (
    <Labels id={id} {...said}>
      <select {...rest} {...described(id, said)}>
        {options.map(([value, name]) => (
          <option key={value} value={value} selected={value === rest.value}>
            {name}
          </option>
        ))}
      </select>
    </Labels>
  );
}

export type Tone = "plain" | "late" | "soon" | "done" | "active";

export function Tag({ tone = "plain", children }: Children & { tone?: Tone }) {
  return <span class={"tag " + tone}>{children}</span>;
}

/** Until when something is due: never by colour alone. */
export function Due({ at }: { at: string }) {
  const near = urgency(at, Date.now());
  const tone: Tone = near === "late" ? "late" : near === "soon" ? "soon" : "plain";
  return (
    <span class="due">
      <Tag tone={tone}>{left(at, Date.now(), language.value)}</Tag> <time dateTime={at}>{moment(at)}</time>
    </span>
  );
}

/** What was refused, in the API's words, field by field. */
export function Problem({ refused, again }: { refused: Refused | undefined; again?: () => void }) {
  if (!refused) return null;
  const signedOut = refused.status === 401;
  return (
    <div class="problem" role="alert">
      <p>{signedOut ? t("signInAgain") : refused.message}</p>
      {refused.errors.length > 0 && (
        <ul>
          {refused.errors.map((one) => (
            <li key={one.field}>{one.message}</li>
          ))}
        </ul>
      )}
      {signedOut && (
        <Button kind="main" onClick={() => void signIn()}>
          {t("signIn")}
        </Button>
      )}
      {again && !signedOut && <Button onClick={again}>{t("retry")}</Button>}
    </div>
  );
}

export const Loading = () => (
  <p class="faint" role="status">
    {t("loading")}
  </p>
);

export const Empty = ({ children }: Children) => <p class="empty">{children || t("empty")}</p>;

/** Whatever was asked: still loading, refused, or there. */
export function Shown<Data>({ asked, children }: { asked: Asked<Data>; children: (data: Data) => ComponentChildren }) {
  return (
    <>
      <Problem refused={asked.refused} again={() => void asked.again()} />
      {asked.data !== undefined ? children(asked.data) : asked.loading && <Loading />}
    </>
  );
}

export function Further<Line>({ list }: { list: AskedPages<Line> }) {
  return list.further ? <Button onClick={() => void list.more()}>{t("nextPage")}</Button> : null;
}

/** Pairs of a name and what is said of it; pairs with nothing to say are left out. */
export function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What is in view counts; the rest waits under 「更多」. */
export function More({ children }: Children) {
  return (
    <details class="more">
      <summary class="button plain">{t("more")}</summary>
      <div class="more-list">{children}</div>
    </details>
  );
}

/** A dialog that keeps the focus, ends with Escape and gives the focus back; a plain block where the browser has none. */
export function Dialog({ title, close, children }: Children & { title: string; close: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = box.current;
    const before = document.activeElement;
    if (shown && typeof shown.showModal === "function") shown.showModal();
    else shown?.setAttribute("open", "");
    // Once it is off the page: until then nothing beneath it takes the focus. Whoever has it by then keeps it.
    return () =>
      void setTimeout(() => {
        if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
      });
  }, []);
  return (
    <dialog ref={box} aria-labelledby={id} onCancel={close} onClose={close}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        <Button kind="quiet" onClick={close}>
          {t("close")}
        </Button>
      </div>
      {children}
    </dialog>
  );
}

/** A table that a narrow screen scrolls by itself, never the page. */
export function Table({
  caption,
  shown = false,
  head,
  rows,
}: {
  caption: string;
  /** Whether the caption says more than the heading above it. */
  shown?: boolean;
  head: string[];
  rows: ComponentChildren[][];
}) {
  return (
    <div class="table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class={shown ? undefined : "quiet"}>{caption}</caption>
        <thead>
          <tr>
            {head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
