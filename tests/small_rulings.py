"""The rulings of the small corpus: a known one told by two articles, its appeal, and one that nobody has checked."""

from typing import Any

from sqlite_utils import Database

from rulingwire.vocabulary import LISTS

KNOWN, APPEAL, CANDIDATE = "jp-tokyo-2025-kodansha", "jp-high-2027-kodansha", "story-tokyo-2"
NAME = "Kodansha and others v. Cloudflare"
AWARD, DOLLARS, CLAIM = "JPY 500000000", "USD 3200000", "JPY 3600000000"


def fill_rulings(db: Database) -> None:
    """Write the rulings and what the articles 1 and 2 say of them."""
    words = [{"list": name, "word": word, "meaning": told} for name, ws in LISTS.items() for word, told in ws.items()]
    db["vocabulary"].insert_all(words)
    decided = "2025-11-19"
    _ruling(db, KNOWN, name=NAME, decided_on=decided, filed_on="2022-02", articles=2, stories=1, newest_id=2)
    _ruling(db, APPEAL, name=f"{NAME} (appeal)", decided_on="2027-03-01", outcome="affirmed", appeals_from=KNOWN)
    _ruling(db, CANDIDATE, name="Doe v. Cloudflare", case_id=CANDIDATE, confirmed=0, court_id=None, articles=1)
    parties = [("plaintiff", "kodansha", ""), ("plaintiff", None, "Shonen Books"), ("defendant", "cloudflare", "")]
    names = ("ruling_id", "position", "role", "party_id", "name")
    db["ruling_parties"].insert_all(dict(zip(names, (KNOWN, at, *one), strict=True)) for at, one in enumerate(parties))
    db["ruling_parties"].insert(dict(zip(names, (CANDIDATE, 1, "defendant", "cloudflare", ""), strict=True)))
    db["ruling_numbers"].insert({"ruling_id": KNOWN, "kind": "docket", "number": "令和4年(ワ)第1号"})
    db["ruling_sources"].insert({"ruling_id": KNOWN, "url": "https://court.example/tokyo"})
    _articles(db)
    _claims(db)
    _sums(db)


def _ruling(db: Database, key: str, **values: Any) -> None:
    row = {"id": key, "confirmed": 1, "case_id": KNOWN, "jurisdiction": "JP", "court_id": "jp-tokyo-district"}
    row |= {"decided_on": "", "filed_on": "", "stage": "first-instance", "outcome": "liable", "subject": "cdn, manga"}
    row |= {"says": "", "appeals_from": "", "articles": 0, "stories": 0, "newest_id": None, "rules_version": "1"}
    db["rulings"].insert(row | values)
    db["ruling_subjects"].insert_all({"ruling_id": key, "subject": subject} for subject in ("cdn", "manga"))


def _articles(db: Database) -> None:
    names = ("article_id", "ruling_id", "is_primary", "how", "certainty", "words")
    for row in (
        (1, KNOWN, 1, "parties", "likely", "Kodansha had sued Cloudflare"),
        (2, KNOWN, 1, "story", "likely", ""),
        (2, CANDIDATE, 0, "story", "candidate", ""),
    ):
        db["ruling_articles"].insert(dict(zip(names, row, strict=True)))
    said = {"step": "appeal-announced", "party_id": "cloudflare", "printed": "Cloudflare said it would appeal"}
    db["article_steps"].insert({"article_id": 1, **said})


def _claims(db: Database) -> None:
    names = ("ruling_id", "field", "value", "article_id", "quote", "rule")
    for field, value, article, quote in (
        ("court", "jp-tokyo-district", 1, "Tokyo District Court"),
        ("court", "jp-tokyo-district", 2, "a Tokyo court"),
        ("outcome", "liable", 1, "holds Cloudflare liable"),
        ("outcome", "damages-awarded", 2, "has to pay"),
        ("works", "4000", 1, "4,000 works"),
        ("party", "cloudflare defendant lost", 1, "had sued Cloudflare"),
        ("party", "cloudflare defendant", 2, "against Cloudflare"),
    ):
        db["ruling_claims"].insert(dict(zip(names, (KNOWN, field, value, article, quote, "r"), strict=True)))


def _sums(db: Database) -> None:
    names = ("kind", "currency", "amount", "usd", "usd_year", "printed", "article_id", "quote", "conversion_of")
    told = (
        ("damages-awarded", "JPY", 500_900_928, 3_348_971.16, 2025, "", None, "", ""),
        ("damages-claimed", "JPY", 3.6e9, 24_069_223.09, 2025, "3.6 billion yen", 1, "asked for 3.6 billion", ""),
        ("damages-awarded", "JPY", 5e8, 3_342_947.65, 2025, "500 million yen", 1, "about 500 million yen", ""),
        ("damages-awarded", "USD", 3.2e6, 3.2e6, 2025, "$3.2 million", 1, "roughly $3.2 million", AWARD),
        ("damages-awarded", "JPY", 5e8, 3_342_947.65, 2025, "500 million yen", 2, "The sum is 500 million yen", ""),
        ("costs", "JPY", 12_000, None, None, "12,000 yen", 2, "costs of 12,000 yen", ""),
    )
    for position, row in enumerate(told, 1):
        values = dict(zip(names, row, strict=True))
        db["ruling_sums"].insert({"ruling_id": KNOWN, "position": position, "rule": "r", **values})
