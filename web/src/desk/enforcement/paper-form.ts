import type { Field, Form } from "../../ui/form.tsx";
import type { Values } from "../../ui/filled.ts";

type Both = readonly [zh: string, en: string];

/** What the fields of papers are called that no law asks for by name. */
export const PAPER_FIELDS: Record<string, Both> = {
  about: ["代理权限", "What for"],
  agents: ["受委托人", "Agents"],
  attachments: ["照片、录像及示意图", "Photos, films, sketches"],
  base: ["抽样基数", "Out of how many"],
  batch: ["规格批号", "Batch"],
  cause: ["案由", "The matter"],
  chair: ["主持人", "Chair"],
  evidence: ["证据", "Evidence"],
  goods: ["物品", "Goods"],
  handling: ["处理方式", "How handled"],
  issues: ["争议焦点", "What is in dispute"],
  last_words: ["当事人最后陈述", "The party's last words"],
  name: ["名称或姓名", "Name"],
  notice_number: ["告知书文号", "Number of the notice"],
  number: ["文号", "Number"],
  office: ["职务", "Office"],
  opinion: ["处理意见", "What is to be done"],
  papers: ["送达的文书", "Papers served"],
  party: ["当事人", "The party"],
  person: ["当事人（见证人）", "The party, or a witness"],
  place: ["地点", "Place"],
  present: ["参加人员", "Who was there"],
  proves: ["证明事项", "What it proves"],
  quantity: ["数量", "How many"],
  received_for: ["代收人及与受送达人关系", "Who took it for the party"],
  recorder: ["记录人", "Who recorded it"],
  refusal: ["拒绝签收或不在场的情况", "Of a refusal"],
  relation: ["与本案关系", "What with the case"],
  taken_at: ["抽样时间", "When it was taken"],
  term: ["委托期限", "For how long"],
};
/** The place of a row on a paper is its number. */
const NUMBER = "place";

interface Described {
  code: string;
  items: readonly { field: string; name: string }[];
  fields: readonly { name: string; required: boolean; columns: readonly string[] | null }[];
}

/** What a paper wants to be told, in the order: what it must hold, then the rest. */
export function paperForm(paper: Described): Form {
  const named = (name: string): Partial<Field> => {
    const said = paper.items.find((one) => one.field === name)?.name;
    const own = PAPER_FIELDS[name];
    const label: Both | undefined = said ? [said, said] : own;
    return label ? { label } : {};
  };
  const fields = paper.fields.map(
    ({ name, required, columns }): Field => ({
      name,
      ...named(name),
      ...(required && { need: true }),
      ...(columns
        ? {
            kind: "rows",
            fields: columns
              .filter((one) => one !== NUMBER)
              .map((one): Field => {
                const own = PAPER_FIELDS[one];
                return { name: one, kind: "text", need: true, ...(own && { label: own }) };
              }),
          }
        : { kind: "long", most: 8000 }),
    }),
  );
  const order = paper.items.map((one) => one.field);
  const rank = (field: Field): number => (order.includes(field.name) ? order.indexOf(field.name) : order.length);
  return { fields: fields.sort((one, other) => Number(!!other.need) - Number(!!one.need) || rank(one) - rank(other)) };
}

/** The body by which a paper is made: texts and lists apart, rows numbered where the paper numbers them. */
export function paperBody(paper: Described, said: Values): { form: string; texts: Record<string, string>; lists: Record<string, Record<string, string>[]> } {
  const texts: Record<string, string> = {};
  const lists: Record<string, Record<string, string>[]> = {};
  for (const { name, columns } of paper.fields) {
    const value = said[name];
    if (value === undefined) continue;
    if (!columns) texts[name] = String(value);
    else
      lists[name] = (value as Record<string, string>[]).map((row, at) => ({
        ...row,
        ...(columns.includes(NUMBER) && { [NUMBER]: String(at + 1) }),
      }));
  }
  return { form: paper.code, texts, lists };
}
