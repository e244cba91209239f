"""What no rule, advice or deduction of a village may be about: found in whatever words, and nothing innocent with it."""

from __future__ import annotations

import pytest

from kernel import wording


def kinds(text: str) -> set[str]:
    return {hit.kind for hit in wording.find(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("乱倒垃圾罚款五十元", "fine"),
        ("违者罚 两百元", "fine"),
        ("罚扫大街", "fine"),
        ("不交押金的，不得办事", "fine"),
        ("扣除补贴款", "fine"),
        ("扣发粮补", "fine"),
        ("扣发粮补", "statutory_rights"),
        ("取消困难户资格", "statutory_rights"),
        ("不参加会议的取消低保", "statutory_rights"),
        ("停发养老金", "statutory_rights"),
        ("收回承包地", "statutory_rights"),
        ("积分低的户暂缓发放救助金", "statutory_rights"),
        ("不交卫生费的，子女不得入学", "statutory_rights"),
        ("断水断电", "statutory_rights"),
        ("对拖欠户停水停电", "statutory_rights"),
        ("不参加劳动的停其电", "statutory_rights"),
        ("低保评定与积分挂钩", "statutory_rights"),
        ("loses the pension", "statutory_rights"),
        ("出嫁女不得分红", "discrimination"),
        ("外嫁女取消成员资格", "discrimination"),
        ("离婚妇女不再享受", "discrimination"),
        ("丧偶的妇女无权参加", "discrimination"),
        ("被行政拘留的扣10分", "sealed_record"),
        ("有吸毒史的家庭", "sealed_record"),
        ("被派出所处理过", "sealed_record"),
        ("有前科", "sealed_record"),
        ("网格员每日打卡", "grid_worker_activity"),
        ("巡查次数达标", "grid_worker_activity"),
    ],
)
def test_what_a_village_may_not_do_is_found_by_root_and_combination(text: str, kind: str):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "停水通知及时公布",
        "扣除成本后分红",
        "如遇停电及时报告",
        "本村不罚款，请从简",
        "村规民约不得设定罚款",
        "依照治安管理处罚法报公安机关处理",
        "发现可疑情况及时向派出所报告",
        "不得收取任何押金",
        "扣3分",
        "罚酒劝酒要不得",
        "不得歧视外嫁女",
        "不得取消困难户资格",
        "庭院整洁",
        "参加普法学习",
        "宣传医保政策",
        "离婚不得大操大办",
        "不得占用宅基地以外的土地",
        "不得骗取补贴",
        "取消评选资格",
        "网格员发现门前脏乱",
        "抵制吸毒，远离毒品",
        "refined manners",
        "a finer yard",
    ],
)
def test_what_only_sounds_alike_is_no_hit(text: str):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "罰款五十元",
        "罚\u200b款五十元",
        "罚\u3164款",
        "罚　款５０元",
        "罚 款",
        "停\u00adＦines: a FINE of 50",
        "斷水斷電",
        "扣發糧補",
    ],
)
def test_words_are_found_however_they_are_written(text: str):
    assert kinds(text)


@pytest.mark.parametrize(
    ("text", "evident"),
    [("罚款五十元", True), ("罚200元", True), ("a fine of 50", True), ("罚扫大街", False)],
)
def test_an_evident_fine_needs_nobodys_judgement(text: str, evident: bool):
    assert [hit.evident for hit in wording.find(text, ["fine"])] == [evident]


def test_whoever_denies_twice_denies_nothing():
    assert "fine" in kinds("不得不罚款五十元")
    assert "fine" in kinds("不罚款不足以教育，故罚款二百元")
    assert "statutory_rights" in kinds("不得不取消低保")
