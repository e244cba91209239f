"""What is missing when a step of a case does not say what it must."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.texts import Text

WORDS: Mapping[str, Text] = {
    "item": Text("请注明权责事项。", "Name the item of the authority list."),
    "facts": Text("请写明违法事实。", "State the facts."),
    "basis": Text("请写明法律依据。", "State the legal basis."),
    "reason": Text("请说明理由。", "Say why."),
    "officers": Text("请指定承办执法人员。", "Name the officers who handle it."),
    "defence": Text("请记录陈述申辩，没有的注明。", "Record what was said in defence, or none."),
    "kind": Text("请注明证据种类。", "Name the kind of evidence."),
    "source": Text("请注明证据来源。", "Say where it is from."),
    "proves": Text("请写明证明内容。", "Say what it proves."),
    "evidence": Text("请注明证据。", "Name the evidence."),
    "goods": Text("请列明物品。", "List the goods."),
    "person": Text("请注明人员。", "Name the person."),
    "recused": Text("请注明是否回避。", "Say whether the person is recused."),
    "outcome": Text("请注明处理结果。", "Name the outcome."),
    "report": Text("请附报告。", "Attach the report."),
    "passed": Text("请注明审核是否通过。", "Say whether it passed."),
    "opinion": Text("请填写意见。", "State the opinion."),
    "minutes": Text("请附笔录。", "Attach the record."),
    "penalty": Text("请写明处罚内容。", "State the penalty."),
    "held_at": Text("请注明听证时间。", "Say when it is held."),
    "chair": Text("请指定听证主持人。", "Name the chair."),
    "checked": Text("请写明复核意见。", "Say what the check of the defence came to."),
    "education": Text("不予处罚的，应当教育。", "No penalty: say how the party was educated."),
    "reasoning": Text("请写明裁量理由。", "Give the reasons for the penalty."),
    "way": Text("请注明送达方式。", "Say how it was served."),
    "received_at": Text("请注明送达时间。", "Say when it was received."),
    "instalments": Text("请列明延期或分期。", "List the deferral or the instalments."),
    "paid": Text("请填写金额（分）。", "State the sum in fen."),
    "paid_at": Text("请注明缴款日期。", "Say when it was paid."),
    "voucher": Text("请附银行凭证号。", "Give the bank's voucher."),
    "remedy": Text("请注明复议或诉讼。", "Name the review or suit."),
    "ground": Text("请注明撤案情形。", "Name the ground."),
    "paper": Text("请注明文书文号。", "Name the paper."),
    "public": Text("请注明是否公开。", "Say whether it is public."),
    "collected_for": Text("请注明当场收缴情形。", "Name the case of collection."),
    "receipt": Text("请注明票据或者回执号。", "Give the receipt."),
    "rests": Text("请注明中止执行情形。", "Name why the execution rests."),
    "taken": Text("请注明公安机关是否立案。", "Say whether the police took it."),
}
