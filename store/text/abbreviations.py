"""Words before a full stop that do not end a sentence: English, German, French, Spanish.

All without their last stop and in lower case. Dotted ones such as ``U.S.`` and single letters are
known by their form.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


TITLES = _words(
    """
    mr mrs ms mx dr prof rev hon st gen col lt capt cmdr sgt maj adm gov sen rep pres supt messrs
    hr fr frl dipl ing mag med phil
    mm mme mmes mlle mlles mgr me
    sr sra sres srta srs dn dña lic ee
    e.g i.e z.b d.h u.a u.ä p.ex i.d.r s.o s.u v.a u.u m.e o.ä p.ej
    vs cf vgl bzw sog ca approx resp viz al ggf evtl inkl exkl zzgl
    """
)
"""Never the end: a name or the rest of the phrase follows."""

BEFORE_NUMBERS = _words(
    """
    no nos nr nrn fig figs vol vols p pp pg ch chap chaps sec secs eq eqs art arts par para ed eds
    abb abs bd bde kap s tab ziff tel str z
    fasc n° nº t v
    núm pág págs cap caps lám
    """
)
"""Not the end where a number follows: ``No. 5``."""

SHORTENED = _words(
    """
    jr inc ltd co corp bros dept univ assn ave blvd rd mt ft jan feb mar apr jun jul aug sep sept
    oct nov dec mon tue tues wed thu thur thurs fri sat sun est ph.d m.d b.a m.a d.c
    mio mrd std min max geb gest okt dez mär gmbh hrsg übers jh jhd abt allg bes
    janv févr avr juil déc av boul éd env
    ene abr ago dic aprox av avda uu ud uds vd vds depto tfno
    """
)
"""Perhaps the end: it is where a word follows that begins sentences."""

STARTERS = _words(
    """
    The This That These Those There Then They He She It We You I A An In On At As If When While
    But And Or So For From With After Before However Although Because Since Its His Her Their Our
    My Your Some Many Most All No Not Now Yet What Who Why How Where
    Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Im Am Auf Aus Bei
    Mit Nach Seit Von Vor Zu Zum Zur Und Oder Aber Doch Auch Dann Da Damit Dabei Dies Diese
    Dieser Dieses Wenn Weil Als Wie Was Wer Man Nur Noch Nun So
    Le La Les Un Une Des Du De Il Elle Ils Elles On Nous Vous Je Tu Ce Cet Cette Ces Mais Et Ou
    Donc Or Ni Car En Dans Sur Pour Par Avec Sans Sous Puis Si Quand Comme Où Qui Que Son Sa Ses
    El Los Las Una Unos Unas Él Ella Ellos Ellas Nosotros Yo Este Esta Estos Estas Ese Esa Eso
    Pero Y O Con Sin Para Por Cuando Como Donde Quien Su Sus
    """
)
"""Words, as written, that begin sentences far more often than they follow an abbreviation."""

AFTER_ORDINALS = _words(
    """
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
    Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez Jahrhundert Jahrhunderts Jahrhunderte Jh
    Jahrtausend Jahrtausends Mal Klasse Platz Stock Tag Woche Monat Jahr Jahrestag Geburtstag
    Kapitel Auflage Armee Division Liga Bundesliga Runde Akt Teil Grades Juillet
    """
)
"""German writes ordinals with a stop: ``3. Oktober``, ``im 19. Jahrhundert``."""
