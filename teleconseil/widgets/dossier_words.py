"""An entry's dossier in words: its state, its problems, the articles it leans on, its versions."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from teleconseil import french
from teleconseil.desk.workshop import Dossier
from teleconseil.kb.model import Entry, Problem
from teleconseil.widgets.entry_columns import COLOURS, glyph, moved, why

_ERROR = "erreur"


def preview(dossier: Dossier, told: int) -> Content:
    """Who and when, then why it waits: as many lines as there are reasons."""
    lines = [Content.styled(_people(dossier), "$texte-discret")]
    for stale in dossier.stale:
        lines.append(Content.styled(f"■ {stale.citation.text} {moved(stale)}", "$error"))
    if told:
        lines.append(Content.styled(f"☎ {french.plural(told, 'réponse')} à corriger", "$accent"))
    lines += [problem_line(problem) for problem in dossier.problems if _is_new(problem, dossier)]
    lines += [
        Content.styled(f"{remark.by} : « {remark.text or 'sans un mot'} »", "$accent")
        for remark in dossier.remarks
    ]
    return Content("\n").join(lines)


def heading(dossier: Dossier) -> Content:
    """Title, state, who wrote and verified it."""
    entry = dossier.entry
    if dossier.is_beside:
        found = why(dossier) or Content.styled("aucune faute", "$success")
        return Content.assemble((dossier.title, "bold"), "\n", glyph(dossier), " ", found)
    if entry is None:
        return Content.assemble((dossier.title, "bold"), "\n", ("× fichier illisible", "$error"))
    state = dossier.freshness
    return Content.assemble(
        (entry.title, "bold"),
        "\n",
        glyph(dossier),
        (f" {state.label}", COLOURS[state]),
        (f" · {entry.state.label} · {_people(dossier)}", "$texte-discret"),
    )


def problem_line(problem: Problem) -> Content:
    """« ■ ligne 12 : … »."""
    grave = problem.severity == _ERROR
    mark, colour = ("■", "$error") if grave else ("▲", "$warning")
    return Content.assemble(
        (f"{mark} ", colour), (f"ligne {problem.line} : ", "$texte-discret"), problem.message
    )


def problem_detail(problem: Problem) -> Content:
    """Where it is and how to mend it."""
    place = f"{problem.path}, ligne {problem.line}, colonne {problem.column}"
    return Content.assemble(
        problem.message,
        "\n",
        (problem.remedy, "bold"),
        (f"\n\n{problem.severity}, règle « {problem.rule} »\n{place}", "$texte-discret"),
    )


def _people(dossier: Dossier) -> str:
    entry = dossier.entry
    if entry is None:
        return str(dossier.path)
    parts = [
        f"écrite par {entry.written_by}" if entry.written_by else "",
        f"validée par {entry.validated_by}" if entry.validated_by else "",
        f"vérifiée le {french.short_date(entry.verified_on)}" if entry.verified_on else "",
        f"à revoir le {french.short_date(entry.review_on)}" if entry.review_on else "",
        *_readings(entry),
    ]
    return " · ".join(part for part in parts if part)


def _readings(entry: Entry) -> Iterable[str]:
    """The last reading that the trace tells of."""
    trace = entry.extra.get("relectures")
    last = trace[-1] if isinstance(trace, list) and trace else None
    if isinstance(last, dict) and last.get("par"):
        yield f"relue par {last['par']}"


def _is_new(problem: Problem, dossier: Dossier) -> bool:
    """The articles that moved are said already."""
    return not (dossier.stale and problem.rule in ("citation-perimee", "citation-abrogee"))
