"""Chinese in traditional characters, read by the phrases for simplified ones.

Only the characters that those phrases hold are changed, each for one, so that a name that was found is taken from
the same place of the mail as it stands there: "鳳杉酒店" stays what it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from watcher.reading import sentences
from watcher.reading.types import Address, Message

_TRADITIONAL = """
    並併來侷係個們備傢傳僱優兒內兩凍別刪創劃劇劉動務勝勞區協厤參叢吳呂員問啓啟喬單嗎噹嚮嚴囌國園圖團埰報
    場塗壽夠夥娛婁嬸孫學寀實寧審寶將專對導屆崗嶽師幫幾庫廚廠廣廳張強彆彔後復徵態慮慼應戲戶掃採揀擇擊擔據
    擱攝敎數於旂昇時晉暫曆曏書會朮査條棧楊業構樂樑樓樣機檢檯歐歡歷氣決沒淩測湯溝溫滿潔瀋為無熱營爲狀獲獵
    現環產産甦甯畫畵當療發監盧眞眾睞硃確碼礦祕稱積穫竇競筆箇節範築簡簽籌籤糰紀約納級終組結絡給統經綜綫維
    網線編緩練緻縣總績繫繼續纍纔羅羣習聯聶職聽脩臺與興舘莊華萬葉葯蔘蔣蕭薑薦藍藥蘇處號衆術衕衚衛裏補裡製
    複見視計訊討訓託記訪設許診註証評詢試話該誌認調談請論諮諸謝謹證識譚譯議護貝負財貨責貴費貿賀資賈賓質賴
    購趙車軍軟載輪輯轉辦農迴這連週進遊運過達遞適遲選遺還邊郵鄉鄒鄧鄭醫針鈡銀銷鋼錄錢録錶鍼鍾鎭鎮鏈鐘鐵長
    門開閔閤閻闆關陞陳陸陽隊際隨險隻雜電鞏鞦韋韓響項須預領頭頻額顏顔願類顧颱飯飲飾養餘館饋馬馮駕駱驗體髮
    鬍鬚魯麥麪麫麯麴麵黃點黨齊齣龍龐龔
"""
_SIMPLIFIED = """
    并并来局系个们备家传雇优儿内两冻别删创划剧刘动务胜劳区协历参丛吴吕员问启启乔单吗当向严苏国园图团采报
    场涂寿够伙娱娄婶孙学采实宁审宝将专对导届岗岳师帮几库厨厂广厅张强别录后复征态虑戚应戏户扫采拣择击担据
    搁摄教数于旗升时晋暂历向书会术查条栈杨业构乐梁楼样机检台欧欢历气决没凌测汤沟温满洁沈为无热营为状获猎
    现环产产苏宁画画当疗发监卢真众睐朱确码矿秘称积获窦竞笔个节范筑简签筹签团纪约纳级终组结络给统经综线维
    网线编缓练致县总绩系继续累才罗群习联聂职听修台与兴馆庄华万叶药参蒋萧姜荐蓝药苏处号众术同胡卫里补里制
    复见视计讯讨训托记访设许诊注证评询试话该志认调谈请论咨诸谢谨证识谭译议护贝负财货责贵费贸贺资贾宾质赖
    购赵车军软载轮辑转办农回这连周进游运过达递适迟选遗还边邮乡邹邓郑医针钟银销钢录钱录表针钟镇镇链钟铁长
    门开闵合阎板关升陈陆阳队际随险只杂电巩秋韦韩响项须预领头频额颜颜愿类顾台饭饮饰养余馆馈马冯驾骆验体发
    胡须鲁麦面面曲曲面黄点党齐出龙庞龚
"""
_PAIRS = dict(zip("".join(_TRADITIONAL.split()), "".join(_SIMPLIFIED.split()), strict=True))
_TABLE = str.maketrans(_PAIRS)
#: How `names.slot` writes these.
_FOLDED = str.maketrans("（）／＆", "()/&")


def text(written: str) -> str:
    """A text in which traditional characters are simplified, of the same length."""
    return written if written.isascii() else written.translate(_TABLE)


def message(written: Message) -> Message:
    """A mail with its text, signature, subject and display name simplified; itself where nothing changes."""
    sender = written.sender
    plain = dataclasses.replace(
        written,
        text=text(written.text),
        signature=text(written.signature),
        subject=text(written.subject),
        sender=dataclasses.replace(sender, name=text(sender.name)) if sender else None,
    )
    return written if plain == written else plain


def restored(name: str, plain: Message, written: Message) -> str:
    """A name that was found in the simplified mail, as the mail itself has it; "" where it is not one piece of it."""
    if not name or plain is written:
        return name
    at = _whole(plain).find(name)
    return _whole(written)[at : at + len(name)] if at >= 0 else ""


def restored_sentence(sentence: str, plain: Message, written: Message) -> str:
    """A sentence that was found in the simplified mail, as the mail itself has it."""
    if not sentence or plain is written:
        return sentence
    return next((one for one in sentences.split(written.text) if text(one) == sentence), sentence)


def addresses(written: Sequence[Address]) -> tuple[Address, ...]:
    """Addresses with their names simplified."""
    return tuple(dataclasses.replace(one, name=text(one.name)) for one in written)


def _whole(one: Message) -> str:
    name = one.sender.name if one.sender else ""
    return "\n".join([one.text, one.signature, one.subject, name]).translate(_FOLDED)
