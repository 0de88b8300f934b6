"""Every page of the product, for what looks at all of them.

`tests/test_accessibility.py` compares these lists with the addresses that are answered.
"""

# What anybody may open.
PLAIN = [
    "/",
    "/commencer",
    "/reprendre",
    "/reprendre/fichier",
    "/reprendre/x",
    "/partage/x",
    "/invitation/x",
    "/espace",
    "/quitter",
    "/methode",
    "/glossaire",
    "/plan-du-site",
    "/evaluations/exemple/resultat",
    "/evaluations/exemple/synthese",
    "/questionnaire",
    "/modeles",
    "/modeles/fiche-seance-type",
    "/confidentialite",
    "/accessibilite",
    "/mentions-legales",
    "/nulle-part",
]

# What one evaluation has, after the address of its board.
OF_AN_EVALUATION = [
    "",
    "/objectifs/1.2",
    "/axes/2",
    "/conditions",
    "/resultat",
    "/plan",
    "/plan?ajouter=2.2.d",
    "/synthese",
    "/dossier",
    "/premier-tour",
    "/saisie/1",
    "/modeles",
    "/modeles/fiche-seance-type",
    "/modifier",
    "/effacer",
    "/cles",
    "/partage",
    "/relais",
    "/relais?feuille=1",
    "/annee-suivante",
]

# What appears in some situations only.
OF_A_CHANGED_CONTENT = ["/changements", "/ancien-resultat"]
OF_A_SECOND_YEAR = ["/comparaison"]
WITH_MAIL = ["/reprendre", "/reprendre/courriel"]

# What answers with a file, leads to another address, speaks to machines, or to developers.
NO_PAGES = {
    "dossier.file",
    "keys.email",
    "lost.opened_again",
    "model_documents.file",
    "pages.health",
    "paper.first",
    "paper.pdf",
    "plan.action",
    "plan.calendar",
    "plan.pdf",
    "savefile.download",
    "static",
    "styles.page",
    "summary.pdf",
    "workspace.table",
}


def name(path: str, of_an_evaluation: bool = False) -> str:
    """A name of a file for this address."""
    words = path.strip("/").translate(str.maketrans("/?=.", "----"))
    return f"evaluation-{words}".rstrip("-") if of_an_evaluation else words or "accueil"
