"""The kinds of pages that are measured: what one asks for, and where the keys come from.

A new kind costs a line: its name, its address with `{}` where the key stands, and a query of the published file that
gives keys. A kind whose first address answers 404 is passed over: not every checkout has every page.
"""

from dataclasses import dataclass

NEW = "(SELECT id FROM articles ORDER BY id DESC LIMIT 400)"
SOME = "% 97 = 0"  # one of a hundred
BIG_PARTY = f"SELECT DISTINCT party_id FROM article_parties WHERE article_id IN {NEW}"
ANY_PARTY = "SELECT id FROM parties WHERE id IN (SELECT party_id FROM article_parties)"
JURISDICTION = "SELECT code FROM jurisdictions WHERE code IN (SELECT jurisdiction FROM article_jurisdictions)"
COURT = "SELECT id FROM courts WHERE id IN (SELECT court_id FROM article_courts)"
PERMALINK = f"SELECT permalink FROM articles WHERE id {SOME}"
STORIED = (
    f"SELECT permalink FROM articles WHERE id IN (SELECT story_id FROM articles WHERE id <> story_id AND id {SOME})"
)
RULING = "SELECT id FROM rulings WHERE NOT confirmed AND articles > 1"
SUBJECT = f"SELECT DISTINCT subject FROM article_subjects WHERE article_id IN {NEW}"
BEFORE = f"SELECT id FROM articles WHERE id {SOME}"
WORD = f"SELECT lower(substr(title, 1, instr(title, ' ') - 1)) FROM articles WHERE id {SOME}"
COMMON = f"SELECT substr(title, -8) FROM articles WHERE id {SOME}"  # its last word, by Zipf's law; words have 8 letters
PAIR = f"""
SELECT t.party_id || '&jurisdiction=' || j.jurisdiction FROM article_parties t
JOIN article_jurisdictions j ON j.article_id = t.article_id WHERE t.article_id {SOME}
"""
LANGUAGE = "SELECT DISTINCT language FROM articles"
SOURCE = "SELECT id FROM sources WHERE id IN (SELECT source_id FROM articles)"
NONE = "SELECT ''"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of page."""

    name: str
    address: str
    keys: str = NONE
    at_most: int = 100  # milliseconds wanted for 95 of 100 requests


# Of the site itself.
OURS = (
    Kind(name="front", address="/"),
    Kind(name="front, older", address="/?before={}", keys=BEFORE),
    Kind(name="rulings", address="/cases"),
    Kind(name="rulings, older", address="/cases?before={}", keys=RULING),
    Kind(name="rulings of a party", address="/cases?party={}", keys=BIG_PARTY),
    Kind(name="rulings of a region", address="/cases?region={}&since=2020", keys="SELECT DISTINCT region FROM regions"),
    Kind(name="rulings, country by country", address="/cases?by=country&subject={}", keys=SUBJECT),
    Kind(name="ruling", address="/ruling/{}", keys=RULING),
    Kind(name="article", address="/article/{}", keys=PERMALINK),
    Kind(name="first report of a story", address="/article/{}", keys=STORIED),
    Kind(name="party in the news", address="/party/{}", keys=BIG_PARTY),
    Kind(name="any party", address="/party/{}", keys=ANY_PARTY),
    Kind(name="jurisdiction", address="/jurisdiction/{}", keys=JURISDICTION),
    Kind(name="court", address="/court/{}", keys=COURT),
    Kind(name="subject", address="/subject/{}", keys=SUBJECT),
    Kind(name="parties", address="/parties"),
    Kind(name="jurisdictions", address="/jurisdictions"),
    Kind(name="courts", address="/courts"),
    Kind(name="subjects", address="/subjects"),
    Kind(name="sources", address="/sources"),
    Kind(name="names", address="/names"),
    Kind(name="dictionary", address="/dictionary"),
    Kind(name="explore", address="/explore", at_most=200),
    Kind(name="explore, rare word", address="/explore?q={}", keys=WORD, at_most=200),
    Kind(name="explore, common word", address="/explore?q={}", keys=COMMON, at_most=200),
    Kind(name="explore, party", address="/explore?party={}", keys=BIG_PARTY, at_most=200),
    Kind(name="explore, party and jurisdiction", address="/explore?party={}", keys=PAIR, at_most=200),
    Kind(name="explore, language", address="/explore?language={}", keys=LANGUAGE, at_most=200),
    Kind(name="explore, source", address="/explore?source={}", keys=SOURCE, at_most=200),
    Kind(name="feed of rulings", address="/feeds/rulings.atom"),
    Kind(name="feed of a party", address="/feeds/rulings.atom?party={}", keys=BIG_PARTY),
    Kind(name="feed of articles", address="/feeds/articles.atom"),
    Kind(name="feed of a search", address="/feeds/articles.json?q={}", keys=WORD),
    Kind(name="feed of changes", address="/feeds/changes.atom"),
    Kind(name="feed of sources", address="/feeds/sources.atom"),
    Kind(name="feed of a ruling", address="/feeds/ruling/{}.atom", keys=RULING),
    Kind(name="query: search", address="/rulings/search?words={}&party=&jurisdiction=&source=", keys=WORD),
    Kind(name="query: stories of a party", address="/rulings/party_stories?party={}", keys=BIG_PARTY),
    Kind(name="query: record of a party", address="/rulings/party_record?party={}", keys=ANY_PARTY, at_most=1000),
    Kind(name="query: sums of a ruling", address="/rulings/sums_told.json?ruling={}", keys=RULING),
)

# Tables as Datasette shows them, ours beside a plain `datasette serve -i`.
STOCK = (
    Kind(name="database", address="/rulings", at_most=250),
    Kind(name="articles, three facets", address="/rulings/articles?_next={}", keys=BEFORE, at_most=250),
    Kind(name="articles in part, three facets", address="/rulings/articles?id__lt={}", keys=BEFORE, at_most=250),
    Kind(
        name="articles, three facets asked",
        address="/rulings/articles?_facet=source_id&_facet=language&_facet=month&_nosuggest=1",
        at_most=250,
    ),
    Kind(name="articles, search and facets", address="/rulings/articles?_search={}", keys=WORD, at_most=250),
    Kind(name="article_parties of one", address="/rulings/article_parties?party_id={}", keys=BIG_PARTY, at_most=250),
    Kind(name="rulings, three facets", address="/rulings/rulings?decided_on__gt=2015", at_most=250),
    Kind(name="row", address="/rulings/articles/{}.json", keys=BEFORE, at_most=250),
)
