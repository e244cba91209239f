import type { Form } from "../../ui/form.tsx";
import { WEEKDAYS, weekdayName } from "./words.ts";

/** What is asked of a shop; the days of the week by their names. */
export const settings = (): Form => ({
  fields: [
    { name: "name", kind: "text", need: true, most: 200, label: ["名称", "Name"] },
    {
      name: "days",
      kind: "choices",
      options: WEEKDAYS,
      names: Object.fromEntries(WEEKDAYS.map((one) => [one, [weekdayName(one), weekdayName(one)] as const])),
      label: ["每周开放日", "Open on"],
    },
    { name: "opens", kind: "text", need: true, most: 5, label: ["开门时间（如 09:00）", "Opens at, as 09:00"] },
    { name: "closes", kind: "text", need: true, most: 5, label: ["关门时间（如 17:30）", "Closes at, as 17:30"] },
    { name: "extra", kind: "list", label: ["另外开放的日期（如 2026-12-31）", "Open besides on, as 2026-12-31"] },
    { name: "closed", kind: "list", label: ["临时闭店的日期（如 2026-12-31）", "Closed on, as 2026-12-31"] },
    {
      name: "merchants",
      kind: "rows",
      need: true,
      label: ["商户", "Merchants"],
      fields: [
        { name: "called", kind: "text", need: true, most: 200, label: ["商户名称", "Merchant's name"] },
        { name: "keepers", kind: "list", label: ["管理员", "Keepers"] },
      ],
    },
  ],
});

/** What is asked of goods that are offered for the first time. */
export const OFFER: Form = {
  fields: [
    { name: "merchant", kind: "choice", need: true, label: ["商户", "Merchant"] },
    { name: "name", kind: "text", need: true, most: 200, label: ["商品名称", "Name"] },
    { name: "points", kind: "number", need: true, least: 1, most: 100_000, label: ["所需积分", "Points"] },
  ],
};

/** What is asked of goods that come in: by whom they were paid is made public. */
export const COMING: Form = {
  fields: [
    { name: "quantity", kind: "number", need: true, least: 1, most: 100_000, label: ["入库件数", "Pieces"] },
    {
      name: "funding",
      kind: "choice",
      need: true,
      options: ["collective", "donation", "subsidy"],
      names: { collective: ["集体资金", "the collective"], donation: ["捐赠", "a gift"], subsidy: ["补助", "a subsidy"] },
      label: ["资金性质", "Paid by"],
    },
    { name: "source", kind: "text", need: true, most: 200, label: ["资金或捐赠来源（公开）", "Who paid or gave (public)"] },
    { name: "value_fen", kind: "money", need: true, label: ["总价值", "Worth"] },
    { name: "voucher", kind: "text", most: 200, label: ["票据编号", "Receipt number"] },
  ],
};
/** What may be changed of goods. */
export const CHANGE: Form = {
  fields: [
    { name: "name", kind: "text", need: true, most: 200, label: ["商品名称", "Name"] },
    { name: "points", kind: "number", need: true, least: 1, most: 100_000, label: ["所需积分", "Points"] },
    { name: "offered", kind: "flag", label: ["供村民兑换", "Offered"] },
  ],
};
