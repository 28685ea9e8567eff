"""For which house a Japanese or Chinese mail is written, and who signs it, without spaces and capitals.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import pytest

from tests.reading.read_mails import SIGNED, read

NOBODY = "<hr@mail.example>"


@pytest.mark.parametrize(
    ("sender", "text", "company"),
    [
        ("森 <mori@cafe-hinata.example>", "カフェひなたの森です。", "カフェひなた"),
        ("森 <mori@mail.example>", "マーケティング部の森です。", ""),
        ("森 <mori@mail.example>", "第二開発部の森です。", ""),
        ("森 <mori@mail.example>", "大阪支店の森です。", ""),
        ("森 <mori@mail.example>", "先日お話しした森です。", ""),
        ("森 <mori@mail.example>", "北山工務店の森です。", "北山工務店"),
        ("森 <mori@mail.example>", "北山出版編集部の森です。", "北山出版"),
        ("森 <mori@mail.example>", "株式会社ミナト経理部の森です。", "株式会社ミナト"),
        ("<x@mail.example>", "東洋ロボの採用担当です。\n\n東洋ロボ", "東洋ロボ"),
        ("<x@mail.example>", "新卒採用担当です。\n\n新卒採用担当", ""),
        ("<x@mail.example>", "キャリアネットの森です。キャリアネット", ""),
        ("<x@mail.example>", "弊社の採用マイページをご覧ください。", ""),
        ("<x@mail.example>", "つばめ製薬の採用マイページをご覧ください。", "つばめ製薬"),
        ("<x@mail.example>", "企業名：株式会社クロス印刷", "株式会社クロス印刷"),
        ("<x@mail.example>", "企業名：非公開", ""),
        ("<x@mail.example>", "株式会社ソラより選考結果が届きました。", "株式会社ソラ"),
        ("<x@mail.example>", "株式会社ソラの営業職にご応募いただきました。", "株式会社ソラ"),
        ("<x@mail.example>", "この度はソラ株式会社の営業職にご応募いただきました。", "ソラ株式会社"),
        ("<x@mail.example>", "株式会社ソラより営業職にご応募いただきました。", ""),
        ("Yama Hotels 採用チーム <x@greenhouse.io>", "見送りとなりました。", "Yama Hotels"),
        ("dodaエージェント 採用チーム <x@doda.example>", "見送りとなりました。", ""),
        ("森川市 総務部職員課 <x@mail.example>", "不合格となりました。", "森川市"),
        ("総合病院 人事課 <x@mail.example>", "不合格となりました。", ""),
    ],
)
def test_a_japanese_house(sender: str, text: str, company: str) -> None:
    assert read("ja", sender, f"ケラー様\n\n{text}").company == company


@pytest.mark.parametrize(
    ("sender", "text", "company"),
    [
        ("何俊 <hejun@mail.example>", "一面聊得很愉快。\n\n何俊\n速联信息", "速联信息"),
        ("何俊 <hejun@mail.example>", "一面聊得很愉快。\n\n何俊\n平面设计", ""),
        ("何俊 <hejun@mail.example>", "一面聊得很愉快。\n\n何俊\n研发中心", ""),
        ("何俊 <hejun@mail.example>", "一面聊得很愉快。\n\n何俊｜迅风物流 HRBP", "迅风物流"),
        ("何俊 <hejun@mail.example>", "一面聊得很愉快。\n\n北河房产 人力资源总监 何俊", "北河房产"),
        ("<x@mail.example>", "很遗憾。\n\n扫码下载云端科技", ""),
        ("<x@mail.example>", "我是云端教育的HR何俊。\n\n何俊\n云端教育", "云端教育"),
        ("<x@mail.example>", "我是人力资源部的何俊。", ""),
        ("<x@mail.example>", "感谢您对北河集团造价师岗位的关注。", "北河集团"),
        ("<x@mail.example>", "感谢您对我们公司的关注。", ""),
        ("<x@mail.example>", "您投递的北河光电有限公司“检验员”职位已送达。", "北河光电有限公司"),
        ("<x@mail.example>", "公司：北河光电有限公司", "北河光电有限公司"),
        ("<x@mail.example>", "感谢您应聘北河精密（中国）有限公司的检验员职位。", "北河精密（中国）有限公司"),
        ("北森招聘 <x@beisen.com>", "您应聘北河科技的检验员。", "北河科技"),
        ("岚汀设计招聘组 <x@mail.example>", "很遗憾。", "岚汀设计"),
        ("产品经理招聘组 <x@mail.example>", "很遗憾。", ""),
        ("<x@mail.example>", "錄取您為鳳山酒店櫃檯副理。", "鳳山酒店"),
        ("鳳山酒店 <x@mail.example>", "感謝您的應徵。", "鳳山酒店"),
    ],
)
def test_a_chinese_house(sender: str, text: str, company: str) -> None:
    assert read("zh", sender, f"您好：\n\n{text}").company == company


@pytest.mark.parametrize(
    ("language", "sender", "line", "person"),
    [
        ("ja", NOBODY, "人事部 採用課 木村 葵", "木村 葵"),
        ("ja", NOBODY, "総務部人事課 任用係 佐々木", "佐々木"),
        ("ja", NOBODY, "総務部人事課 採用広報", ""),
        ("ja", NOBODY, "総務部 任用担当 会議室", ""),
        ("ja", NOBODY, "代表取締役 木村 葵", "木村 葵"),
        ("ja", NOBODY, "面接官：営業部長 木村 葵", ""),
        ("ja", NOBODY, "お問い合わせ先：人事部 木村 葵", ""),
        ("ja", "木村 葵 <aoi@mail.example>", "木村", "木村 葵"),
        ("ja", "株式会社ソラ 編集部 三宅 <m@mail.example>", "三宅", "三宅"),
        ("ja", NOBODY, "三宅", ""),
        ("zh", NOBODY, "北河房产 人力资源总监 黄远", "黄远"),
        ("zh", NOBODY, "北河房产 人力资源总监 敬上", ""),
        ("zh", NOBODY, "面试官：技术总监 黄远", ""),
        ("zh", NOBODY, "人事部 何美玲 敬上", "何美玲"),
        ("zh", NOBODY, "韩建\n北河研究所", "韩建"),
        ("zh", NOBODY, "谢谢\n北河研究所", ""),
        ("zh", NOBODY, "人力资源部\n北河酒店", ""),
        ("zh", "陈家豪 <chan@mail.example>", "陳家豪\n招聘主任", "陳家豪"),
        ("zh", "行政部 <xz@mail.example>", "行政部", ""),
        ("zh", "林雅婷 <lin@mail.example>", "林雅婷 Tina Lin\n人力资源部经理", "林雅婷"),
    ],
)
def test_who_signs_needs_a_second_sign(language: str, sender: str, line: str, person: str) -> None:
    assert read(language, sender, SIGNED[language] + line).person == person


def test_who_says_who_they_are_signs_by_a_known_family_name() -> None:
    assert read("ja", NOBODY, "ケラー様\n\n千早精機の坂本です。見送りとなりました。").person == "坂本"
    assert read("ja", NOBODY, "ケラー様\n\n結果は来週の発表です。見送りとなりました。").person == ""


def test_a_number_stays_in_traditional_characters_and_a_name_without_its_brackets() -> None:
    told = read("zh", f"人事室 {NOBODY}", "您好：\n\n職缺編號：115-復-08，未獲錄取。\n")
    assert told.requisition == "115-復-08"
    text = f"{SIGNED['ja']}採用担当の水野です。\n\n水野 あかり\n"
    assert read("ja", "水野 あかり(ソラ) <x@mail.example>", text).person == "水野 あかり"
