"""Which post a Japanese or Chinese mail is about: no spaces tell where it begins, and few words what it is.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import time

import pytest

from tests.reading.read_mails import read

NOBODY = "<hr@mail.example>"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("データ分析官（東京）にご応募いただき、ありがとうございます。", "データ分析官"),
        ("弊社にご応募いただき、ありがとうございます。", ""),
        ("調理スタッフへのご応募を受け付けました。", "調理スタッフ"),
        ("北町銀行へのご応募を受け付けました。", ""),
        ("受付スタッフの面接にお越しいただき、ありがとうございました。", "受付スタッフ"),
        ("店長の面接に合格された方へご案内します。", ""),
        ("看護助手としての採用は見送ります。", "看護助手"),
        ("看護助手としてのご経験は十分です。", ""),
        ("正社員としての採用は見送ります。", ""),
        ("塗装工はもう決まってしまいました。", "塗装工"),
        ("採用はもう決まってしまいました。", ""),
        ("研究職の選考につきまして、ご連絡します。", "研究職"),
        ("営業職の選考につきまして、ご連絡します。", "営業"),
        ("転職の選考につきまして、ご連絡します。", ""),
        ("新卒の募集は終了しました。", ""),
        ("別途、清掃スタッフの募集を予定しています。", ""),
        ("大阪支店の募集は終了しました。", ""),
        ("募集職種：法人営業", "法人営業"),
        ("求人名：【大阪】経理スタッフ（リーダー候補）", "経理スタッフ"),
        ("職種：開発エンジニア/第二部門", "開発エンジニア"),
        ("募集人数：2名", ""),
        ("組み込みエンジニアの募集は終了しました。", "組み込みエンジニア"),
        ("Field Engineer (Osaka) へのご応募、ありがとうございます。", "Field Engineer"),
        ("現在の品質管理職でのご経験に感銘を受けました。", ""),
        ("「施工管理」の選考結果です。", "施工管理"),
        ("「施工管理」での経験を拝見しました。", ""),
        ("理学部 助教の公募にご応募いただきました。", "助教"),
        ("さくら市職員採用試験の結果です。", ""),
    ],
)
def test_a_japanese_post_says_what_somebody_does(text: str, role: str) -> None:
    assert read("ja", NOBODY, text).role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("司机这个职位我们选了别人。", "司机"),
        ("这个职位我们选了别人。", ""),
        ("不过仓管员我们已经找到人了。", "仓管员"),
        ("我们店收银员已经招到了。", "收银员"),
        ("我们选择了另一位同事担任店长。", "店长"),
        ("您曾担任销售经理岗位。", ""),
        ("您申请我校化学教师（编号三），未通过。", "化学教师"),
        ("您投递“安全主管”的简历已被查看。", "安全主管"),
        ("您投递的【北河药业-检验员】已被查看。", "检验员"),
        ("您投递的【检验员-北河药业】已被查看。", "检验员"),
        ("您就宴会经理一职与我们交谈。", "宴会经理"),
        ("之前跟你对接过店长的面试。", ""),
        ("本次插画师笔试作品很多。", "插画师"),
        ("本次笔试作品很多。", ""),
        ("您应聘的市场部文案策划岗位已关闭。", "文案策划"),
        ("您应聘的市场部经理岗位已关闭。", "市场部经理"),
        ("我们认为您与店长岗位不匹配。", ""),
        ("職務：櫃檯人員", "櫃檯人員"),
        ("職務編號：櫃檯人員", ""),
        ("錄取您擔任櫃檯副理。", "櫃檯副理"),
        ("我們錄取了另一位伙伴擔任农场經理。", "农场經理"),
        ("岗位：电气工程师 15-22K", "电气工程师"),
        ("感谢您参加Data Engineer岗位的面试。", "Data Engineer"),
        ("2026校招_产品经理一职经过评估，未能录用您。", "产品经理"),
        ("相似职位：财务总监", ""),
    ],
)
def test_a_chinese_post_says_what_somebody_does(text: str, role: str) -> None:
    assert read("zh", NOBODY, text).role == role


@pytest.mark.parametrize(
    ("language", "subject", "role"),
    [
        ("ja", "声優募集の件", ""),
        ("ja", "アニメーター選考の結果", "アニメーター"),
        ("ja", "選考結果のご連絡（品質管理職）", "品質管理"),
        ("ja", "【東山設計】メールマガジン", ""),
        ("ja", "【保守員】選考結果", "保守員"),
        ("ja", "新着の求人：経理スタッフ", ""),
        ("zh", "R-0077 财务分析师 申请状态", "财务分析师"),
        ("zh", "【北河科技】面试邀请-产品经理", "产品经理"),
        ("zh", "为您推荐：产品经理", ""),
        ("zh", "电工", "电工"),
        ("zh", "回复", ""),
    ],
)
def test_a_part_of_the_subject_may_be_the_post(language: str, subject: str, role: str) -> None:
    assert read(language, NOBODY, "OK。", subject).role == role


def test_a_mail_in_two_languages_names_its_post_in_the_other() -> None:
    english = "Dear Robin,\nThank you for applying. We chose others."
    assert read("en", NOBODY, english).role == ""
    both = english + "\n\n感谢您应聘质量经理职位。经过慎重考虑，我们选择了其他候选人。"
    assert read("en", NOBODY, both).role == "质量经理"
    assert read("en", NOBODY, english + "\n\n质量经理").role == ""


@pytest.mark.parametrize("language", ["ja", "zh"])
@pytest.mark.parametrize(
    "text",
    [
        "営業担当",
        "工程师岗位",
        "（営業）",
        "株式会社",
        "职位：",
        "「営業」",
        "有限公司的",
        "あ営業の",
        "A ",
        "【北-师",
    ],
)
def test_a_long_row_takes_no_time(language: str, text: str) -> None:
    begun = time.perf_counter()
    read(language, NOBODY, text * (20_000 // len(text)), text * 30)
    assert time.perf_counter() - begun < 1
