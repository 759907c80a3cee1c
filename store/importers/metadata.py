"""What a web page says about itself: title, author, date, language, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from store.importers.byline import split_byline
from store.text.clean import clean_line

_ARTICLE_TYPES: Final = re.compile(
    r"(?:\w*Article|BlogPosting|Report|Review|WebPage|LiveBlogPosting|SocialMediaPosting|Book|Recipe)"
)
_TITLE: Final = ("og:title", "twitter:title", "dc.title", "citation_title", "headline")
_AUTHOR: Final = (
    "author", "article:author", "dc.creator", "citation_author", "parsely-author", "byl", "byline",
    "twitter:data1",
)  # fmt: skip
_PUBLISHED: Final = (
    "article:published_time", "datepublished", "dc.date", "dc.date.issued", "citation_date",
    "citation_publication_date", "parsely-pub-date", "pubdate", "publishdate", "date",
)  # fmt: skip
_SITE: Final = ("og:site_name", "application-name", "twitter:site")
_SEPARATOR: Final = re.compile(r"\s+[|·•–—»:\-/]+\s+|\s*[|»]\s*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_BY: Final = re.compile(r"^(?:by|von|par|por|di)\s+", re.IGNORECASE)
_LONGEST_JSON: Final = 500_000  # characters; longer ones hold data, not metadata


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself, each as one clean line or ``""``."""

    title: str
    author: str
    published: str
    language: str
    url: str
    site: str


def metadata(page: HtmlElement) -> Metadata:
    """The metadata of a parsed page: JSON-LD first, then ``meta``, then what the page shows."""
    meta = _meta(page)
    data = _json_ld(page)
    site = _first(meta, _SITE).lstrip("@") or _name(data.get("publisher"))
    heading = _only_heading(page)
    title = _name(data.get("headline")) or _first(meta, _TITLE) or _title_element(page)
    title = _without_site(title or heading, site, heading)
    author = _name(data.get("author")) or _author(meta) or _shown_author(page)
    published = _name(data.get("datePublished")) or _first(meta, _PUBLISHED) or _shown_date(page)
    language = (page.get("lang") or page.get("xml:lang") or meta.get("og:locale", "")).strip()
    return Metadata(
        title=title,
        author=_BY.sub("", author),
        published=published,
        language=language.replace("_", "-") if _LANGUAGE.fullmatch(language) else "",
        url=_canonical(page, meta),
        site=site,
    )


def _meta(page: HtmlElement) -> dict[str, str]:
    """The ``meta`` elements by folded name, property or itemprop; the first of each wins."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = clean_line(element.get("content") or "", 500)
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _json_ld(page: HtmlElement) -> Mapping[str, Any]:
    """The first object of an article's type in the page's JSON-LD, or an empty one."""
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = script.text or ""
        if len(text) > _LONGEST_JSON:
            continue
        try:
            value = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(value):
            types = item.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPES.fullmatch(name) for name in names):
                return item
    return {}


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects at the top of JSON-LD, in lists and ``@graph`` too."""
    waiting = [value]
    for _ in range(1000):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


def _name(value: object, depth: int = 0) -> str:
    """A JSON-LD value as a line: a text, the name of an object, or those of a list."""
    if depth > 3:
        return ""
    if isinstance(value, str):
        return clean_line(_without_tags(value), 500)
    if isinstance(value, dict):
        return _name(value.get("name"), depth + 1)
    if isinstance(value, list):
        names = dict.fromkeys(filter(None, (_name(each, depth + 1) for each in value[:20])))
        return ", ".join(names)
    return ""


def _without_tags(text: str) -> str:
    """Text of a value that holds HTML by mistake: entities decoded, tags dropped."""
    import html  # noqa: PLC0415 - rarely needed

    return (
        re.sub(r"</?[a-zA-Z][^<>]*>", "", html.unescape(text)) if re.search("[<&]", text) else text
    )


def _author(meta: Mapping[str, str]) -> str:
    """The author that ``meta`` names; addresses of profiles are none."""
    for name in _AUTHOR:
        value = meta.get(name, "")
        if value and "://" not in value and not value.startswith("@") and len(value) <= 200:
            if name == "twitter:data1" and not meta.get("twitter:label1", "").lower().endswith(
                "by"
            ):
                continue
            return value
    return ""


def _shown_author(page: HtmlElement) -> str:
    """The author in the page itself: ``rel=author``, ``itemprop=author``, a byline's class."""
    paths = (
        "//*[@itemprop='author']//*[@itemprop='name']",
        "//a[@rel='author']",
        "//*[@itemprop='author']",
        "//*[contains(@class, 'byline') or contains(@class, 'author')]",
    )
    for path in paths:
        for element in page.xpath(path)[:5]:
            text = clean_line(element.text_content(), 200)
            if 0 < len(text.split()) <= 12:
                byline = split_byline(text)
                if byline and byline.author:
                    return byline.author
                if "itemprop" in path or "rel=" in path:
                    return text
    return ""


def _shown_date(page: HtmlElement) -> str:
    for element in page.iter("time"):
        value = element.get("datetime") or element.text_content()
        if value and value.strip():
            return clean_line(value, 80)
    return ""


def _only_heading(page: HtmlElement) -> str:
    """The text of the page's only ``h1``; ``""`` if it has none or several."""
    headings = list(page.iter("h1"))
    return clean_line(headings[0].text_content(), 300) if len(headings) == 1 else ""


def _title_element(page: HtmlElement) -> str:
    """The page's ``title``: the one in its head, not one of a drawing."""
    element = page.find(".//head/title")
    return clean_line(element.text_content(), 500) if element is not None else ""


def _without_site(title: str, site: str, heading: str) -> str:
    """``title`` without the site's name at its end or beginning."""
    if heading and len(heading) > 3 and heading.lower() in title.lower():
        return heading
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if site and parts[-1].lower() == site.lower():
        return title[: title.rindex(parts[-1])].rstrip(" |·•–—»:-/")
    if site and parts[0].lower() == site.lower():
        return title[len(parts[0]) :].lstrip(" |·•–—»:-/")
    return title


def _canonical(page: HtmlElement, meta: Mapping[str, str]) -> str:
    """The page's own address, if it gives a whole one."""
    for element in page.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            url = clean_line(element.get("href") or "", 2000)
            if url.lower().startswith(("http://", "https://")):
                return url
    url = meta.get("og:url", "")
    return url if url.lower().startswith(("http://", "https://")) else ""
