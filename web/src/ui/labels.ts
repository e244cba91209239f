import type { Field, Names } from "./form.tsx";
import { language } from "./language.ts";

export type Both = readonly [zh: string, en: string];

/** Short names of fields, where the contract describes them at length or not at all. */
export const FIELDS: Record<string, Both> = {
  reason: ["理由", "Why"],
  done: ["处置情况", "What was done"],
  unit: ["单位", "Unit"],
  amount: ["数量", "How many"],
  what: ["任务内容", "What to do"],
  until: ["延至", "Until"],
  note: ["说明", "Note"],
  text: ["内容", "Text"],
  title: ["标题", "Title"],
  answer: ["答复", "Answer"],
  item: ["事项", "Item"],
  facts: ["事实", "Facts"],
  officers: ["执法人员", "Officers"],
  firm: ["检查对象（企业、个体、合作社必填）", "Firm, if it is one"],
  paid_at: ["缴款日期", "Paid on"],
  received_at: ["收到时间", "Received at"],
  warning: ["警告", "A warning"],
  media: ["照片或录音编号", "Photo or recording"],
  recheck_of: ["复查哪次检查", "Re-check of"],
  basis: ["依据", "Basis"],
  law: ["法律", "Law"],
  articles: ["条款", "Articles"],
  defence: ["陈述申辩意见", "Defence"],
  kind: ["种类", "Kind"],
  source: ["来源", "Source"],
  proves: ["证明事项", "What it proves"],
  evidence: ["佐证材料", "Evidence"],
  means: ["方式", "Means"],
  person: ["人员", "Person"],
  recused: ["是否回避", "Recused"],
  outcome: ["处理结果", "Outcome"],
  report: ["报告", "Report"],
  passed: ["通过", "Passed"],
  opinion: ["意见", "Opinion"],
  minutes: ["会议记录", "Minutes"],
  penalty: ["处罚", "Penalty"],
  others: ["其他处罚", "Other penalties"],
  held_at: ["举行时间", "Held at"],
  chair: ["主持人", "Chair"],
  checked: ["核对情况", "Checked"],
  education: ["教育情况", "What was explained"],
  reasoning: ["理由说明", "Reasoning"],
  fault: ["主观过错", "Fault"],
  circumstances: ["情节", "Circumstances"],
  harm: ["危害后果", "Harm"],
  way: ["方式", "Way"],
  public: ["是否公示", "Public"],
  receipt: ["回执", "Receipt"],
  collected_for: ["当场收缴理由", "Why collected on the spot"],
  instalments: ["分期", "Instalments"],
  fen: ["金额", "Amount"],
  fine: ["罚款", "Fine"],
  paid: ["缴款", "Paid"],
  remedy: ["救济途径", "Remedy"],
  rests: ["中止原因", "Why it rests"],
  taken: ["取走的物品", "What was taken"],
  ground: ["原因", "Ground"],
  clue: ["线索", "Clue"],
  summary: ["情况", "Summary"],
  responsible: ["责任人或单位", "Responsible"],
  due_at: ["期限", "Due"],
  approved: ["是否同意", "Approved"],
  household: ["户编号", "Household"],
  removal: ["移除原因", "Why removed"],
  objection: ["异议编号", "Objection"],
  upheld: ["异议是否成立", "Upheld"],
  quantity: ["数量", "Quantity"],
  happened_on: ["发生日期", "On"],
  description: ["说明", "What"],
  content: ["公开内容", "Content"],
  period: ["所属期", "Period"],
  step: ["步骤", "Step"],
  place: ["地点", "Place"],
  instalment: ["期次", "Instalment"],
  parties: ["当事人", "Parties"],
  how: ["方式", "How"],
  name: ["姓名", "Name"],
  consents: ["取得的同意", "Consents"],
  entries: ["采集的内容", "Entries"],
  value: ["内容", "Value"],
  events: ["家庭变化", "Events"],
  matter: ["代办事项编号", "Matter"],
  signature: ["如何签署", "How it is signed"],
  theme: ["主题", "Theme"],
  position: ["位置", "Position"],
  lat: ["纬度", "Latitude"],
  lon: ["经度", "Longitude"],
  birth_year: ["出生年", "Born in the year"],
  birth_month: ["出生月", "Month of birth"],
  birth_day: ["出生日", "Day of birth"],
  could_not_know: ["不能辨认或者控制自己行为", "Could not know or help it"],
  codes: ["违法行为种类", "Which acts"],
  done_on: ["行为发生日期", "Done on"],
  nth: ["当日第几起", "Which of that day"],
  continuing: ["处于连续或者继续状态", "It went on"],
  ended_on: ["行为终了日期", "Ended on"],
  grave: ["涉及生命健康安全等且有危害后果", "It harmed life or health"],
  slight: ["违法行为轻微", "It was slight"],
  corrected: ["已及时改正", "It was put right"],
  harmless: ["没有造成危害后果", "It did no harm"],
  first: ["初次违法", "It was the first"],
  no_fault_proven: ["有证据证明没有主观过错", "No fault, as proven"],
  taken_at: ["拍摄时间", "Taken at"],
  confidence: ["把握程度", "How sure"],
  analogy: ["比照适用", "By analogy"],
  year: ["年度", "Year"],
  wanted: ["抽取家数", "How many"],
  result: ["结果", "Result"],
  manner: ["表决方式", "Manner"],
  village: ["村", "Village"],
  crs: ["坐标系", "Coordinates of"],
  account: ["科目", "Account"],
  began_on: ["开始日期", "Begun on"],
  begins_at: ["开始时间", "Begins at"],
  cash_limit_fen: ["库存现金限额", "Most cash in hand"],
  decision: ["决议事项", "Decided by"],
  delegated: ["成员代表大会可决定", "Representatives may decide"],
  demand: ["要求", "What is demanded"],
  ends_at: ["结束时间", "Ends at"],
  filed_with: ["备案机关", "Filed with"],
  from_on: ["起始日期", "Since"],
  hours: ["学时", "Hours"],
  lines: ["明细", "Lines"],
  holdings: ["份额", "Shares"],
  members: ["成员", "Members"],
  on: ["日期", "On"],
  persons: ["人员", "Who"],
  plot: ["地块", "Plot"],
  reserve_percent: ["公积公益金提取比例（%）", "To the reserve (%)"],
  score: ["成绩", "Score"],
  season: ["季节", "Season"],
  share_class: ["份额种类", "Class of shares"],
  resident_id_number: ["身份证号（仅表格必需时填写）", "Identity number, where the form needs it"],
};

const pick = (both: Both): string => both[language.value === "zh" ? 0 : 1];

export function labelOf(field: Field): string {
  if (field.label) return pick(field.label);
  const short = FIELDS[field.name];
  if (short) return pick(short);
  return (language.value === "zh" ? field.zh : field.en) || plain(field.name);
}

/**
 * What a value of an enumeration is called, by the contract's names of it (`api/forms.ts`). A code that has no name there does not compile,
 * nor does a text of which the contract does not say what it may be.
 */
export function optionOf<Code extends string>(value: string extends Code ? never : Code, names: Record<Code, Both>): string {
  return pick(names[value]);
}

/** Every value of an enumeration with what it is called, to choose from. */
export function optionsOf(names: Names): (readonly [string, string])[] {
  return Object.keys(names).map((one) => [one, pick(names[one] as Both)] as const);
}

/** What may be chosen in a field of a form, as the contract lists and names it. */
export const choicesOf = (field: Field): (readonly [string, string])[] | undefined =>
  field.options?.map((one) => [one, field.names?.[one] ? pick(field.names[one] as Both) : plain(one)] as const);

const plain = (code: string): string => code.replace(/_/g, " ");
