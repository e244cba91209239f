import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Refused } from "../api/client.ts";
import { Button, Input, Problem, Select, TextArea } from "./components.tsx";
import { filled, type Values } from "./filled.ts";
import { type Both, choicesOf, labelOf } from "./labels.ts";
import { t } from "./words.ts";

/** What one field of a request wants, as `api/forms.ts` has it from the contract. */
export interface Field {
  name: string;
  kind: string;
  /** What a page calls it, whatever the contract does. */
  label?: readonly [zh: string, en: string];
  zh?: string;
  en?: string;
  need?: boolean;
  least?: number;
  most?: number;
  options?: readonly string[];
  names?: Names;
  fields?: readonly Field[];
}
export interface Form {
  fields: readonly Field[];
}
export interface Step extends Form {
  zh: string;
  en: string;
}
export interface Steps {
  steps: Record<string, Step>;
}

/** What the values of an enumeration are called, in their order. */
export type Names = Record<string, Both>;

/** Choices that a page knows for a field by its name, as (value, name). */
export type Choices = Record<string, readonly (readonly [string, string])[]>;

interface Given {
  field: Field;
  values: Values;
  set: (values: Values) => void;
  choices: Choices;
  errors: Record<string, string>;
  path: string;
}

/** A form as the contract asks for it; what is needed first, the rest marked as optional. */
export function Asking({
  form,
  choices = {},
  busy,
  refused,
  send,
  sendLabel,
  begin = {},
  children,
}: {
  form: Form;
  choices?: Choices;
  busy: boolean;
  refused: Refused | undefined;
  send: (body: Values) => void;
  sendLabel?: string;
  begin?: Values;
  children?: ComponentChildren;
}) {
  const [values, set] = useState<Values>(begin);
  const errors: Record<string, string> = {};
  for (const one of refused?.errors || []) errors[one.field] = one.message;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(filled(form.fields, values));
      }}
    >
      {form.fields.map((field) => (
        <One key={field.name} field={field} values={values} set={set} choices={choices} errors={errors} path="" />
      ))}
      {children}
      <Problem refused={refused} />
      <Button kind="main" type="submit" busy={busy}>
        {sendLabel || t("send")}
      </Button>
    </form>
  );
}

function One({ field, values, set, choices, errors, path }: Given) {
  const value = values[field.name];
  const change = (next: unknown): void => set({ ...values, [field.name]: next });
  const said = {
    label: labelOf(field),
    error: errors[path + field.name],
    optional: !field.need,
    required: !!field.need,
  };
  const options = choices[field.name] || choicesOf(field);
  if (field.kind === "group") return <Group {...{ field, values, set, choices, errors, path }} />;
  if (field.kind === "rows") return <Rows {...{ field, values, set, choices, errors, path }} />;
  if (field.kind === "flag") return <Flag label={said.label} value={value === true} change={change} />;
  if (field.kind === "choices" || (field.kind === "list" && options))
    return <Several label={said.label} options={options || []} value={value} change={change} />;
  if (options)
    return (
      <Select
        {...said}
        options={[["", "—"], ...options]}
        value={String(value ?? "")}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  if (field.kind === "long" || field.kind === "list")
    return (
      <TextArea
        {...said}
        {...(field.kind === "list" && { hint: t("onePerLine") })}
        maxLength={field.most}
        value={String(value ?? "")}
        onInput={(event) => change(event.currentTarget.value)}
      />
    );
  const types: Record<string, string> = { day: "date", moment: "datetime-local", number: "number", money: "number", hundredths: "number" };
  return (
    <Input
      {...said}
      type={types[field.kind] || "text"}
      {...(field.kind === "money" && { step: "0.01", hint: t("inYuan") })}
      {...(field.kind === "hundredths" && { step: "0.01", min: 0 })}
      {...(field.kind === "number" && { step: "any", min: field.least, max: field.most })}
      maxLength={field.most}
      value={String(value ?? "")}
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}

function Flag({ label, value, change }: { label: string; value: boolean; change: (next: boolean) => void }) {
  return (
    <div class="field">
      <label>
        <input type="checkbox" checked={value} onChange={(event) => change(event.currentTarget.checked)} />
        {label}
      </label>
    </div>
  );
}

function Several({
  label,
  options,
  value,
  change,
}: {
  label: string;
  options: readonly (readonly [string, string])[];
  value: unknown;
  change: (next: string[]) => void;
}) {
  const held = Array.isArray(value) ? (value as string[]) : [];
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      {options.map(([one, name]) => (
        <label key={one} class="choice">
          <input
            type="checkbox"
            checked={held.includes(one)}
            onChange={(event) => change(event.currentTarget.checked ? [...held, one] : held.filter((each) => each !== one))}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

function Group({ field, values, set, choices, errors, path }: Given) {
  const inner = (values[field.name] || {}) as Values;
  return (
    <fieldset class="group">
      <legend>{labelOf(field)}</legend>
      {(field.fields || []).map((one) => (
        <One
          key={one.name}
          field={field.need ? one : { ...one, need: false }}
          values={inner}
          set={(next) => set({ ...values, [field.name]: next })}
          choices={choices}
          errors={errors}
          path={path + field.name + "."}
        />
      ))}
    </fieldset>
  );
}

function Rows({ field, values, set, choices, errors, path }: Given) {
  const rows = (values[field.name] || (field.need ? [{}] : [])) as Values[];
  const change = (next: Values[]): void => set({ ...values, [field.name]: next });
  return (
    <fieldset class="group">
      <legend>{labelOf(field)}</legend>
      {rows.map((row, at) => (
        <div key={at} class="row">
          {(field.fields || []).map((one) => (
            <One
              key={one.name}
              field={one}
              values={row}
              set={(next) => change(rows.map((each, place) => (place === at ? next : each)))}
              choices={choices}
              errors={errors}
              path={path + field.name + "." + at + "."}
            />
          ))}
          <Button onClick={() => change(rows.filter((_, place) => place !== at))}>{t("remove")}</Button>
        </div>
      ))}
      <Button onClick={() => change([...rows, {}])}>{t("addRow")}</Button>
    </fieldset>
  );
}
