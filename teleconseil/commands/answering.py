"""What can be done while an answer is written, during a call or on its own question."""

from __future__ import annotations

from teleconseil.commands.command import Command


class SaveAnswered(Command):
    name, keys, title = "repondu", "ctrl+s", "Enregistrer comme répondue"
    label = "Répondu"
    help = "Avec la durée, le pôle, le thème et la version de la fiche utilisée."


class UseEntry(Command):
    name, keys, title = "utiliser", "ctrl+l", "Utiliser la fiche ou l’article choisi"
    label = "Utiliser"
    help = "Sa réponse est reprise, sa version exacte est retenue."


class NextField(Command):
    name, keys, title = "champ_suivant", "f10", "Champ suivant à remplir dans la lettre"
    label = "Champ suivant"
    help = "Il est choisi : ce que vous tapez prend sa place."
    priority = True


class CopyAnswer(Command):
    name, keys, title = "copier_reponse", "alt+c", "Copier la réponse, pour un courriel"
    help = "Ce qui reste à remplir est dit."
    priority = True


class ReadEntry(Command):
    name, keys, title = "lire", "ctrl+o", "Lire en entier ce qui est choisi"
    help = "À la fin d’un champ, Ctrl+→ fait de même."
