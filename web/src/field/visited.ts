/** What a visit of a household comes to: no browser in it, so that Node can test it. */

/** A field of a form for somebody who lives there, as the API fills it in. */
export interface Filled {
  resident: string | null;
  value: string | null;
  ask: boolean;
  field: { name: string; ground: string; origin: string; separate_consent: boolean };
}

/** What the worker noted, by the key of the field: the value, that it is still so, why it is corrected, that it may be kept. */
export interface Noted {
  value?: string;
  same?: boolean;
  why?: string;
  agreed?: boolean;
}

export interface Told {
  household: string;
  form: string;
  at: string;
  filled: readonly Filled[];
  noted: Record<string, Noted>;
  /** Consents that stand already. */
  standing: readonly { resident: string | null; field: string | null }[];
  how: "paper" | "spoken";
  /** Who agrees for a child, by the child. */
  guardians: Record<string, string>;
}

export interface Visit {
  household: string;
  at: string;
  told: string[];
  consents: Record<string, unknown>[];
  entries: Record<string, unknown>[];
}

export const keyOf = (one: Filled): string => (one.resident || "") + "|" + one.field.name;

/** Whether it is asked by this form on a visit; what the registry or another form has is shown and never asked again. */
export const isAsked = (one: Filled): boolean => one.field.origin === "asked";

/** Whether somebody has to agree before it is kept, and has not yet. */
export function wantsConsent(one: Filled, standing: Told["standing"]): boolean {
  if (one.field.ground !== "consent" && !one.field.separate_consent) return false;
  const field = one.field.separate_consent ? one.field.name : null;
  return !standing.some((each) => each.resident === one.resident && each.field === field);
}

/** The body of the visit: what was found right, corrected or entered, and what was agreed to for it; nothing of what was left alone. */
export function visitOf(told: Told): Visit {
  const kept = told.filled.filter(isAsked).flatMap((one) => {
    const noted = told.noted[keyOf(one)] || {};
    const value = noted.same ? one.value : noted.value?.trim();
    return value ? [{ one, noted, value }] : [];
  });
  const agreed = kept.filter(({ one, noted }) => noted.agreed && wantsConsent(one, told.standing));
  const consents = new Map(
    agreed.map(({ one }) => {
      const field = one.field.separate_consent ? one.field.name : null;
      const guardian = one.resident ? told.guardians[one.resident]?.trim() : undefined;
      const by = guardian ? { by: "guardian", guardian } : { by: "self" };
      return [one.resident + "|" + field, { resident: one.resident, form: told.form, field, how: told.how, ...by }] as const;
    }),
  );
  return {
    household: told.household,
    at: told.at,
    told: [told.form],
    consents: [...consents.values()],
    entries: kept.map(({ one, noted, value }) => ({
      resident: one.resident,
      form: told.form,
      field: one.field.name,
      value,
      ...(noted.why?.trim() && !noted.same && { why: noted.why.trim() }),
    })),
  };
}
