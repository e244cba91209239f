import { BeginProject } from "../../api/forms.ts";
import type { Field, Form } from "../../ui/form.tsx";

const changed = (form: Form, change: (field: Field) => Field | undefined): Form => ({
  fields: form.fields.map(change).filter((field): field is Field => !!field),
});

/** A crop: so much land of a plot, in a season. */
export const CROP: Form = changed(BeginProject, (field) =>
  field.name === "scale"
    ? { ...field, kind: "hundredths", label: ["面积（亩）", "Area in mu"] }
    : field.name === "plot" || field.name === "season"
      ? { ...field, need: true }
      : field.name === "name"
        ? { ...field, label: ["作物名称", "Crop"] }
        : field,
);

/** Livestock: so many head. */
export const LIVESTOCK: Form = changed(BeginProject, (field) =>
  field.name === "plot" || field.name === "season"
    ? undefined
    : field.name === "scale"
      ? { ...field, label: ["头数（只数）", "Head"] }
      : field.name === "name"
        ? { ...field, label: ["项目名称", "What is kept"] }
        : field,
);

/** Why somebody comes off the list of members; whatever else the contract knows is refused by law. */
export const ENDS = ["death", "other_membership", "civil_servant"] as const;

const SEASONS = {
  "winter-wheat": ["冬小麦季", "winter wheat"],
  spring: ["春播", "spring"],
  summer: ["夏播", "summer"],
  autumn: ["秋播", "autumn"],
} as const;
type Season = keyof typeof SEASONS;

/** What a season is called: the year it is sown in, and what of it. */
export function seasonName(season: string, chinese: boolean): string {
  const [, year, which] = /^(\d{4})-(.*)$/.exec(season) || [];
  if (!year || !which) return season;
  const said = SEASONS[which as Season];
  if (!said) return year + (chinese ? "年 " : " ") + which.replace(/-/g, " ");
  return chinese ? year + "年" + said[0] : said[1] + " " + year;
}

/** The seasons one may sow in: of this year, the one before and the next. */
export const seasonsOf = (year: number, chinese: boolean): [string, string][] =>
  [year, year - 1, year + 1].flatMap((one) =>
    Object.keys(SEASONS).map((which): [string, string] => [one + "-" + which, seasonName(one + "-" + which, chinese)]),
  );

/** Which part of a distribution an item names: `2025~reserve`. */
export const partOf = (subject: string): string => subject.split("~")[1] || subject;

/** Hundredths as people say them: 1250 is 12.5. */
export const whole = (hundredths: number): string => String(hundredths / 100);
