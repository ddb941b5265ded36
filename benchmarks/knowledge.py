"""How long the knowledge base takes to load and to verify, on the entries that ship and on 2,000.

    python benchmarks/knowledge.py [--textes DOSSIER] [--fiches 2000]

Times are printed in seconds, in seconds of processor (what a machine busy with other work spends
on this), and as ratios to reading and hashing the same files in this very run, so that they compare
between machines. « après une retouche » is what the workshop does when an editor saves an entry.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from teleconseil.kb.library import Library
from teleconseil.kb.lint import Verifier, verify
from teleconseil.kb.texts import TextLibrary
from teleconseil.paths import packaged_knowledge_base

TODAY = date(2026, 11, 23)
_WORDS = (
    "absence accord accueil adhérent agrément ancienneté annexe arrêt article "
    "astreinte avenant budget cadre calcul certificat classement comité congé contrat "
    "convention coupure cycle délai dimanche directeur durée échéance éducateur "
    "effectif employeur entretien établissement faute forfait formation grève horaire "
    "indemnité internat licenciement maladie médecin mission nuit paie période "
    "planning poste préavis prime recours reprise repos retraite rupture salaire "
    "semaine service stage syndicat tarif temps transfert trimestre usager visite "
).split()


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        generated = Path(folder)
        generate(generated / "generees", options.fiches)
        texts = TextLibrary(options.textes) if options.textes else None
        print(f"{'':<36}{'fiches':>8}{'secondes':>10}{'processeur':>12}{'rapport':>9}")
        shipped = generated / "livrees"
        shutil.copytree(packaged_knowledge_base(), shipped)
        for label, where in (("livrées", shipped), ("générées", generated / "generees")):
            _measure(label, where, texts)


def generate(folder: Path, count: int, seed: int = 66) -> None:
    """Write ``count`` entries of about the size of those that ship, all different."""
    chance = random.Random(seed)
    home = folder / "affaires-sociales"
    home.mkdir(parents=True)
    for number in range(count):
        (home / f"fiche-{number:05d}.md").write_text(_entry(number, chance), encoding="utf-8")


def _entry(number: int, chance: random.Random) -> str:
    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count))

    details = "\n".join(
        f"- **{words(2)}**\u00a0: {words(18)}. {words(15).capitalize()}." for _ in range(9)
    )
    checks = "\n".join(f"- {words(9).capitalize()}\u202f?" for _ in range(4))
    return f"""---
titre: "{words(9).capitalize()} ({number})"
type: reponse
pole: affaires-sociales
themes: [conges-payes/acquisition]
convention: [ccn66, droit-commun]
mots_cles: [{", ".join(chance.choices(_WORDS, k=10))}]
sources:
  - {{texte: code-travail, article: L3141-3, version: 2016-08-10, id: LEGIARTI000033020826}}
  - {{texte: code-travail, article: L3141-5, version: 2025-12-24, id: LEGIARTI000053153300}}
  - {{texte: ccn66, article: "22", id: KALIARTI000005863134}}
etat: publiee
redigee_par: Une équipe
validee_par: Une autre
verifiee_le: 2026-11-23
a_revoir_le: 2027-05-23
---

**En bref** — {words(14).capitalize()} ouvre 2,5 jours. {words(16).capitalize()}.

## Détail

{details}

## À vérifier avec l’adhérent

{checks}

## Sources

- Code du travail, [L3141-3](https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000033020826)
"""


def _measure(label: str, folder: Path, texts: TextLibrary | None) -> None:
    base, _ = _median(lambda: _read_all(folder))
    cache = folder / ".cache"
    library = Library(folder, cache_dir=cache)
    first = _timed(library.load)
    count = len(library.snapshot.entries)
    verifier = Verifier()

    def again() -> object:
        return verifier.verify(library.snapshot, texts, (), TODAY)

    def after_a_touch() -> object:
        _touch(folder)
        library.refresh()
        return again()

    again()
    steps: list[tuple[str, Callable[[], object]]] = [
        ("lire et hacher les fichiers", lambda: _read_all(folder)),
        ("charger au démarrage", lambda: Library(folder, cache_dir=cache).load()),
        ("surveiller (rien n’a changé)", library.refresh),
        ("vérifier", lambda: verify(library, texts, (), TODAY)),
        ("vérifier après une retouche", after_a_touch),
    ]
    measured = [("premier chargement", first), *((name, _median(step)) for name, step in steps)]
    for name, (seconds, processor) in measured:
        line = f"{label + ', ' + name:<36}{count:>8}{seconds:>10.3f}{processor:>12.3f}"
        print(f"{line}{seconds / base:>9.1f}")


def _touch(folder: Path) -> None:
    """Save one entry with a word more."""
    file = next(folder.rglob("*/*.md"))
    file.write_text(file.read_text(encoding="utf-8") + "\nEt.\n", encoding="utf-8")


def _read_all(folder: Path) -> int:
    return sum(len(hashlib.sha256(path.read_bytes()).digest()) for path in folder.rglob("*.md"))


def _median(step: Callable[[], object], rounds: int = 3) -> tuple[float, float]:
    """Seconds, and seconds of processor."""
    times = [_timed(step) for _ in range(rounds)]
    return statistics.median(t for t, _ in times), statistics.median(t for _, t in times)


def _timed(step: Callable[[], object]) -> tuple[float, float]:
    start, busy = time.perf_counter(), time.process_time()
    step()
    return time.perf_counter() - start, time.process_time() - busy


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--textes", type=Path, help="dossier des textes importés")
    parser.add_argument("--fiches", type=int, default=2000, help="nombre de fiches générées")
    return parser.parse_args()


if __name__ == "__main__":
    main()
