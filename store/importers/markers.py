"""The words that furniture, contents, questions and bylines are known by, in five languages.

All patterns are matched against whole lines, case-folded, without punctuation at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_TAIL: Final = {
    "en": (
        r"leave a (?:reply|comment|response)",
        r"(?:post|add|write) a comment",
        r"(?:\d[\d,.]* )?comments?(?: \(\d+\))?|no comments(?: yet)?|comments (?:are closed|off)",
        r"join the (?:conversation|discussion)",
        r"(?:sign|log) in to (?:comment|reply)",
        r"about the (?:author|creator|writer)s?",
        r"reader insights",
        r"related(?: \S+){1,5}",
        r"see more(?: \S+){1,8}",
        r"read next|up next|recommended(?: for you| stories| reading)?",
        r"you (?:may|might) (?:also )?(?:like|enjoy).{0,30}",
        r"more (?:from|like this|stories|news|in this series)(?: \S+){0,6}",
        r"most (?:read|popular|viewed)|trending(?: now)?|popular posts|latest (?:news|posts)",
        r"(?:find|follow) us(?: on .{1,40})?",
        r"share this(?: \S+){0,5}|share on .{1,30}",
        r"subscribe(?: to (?:our|the|this) .{1,40})?|newsletter",
        r"filed under.{0,60}|tagged(?: with| as)?:.{1,80}|tags:.{0,80}",
        r"©.{0,200}|copyright (?:©|\(c\)|\d{4}).{0,200}|.{0,200}\ball rights reserved",
        r"privacy policy|terms of (?:use|service)|cookie (?:policy|settings)",
        r"your e-?mail address will not be published.{0,80}",
        r"(?:previous|next) (?:post|article|story)|back to (?:the )?top",
    ),
    "de": (
        r"schreiben? (?:sie )?einen kommentar|kommentar (?:schreiben|verfassen|hinterlassen)",
        r"(?:\d[\d.]* )?kommentare?(?: \(\d+\))?",
        r"(?:über|zu[mr]) (?:den |die |der )?autor(?:in|en|innen)?",
        r"das könnte (?:sie|dich|euch) auch interessieren|auch interessant|mehr zum thema",
        r"(?:verwandte|ähnliche|weitere) (?:artikel|themen|beiträge)",
        r"lesen sie auch.{0,80}|(?:diesen )?(?:artikel|beitrag) teilen",
        r"folgen? (?:sie )?uns.{0,40}|newsletter (?:abonnieren|bestellen).{0,40}",
        r"impressum|datenschutz(?:erklärung)?|meistgelesen|nach oben",
        r".{0,200}\balle rechte vorbehalten",
        r"(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht.{0,80}",
    ),
    "fr": (
        r"laisse[rz] un commentaire|(?:\d[\d ]* )?commentaires?(?: \(\d+\))?",
        r"à propos de (?:l['’]auteur|l['’]autrice).{0,30}",
        r"articles? (?:similaires?|liés?|connexes?)|sur le même (?:sujet|thème)",
        r"(?:à )?lire (?:aussi|également).{0,80}|les plus lus",
        r"partager (?:cet|l['’]) ?article.{0,30}|partager sur .{1,30}|suivez-nous.{0,40}",
        r"mentions légales|politique de confidentialité|haut de page|retour en haut",
        r".{0,200}\btous droits réservés",
        r"votre adresse e-?mail ne sera pas publiée.{0,80}",
    ),
    "es": (
        r"dejar? (?:un|una|tu) (?:comentario|respuesta)|(?:\d[\d.]* )?comentarios?(?: \(\d+\))?",
        r"sobre (?:el autor|la autora)|acerca del? (?:autor|la autora)",
        r"(?:artículos|noticias|entradas) relacionad[ao]s|lo más leído",
        r"(?:también )?te (?:puede|podría) interesar.{0,40}|lee también.{0,80}",
        r"compart(?:e|ir) (?:este artículo|esta noticia|en .{1,30})|síguenos.{0,40}",
        r"aviso legal|política de privacidad|volver arriba",
        r".{0,200}\btodos los derechos reservados",
        r"tu dirección de correo electrónico no será publicada.{0,80}",
    ),
    "it": (
        r"lascia un commento|(?:\d[\d.]* )?comment[oi](?: \(\d+\))?",
        r"(?:informazioni sull['’]|sull['’]|l['’])autore|l['’]autrice",
        r"articoli (?:correlati|simili)|i più letti",
        r"leggi anche.{0,80}|(?:ti )?potrebbe(?:ro)? interessar(?:e|ti).{0,40}",
        r"condividi (?:questo articolo|su .{1,30})|seguici.{0,40}",
        r"note legali|informativa sulla privacy|torna su",
        r".{0,200}\btutti i diritti riservati",
        r"il tuo indirizzo email non sarà pubblicato.{0,80}",
    ),
}

_BUTTONS: Final = {
    "en": r"like|share|tweet|pin it|skip to (?:main )?content|sponsored|listen to this (?:article|"
    r"story)|(?:\d[\d,.]*k? )(?:shares?|likes?|views|claps)|(?:\S+ ){0,4}logo",
    "de": r"teilen|merken|gefällt mir|zum inhalt springen|artikel (?:anhören|vorlesen|drucken)",
    "fr": r"partager|aller au contenu|écouter (?:cet|l['’]) ?article|j['’]aime",
    "es": r"compartir|me gusta|(?:saltar|ir) al contenido|escuchar (?:este )?artículo",
    "it": r"condividi|mi piace|vai al contenuto|ascolta l['’]articolo",
}

_WEAK_BUTTONS: Final = {
    "en": r"menu|search|home|print|e-?mail|save|follow|subscribe|sign (?:in|up)|log in|listen|"
    r"facebook|twitter|linkedin|whatsapp|copy link",
    "de": r"menü|suche|startseite|drucken|anmelden|abonnieren|anhören",
    "fr": r"rechercher|accueil|imprimer|s['’]abonner|se connecter|écouter",
    "es": r"menú|buscar|inicio|imprimir|suscribirse|iniciar sesión|escuchar",
    "it": r"cerca|home page|stampa|abbonati|accedi|ascolta",
}

_CALLS: Final = {
    "en": (
        r"if you (?:found|enjoyed|liked|want|are interested).{0,300}",
        r"(?:explore|discover|read|learn|find out|see) (?:more|also|our)\b.{0,200}",
        r"for (?:more|further) (?:information|insights?|details?|news|updates?|on)\b.{0,200}",
        r"(?:subscribe|sign up|follow us|stay tuned|click here|don['’]t miss)\b.{0,200}",
    ),
    "de": (
        r"(?:mehr|weitere) (?:informationen|infos|dazu)\b.{0,200}",
        r"lesen sie (?:mehr|auch)\b.{0,200}",
        r"wenn (?:ihnen|dir) dieser (?:artikel|beitrag)\b.{0,200}|abonnieren sie\b.{0,200}",
    ),
    "fr": (
        r"pour (?:en savoir plus|plus d['’]informations?)\b.{0,200}|abonnez-vous\b.{0,200}",
        r"si (?:cet article|vous avez aimé)\b.{0,200}|découvrez (?:aussi|également)\b.{0,200}",
    ),
    "es": (
        r"para (?:más|mayor) información\b.{0,200}|suscríbete\b.{0,200}",
        r"si te (?:gustó|ha gustado)\b.{0,200}|descubre más\b.{0,200}",
    ),
    "it": (
        r"per (?:saperne di più|ulteriori informazioni)\b.{0,200}|iscriviti\b.{0,200}",
        r"se (?:ti è piaciuto|questo articolo)\b.{0,200}|scopri (?:di più|anche)\b.{0,200}",
    ),
}

_CONTENTS: Final = (
    r"(?:table of )?contents|in this (?:article|post|story|guide)|on this page",
    r"inhalt(?:sverzeichnis|sübersicht)?|in diesem (?:artikel|beitrag)",
    r"table des matières|sommaire|dans cet article",
    r"(?:tabla de )?contenidos?|índice(?: de contenidos)?|en este artículo",
    r"indice(?: dei contenuti)?|sommario|in questo articolo",
)
_QUESTIONS: Final = (
    r"faqs?|(?:\S+ ){0,6}faqs?|frequently asked questions(?: \S+){0,6}|questions and answers|q&a",
    r"häufig(?:e| gestellte) fragen(?: \S+){0,6}|fragen und antworten",
    r"questions fréquentes|foire aux questions|questions-réponses",
    r"preguntas (?:más )?frecuentes|preguntas y respuestas",
    r"domande (?:più )?frequenti|domande e risposte",
)
_ADVERTISEMENTS: Final = (
    r"advertisement|anzeige|werbung|publicité|publicidad|pubblicità|story continues below.{0,30}",
)


def _union(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


TAIL: Final = _union(pattern for patterns in _TAIL.values() for pattern in patterns)
"""What the part below an article begins with."""

BUTTONS: Final = _union(_BUTTONS.values())
"""What stands alone only on a button or as the name of a picture."""

WEAK_BUTTONS: Final = _union(_WEAK_BUTTONS.values())
"""What is a button if it stands next to one."""

CALLS: Final = _union(pattern for patterns in _CALLS.values() for pattern in patterns)
"""A call to read or buy something else; furniture only next to furniture."""

CONTENTS: Final = _union(_CONTENTS)
"""The heading of a table of contents."""

QUESTIONS: Final = _union(_QUESTIONS)
"""The heading of a list of questions."""

ADVERTISEMENTS: Final = _union(_ADVERTISEMENTS)
"""Furniture wherever it stands."""


def matches(pattern: re.Pattern[str], text: str) -> bool:
    """Whether all of ``text`` is such a line. Long lines never are."""
    return len(text) <= 400 and pattern.fullmatch(text.casefold().rstrip(" :.!…*")) is not None
