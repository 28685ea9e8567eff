"""How a mail speaks to the person: "Sie" or "du", "vous" or "tu". A reply speaks as it was spoken to.

Counted are words that can only address somebody: "Sie" at the head of a sentence may be "they", and is no proof.
English, Swedish, Danish and Japanese letters make no such difference, or always the same one.
"""

from __future__ import annotations

import re

FORMAL, INFORMAL = "formal", "informal"

_READ = 8_000  #: characters; who is spoken to is plain long before
_COUNTED = {
    "de": (
        r"(?<![.!?:] )(?<!^)\bSie\b|\bIhnen\b|(?<![.!?:] )\bIhre?[nmrs]?\b|\bSehr geehrte",
        r"\b(?i:du|dich|dir|dein(?:e[nmrs]?)?|euch|eure?[nmrs]?)\b"
        r"|(?<=[a-zäöü,] )ihr\b(?= (?:habt|seid|könnt|euch|uns)\b)",
    ),
    "fr": (r"\b(?i:vous|votre|vos|vôtre)\b", r"\b(?i:tu|te|toi|ton|tes)\b|\bt['’](?=[aeiouyhéê])"),
    "es": (
        r"\b(?i:usted(?:es)?|le (?:agradec\w+|inform\w+|comunic\w+|dese\w+|escrib\w+)|estimad[oa] (?:sr|señor)\w*)\b"
        r"|\bsu (?:candidatura|solicitud|interés|perfil|currículum|postulación|experiencia|tiempo|participación)\b",
        r"\b(?i:tú|te|ti|contigo|tus?|tuy[oa]s?|puedes|tienes|has|eres)\b",
    ),
    "it": (
        r"\b(?:Lei|Suo|Sua|Suoi|Sue)\b|\b(?i:gentile|egregi[oa])\b"
        r"|\b(?i:ringraziarla|informarla|comunicarle|augurarle|contattarla)\b"
        r"|\b(?i:la (?:ringrazi|inform|contatt|invit)\w+|le (?:augur|comunich|scriv)\w+)\b",
        r"\b(?i:tu|ti|te|tuo|tua|tuoi|tue|ciao)\b|\b(?i:ringraziarti|informarti|comunicarti|augurarti|contattarti)\b",
    ),
    "pt": (
        r"\b(?i:o senhor|a senhora|prezad[oa]|exm[oa]\.?|v\. ?ex\.?ª?|lhe|consigo|candidatura de v)\b|\bSr[a.]?\b",
        r"\b(?i:você|te|ti|tu|teus?|tuas?|contigo|tens|estás|podes|queres|quiseres|foste|teres)\b",
    ),
    "nl": (r"\b(?i:u|uw|geachte)\b", r"\b(?i:je|jij|jou|jouw|jullie|hoi)\b"),
    "pl": (
        r"\b(?:Pan(?:a|u|em|i|ią|ie|stwa|stwo|stwu)?|Państw\w+|Szanown\w+)\b",
        r"\b(?:Ty|Ci|Cię|Ciebie|Tobie|Tobą|Tw[oó]j\w*)\b|\b(?i:cześć|hej)\b|\b(?:ci|cię|tob(?:ie|ą)|tw[oó]j\w*)\b",
    ),
    "tr": (
        r"\b(?i:siz(?:e|i|in|den|inle|inki)?|sayın)\b|\b\w+(?:ınız|iniz|unuz|ünüz|siniz|sınız|sunuz|sünüz)\w*\b",
        r"\b(?i:sen|sana|seni|senin|senden|seninle|merhabalar canım)\b",
    ),
    "zh": (r"您|貴|贵", r"你"),
}
_PATTERNS = {
    language: (re.compile(formal, re.MULTILINE), re.compile(informal, re.MULTILINE))
    for language, (formal, informal) in _COUNTED.items()
}


def address(text: str, language: str) -> str:
    """ "formal", "informal", or "" where the language has no such difference or the mail shows none.

    Args:
        text: what the writer wrote this time.
        language: ISO 639-1.
    """
    if language not in _PATTERNS:
        return ""
    formal, informal = (len(pattern.findall(text[:_READ])) for pattern in _PATTERNS[language])
    if formal == informal:
        return FORMAL if formal else ""
    return FORMAL if formal > informal else INFORMAL
