"""Relations within a family as the registry knows them, and the words people write them in.

The kinds are those of GB/T 4761 (家庭关系代码), relatives by marriage beside them. A word that is none of these is refused: who is the
head of a household decides who is named on boards.
"""

from __future__ import annotations

from kernel.characters import folded
from kernel.problems import Conflict
from kernel.texts import Named, Text


class SecondHead(Conflict):
    """A household has one head (户口登记条例 Art. 5)."""

    slug = "second-head"
    said = Text(
        "该户已有户主，一户只有一位户主；更换户主请先修改原户主与户主的关系。",
        "The household has a head already, and has only one: change the relation of the present one first.",
    )


class Relation(Named):
    """How a resident is related to the head of the household."""

    HEAD = "head", "户主", "head"
    SPOUSE = "spouse", "配偶", "spouse"
    CHILD = "child", "子女", "child"
    GRANDCHILD = "grandchild", "孙子女", "grandchild"
    PARENT = "parent", "父母", "parent"
    GRANDPARENT = "grandparent", "祖父母", "grandparent"
    SIBLING = "sibling", "兄弟姐妹", "sibling"
    IN_LAW = "in_law", "姻亲", "in-law"
    OTHER = "other", "其他", "other"


class Kinship(Named):
    """How two households are related."""

    PARENTS = "parents", "父母", "parents"
    CHILDREN = "children", "子女", "children"
    SIBLINGS = "siblings", "兄弟姐妹", "siblings"
    GRANDPARENTS = "grandparents", "祖父母、外祖父母", "grandparents"
    GRANDCHILDREN = "grandchildren", "孙子女、外孙子女", "grandchildren"
    IN_LAWS = "in_laws", "姻亲", "in-laws"
    OTHER = "other", "其他", "other"


RELATION_NAMES: dict[Relation, Text] = {
    Relation.HEAD: Text("户主", "head"),
    Relation.SPOUSE: Text("配偶", "spouse"),
    Relation.CHILD: Text("子女", "child"),
    Relation.GRANDCHILD: Text("孙子女", "grandchild"),
    Relation.PARENT: Text("父母", "parent"),
    Relation.GRANDPARENT: Text("祖父母", "grandparent"),
    Relation.SIBLING: Text("兄弟姐妹", "sibling"),
    Relation.IN_LAW: Text("姻亲", "in-law"),
    Relation.OTHER: Text("其他", "other"),
}

_WORDS: dict[Relation, str] = {
    Relation.HEAD: "户主 户主本人 本人 家主 head householder headofhousehold self",
    Relation.SPOUSE: "配偶 妻 妻子 夫 丈夫 夫妻 爱人 老伴 spouse wife husband partner",
    Relation.CHILD: "子 女 儿 儿子 女儿 子女 孩子 独生子 独生女 养子 养女 继子 继女 养子女 继子女 "
    "child children son sons daughter daughters stepchild stepson stepdaughter adoptedchild",
    Relation.GRANDCHILD: "孙 孙子 孙女 孙子女 外孙 外孙子 外孙女 外孙子女 曾孙 曾孙子 曾孙女 重孙 重孙子 重孙女 "
    "grandchild grandchildren grandson granddaughter greatgrandchild",
    Relation.PARENT: "父 母 父亲 母亲 父母 爸爸 妈妈 养父 养母 继父 继母 parent parents father mother stepfather stepmother",
    Relation.GRANDPARENT: "祖父 祖母 祖父母 爷爷 奶奶 外祖父 外祖母 外祖父母 外公 外婆 姥爷 姥姥 曾祖父 曾祖母 "
    "grandparent grandparents grandfather grandmother",
    Relation.SIBLING: "兄 弟 姐 妹 姊 哥 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 姊妹 兄弟姐妹 兄弟姊妹 "
    "sibling siblings brother brothers sister sisters",
    Relation.IN_LAW: "姻亲 儿媳 儿媳妇 媳妇 孙媳 女婿 孙女婿 岳父 岳母 公公 婆婆 公婆 公婆或岳父母 配偶父母 嫂子 弟媳 姐夫 妹夫 "
    "inlaw inlaws soninlaw daughterinlaw fatherinlaw motherinlaw brotherinlaw sisterinlaw",
    Relation.OTHER: "其他 其它 其他亲属 其他亲戚 亲戚 非亲属 无亲属关系 叔 伯 姑 舅 姨 叔叔 伯父 姑姑 舅舅 姨妈 侄子 侄女 侄 外甥 外甥女 "
    "堂亲 表亲 保姆 寄住 other otherrelative relative nonrelative unrelated uncle aunt nephew niece cousin",
}
_RELATION_OF = {
    folded(word): relation for relation, words in _WORDS.items() for word in words.split()
}
_ORDINALS = "长次大二三四五六七八九小幼"
_KINSHIP_OF: dict[Relation, Kinship] = {
    Relation.PARENT: Kinship.PARENTS,
    Relation.CHILD: Kinship.CHILDREN,
    Relation.SIBLING: Kinship.SIBLINGS,
    Relation.GRANDPARENT: Kinship.GRANDPARENTS,
    Relation.GRANDCHILD: Kinship.GRANDCHILDREN,
    Relation.IN_LAW: Kinship.IN_LAWS,
    Relation.OTHER: Kinship.OTHER,
}


def relation_of(word: str | None) -> Relation | None:
    """Return the relation a word stands for, in Chinese or English; None where it stands for none."""
    if not word:
        return None
    bare = folded(word).replace("-", "").replace("_", "").replace("'", "")
    found = _RELATION_OF.get(bare)
    if found is None and bare[:1] in _ORDINALS:
        # 长子, 次女, 三儿子, 二哥
        found = _RELATION_OF.get(bare[1:])
    return found


def kinship_of(word: str | None) -> Kinship | None:
    """Return how two households are related by a word; None where it stands for nothing of the kind."""
    relation = relation_of(word)
    return _KINSHIP_OF.get(relation) if relation else None
