"""Words of asking: they tell that a question is put, hardly ever what it is about."""

ASKING = frozenset(
    """
    quel quels quelle quelles quoi comment combien quand pourquoi ou faut falloir doit doivent peut
    peuvent puis pouvons pouvoir devons devoir dois est etre etes sommes ai as avoir avons avez ont
    avait aurait serait sera fait faire font fais il elle existe existent y possible obligatoirement
    cas selon quid svp merci bonjour bonsoir stp question questions savoir veut veux voudrait
    voudrais souhaite souhaitons demande demander concernant sujet propos rapport niveau alors donc
    si oui non ne pas plus comme aussi ca cela celui celle ceux lequel laquelle lesquels
    lesquelles dont lors deja encore toujours tout tous toute toutes meme autre autres certain
    certains certaine certaines quelque quelques chaque aucun aucune tres bien peu beaucoup trop
    moins pendant apres avant depuis entre afin ainsi car mais lorsque quant
    """.split()
)
