"""The wording a city starts with; it is the city's own from then on."""

from liaison.divisions.models import Division
from opinions.models import Phrase, PhraseUse

U = PhraseUse
PHRASES = [
    (U.DECLINE, "您反映的事正在走法律程序，联络站不能介入，请按法院、仲裁机构的通知办理。"),
    (U.DECLINE, "这件事属于日常报修和咨询，打 12345 最快。"),
    (U.DECLINE, "这件事需要核实具体人和事，请直接向有权处理的机关反映，您的权益会受到保护。"),
    (U.REFER, "已转承办单位，请在期限内答复。"),
    (U.REFER, "已约代表和承办单位到现场看过，转承办单位办理。"),
    (U.ANSWER, "您反映的事已经办好，结果是："),
    (U.ANSWER, "您反映的事已列入计划，预计完成的时间是："),
    (U.ANSWER, "您反映的事目前还办不到，原因是："),
]


def install(city: Division) -> None:
    """Write the starting wording, where the city has none."""
    if Phrase.objects.filter(city=city).exists():
        return
    Phrase.objects.bulk_create(
        Phrase(city=city, use=use, text=text, position=at) for at, (use, text) in enumerate(PHRASES)
    )
