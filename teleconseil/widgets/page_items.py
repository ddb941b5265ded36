"""What stands beside an entry, as items of a list: problems, articles, calls, remarks, versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from enum import StrEnum
from functools import partial

from textual.content import Content

from teleconseil import french
from teleconseil.desk.entry_history import EntryVersion
from teleconseil.desk.entry_page import CitedArticle
from teleconseil.domain import EntryFeedback
from teleconseil.kb.model import LegalArticle, Problem
from teleconseil.reports.callbacks import Callback
from teleconseil.widgets.difference import difference
from teleconseil.widgets.dossier_words import problem_detail, problem_line
from teleconseil.widgets.titled_list import Item


class Side(StrEnum):
    """Which words of a cited article are shown."""

    DIFFERENCE = "différence"
    READ = "version lue"
    CURRENT = "version en vigueur"


def problem_items(problems: Sequence[Problem]) -> list[Item]:
    """What is wrong, with its remedy."""
    return [
        Item(f"{p.rule}-{p.line}-{p.column}-{n}", problem_line(p), partial(problem_detail, p))
        for n, p in enumerate(problems)
    ]


def article_items(articles: Sequence[CitedArticle], side: Callable[[], Side]) -> list[Item]:
    """The articles cited, those that changed first."""
    return [
        Item(
            f"{cited.citation.text}-{cited.citation.article}-{n}",
            _article_title(cited),
            partial(_article, cited, side),
        )
        for n, cited in enumerate(articles)
    ]


def call_items(calls: Sequence[Callback], zone: tzinfo) -> list[Item]:
    """Who was told the old rule, by member."""
    return [
        Item(call.question.reference, _call_title(call, zone), partial(_call, call, zone))
        for call in calls
    ]


def remark_items(remarks: Sequence[EntryFeedback], zone: tzinfo) -> list[Item]:
    """What advisors said; the closed ones are dim."""
    return [
        Item(str(remark.number), _remark_title(remark, zone), partial(_remark, remark, zone))
        for remark in remarks
    ]


def version_items(
    versions: Sequence[EntryVersion], zone: tzinfo, *, whole: bool = False
) -> list[Item]:
    """The versions, each with what it changed from the one before, or ``whole``."""
    return [
        Item(
            version.version,
            _version_title(version, zone),
            partial(_version, version, None if whole else _before(versions, n), zone),
        )
        for n, version in enumerate(versions)
    ]


def _article_title(cited: CitedArticle) -> Content:
    citation, current = cited.citation, cited.resolved.current
    if cited.is_stale:
        mark, colour = "■", "$error"
        said = f"modifié, {_version_of(current)}" if current else "abrogé"
    elif cited.resolved.found:
        mark, colour, said = "●", "$success", f"à jour, {_version_of(current)}"
    else:
        mark, colour, said = "▲", "$warning", "introuvable dans les textes importés"
    return Content.assemble(
        (f"{mark} ", colour),
        (f"{citation.text} {citation.article}", "bold"),
        (f"  {said}", "$texte-discret"),
    )


def _article(cited: CitedArticle, side: Callable[[], Side]) -> Content:
    read, current = cited.resolved.read, cited.resolved.current
    parts = _words(read, current, side() if cited.is_stale else Side.CURRENT)
    sentences = "\n".join(f"« {sentence} »" for sentence in cited.sentences)
    nothing = "Aucune phrase ne le nomme : relisez la fiche entière." if cited.is_stale else ""
    if sentences or nothing:
        said = Content.styled(sentences or nothing, "" if sentences else "$texte-discret")
        parts.append(Content.assemble(("Dans la fiche\n", "$primary"), said))
    return Content("\n\n").join(parts)


def _words(read: LegalArticle | None, current: LegalArticle | None, side: Side) -> list[Content]:
    if side is Side.DIFFERENCE and read and current:
        title = f"De la {_version_of(read)} à la {_version_of(current)}\n"
        changed = difference(read.body, current.body)
        return [Content.styled(title, "$primary").append(changed)]
    article = read if side is Side.READ else current
    if article is None:
        gone = "n’est plus en vigueur" if side is not Side.READ else "n’a jamais été importée"
        said = f"{'La version lue' if side is Side.READ else 'L’article'} {gone}."
        return [Content.styled(said, "$texte-discret"), *([Content(read.body)] if read else [])]
    title = f"{article.title} · {_version_of(article)}\n"
    return [Content.styled(title, "$primary").append(article.body or "(sans texte)")]


def _version_of(article: LegalArticle | None) -> str:
    """« version du 24/04/2024 », « version KALIARTI… » where no date is published."""
    if article is None or article.valid_from is None:
        return f"version {article.ident}" if article else "version inconnue"
    return f"version du {french.short_date(article.valid_from)}"


def _call_title(call: Callback, zone: tzinfo) -> Content:
    question = call.question
    answered = question.answered_at or question.received_at
    return Content.assemble(
        (french.short_name(question.member_name) or "sans adhérent", "bold"),
        (f"  {french.short_date(answered.astimezone(zone).date())}", "$texte-discret"),
        f"  {question.contact}" if question.contact else "",
    )


def _call(call: Callback, zone: tzinfo) -> Content:
    question, member = call.question, call.member
    answered = question.answered_at or question.received_at
    who = [question.member_name, f"n° {question.member_number}" if question.member_number else ""]
    reach = [question.contact, member.phone if member else "", member.email if member else ""]
    told = f"{question.reference}, répondue {french.moment(answered, zone)}"
    by = f" par {question.advisor}" if question.advisor else ""
    return Content.assemble(
        (" · ".join(part for part in who if part), "bold"),
        "\n",
        (" · ".join(part for part in reach if part), "$accent"),
        f"\n\n{question.text}\n\n{question.answer}",
        (f"\n\n{told}{by} · {call.text} {call.number}", "$texte-discret"),
    )


def _remark_title(remark: EntryFeedback, zone: tzinfo) -> Content:
    mark, colour = ("●", "$success") if remark.helpful else ("▲", "$warning")
    when = french.short_date(remark.at.astimezone(zone).date()) if remark.at else ""
    style = "$texte-discret" if remark.closed_at else ""
    return Content.assemble(
        (f"{mark} ", colour), (f"{when} {remark.by} : {remark.text or 'sans un mot'}", style)
    )


def _remark(remark: EntryFeedback, zone: tzinfo) -> Content:
    closed = "k : le retour est traité."
    if remark.closed_at:
        day = french.short_date(remark.closed_at.astimezone(zone).date())
        closed = f"Traité le {day} par {remark.closed_by}."
    return Content.assemble(
        remark.text or "sans un mot",
        (f"\n\nÀ propos de la version {remark.version[:7]}. {closed}", "$texte-discret"),
    )


def _version_title(version: EntryVersion, zone: tzinfo) -> Content:
    return Content.assemble((f"{version.version[:7]} ", "$accent"), _about(version, zone))


def _about(version: EntryVersion, zone: tzinfo) -> str:
    when = french.short_date(version.at.astimezone(zone).date()) if version.at else ""
    used = french.plural(version.answers, "réponse") if version.answers else ""
    now = "actuelle" if version.is_current else ""
    parts = (now, when, used, version.author, version.summary)
    return " · ".join(part for part in parts if part)


def _before(versions: Sequence[EntryVersion], index: int) -> str | None:
    return next((v.content for v in versions[index + 1 :] if v.content is not None), None)


def _version(version: EntryVersion, before: str | None, zone: tzinfo) -> Content:
    about = Content.styled(f"{version.version} {_about(version, zone)}\n\n", "$texte-discret")
    if version.content is None:
        return about.append("Le texte de cette version n’a pas été conservé.")
    if before is None:
        return about.append(version.content)
    return about.append(difference(before, version.content))
