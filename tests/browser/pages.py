"""The kinds of page there are: a line each, with a query that finds one of the kind in the corpus at hand."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: `address` holds {} where `key`, a query, answers with the key of one."""

    name: str
    address: str
    key: str = ""
    status: int = 200

    def path(self, corpus) -> str:
        """The address of one page of this kind in a corpus."""
        if not self.key:
            return self.address
        found = corpus.execute(self.key).fetchone()
        assert found, f"the demo holds nothing for the page kind {self.name!r}"
        return self.address.format(quote(str(found[0]), safe=""))


OURS = (
    Kind("front", "/"),
    Kind("explore with words and a facet", "/explore?q=Cloudflare&jurisdiction=JP"),
    Kind("explore without a hit", "/explore?q=nowhereatall"),
    Kind("overview", "/explore/overview"),
    Kind("cases", "/cases"),
    Kind("cases country by country", "/cases?party=cloudflare&by=country"),
    Kind("ruling", "/ruling/{}", "SELECT id FROM rulings WHERE confirmed ORDER BY articles DESC"),
    Kind("candidate", "/ruling/{}", "SELECT id FROM rulings WHERE NOT confirmed"),
    Kind("article", "/article/{}", "SELECT permalink FROM articles WHERE relevant AND language = 'en'"),
    Kind(
        "article with edits",
        "/article/{}",
        "SELECT permalink FROM articles JOIN edit_changes ON article_id = id GROUP BY id ORDER BY count(*) DESC",
    ),
    Kind("article in Japanese", "/article/{}", "SELECT permalink FROM articles WHERE language = 'ja'"),
    Kind("article in Arabic", "/article/{}", "SELECT permalink FROM articles WHERE language = 'ar'"),
    Kind("court's entry", "/article/{}", "SELECT permalink FROM articles JOIN decisions ON article_id = id"),
    Kind("party", "/party/cloudflare"),
    Kind("jurisdiction", "/jurisdiction/JP"),
    Kind("court", "/court/{}", "SELECT court_id FROM article_courts GROUP BY 1 ORDER BY count(*) DESC"),
    Kind("subject", "/subject/{}", "SELECT subject FROM article_subjects GROUP BY 1 ORDER BY count(*) DESC"),
    Kind("list of parties", "/parties"),
    Kind("list of subjects", "/subjects"),
    Kind("sources", "/sources"),
    Kind("source", "/source/{}", "SELECT source_id FROM sightings GROUP BY 1 ORDER BY count(*) DESC"),
    Kind("source in trouble", "/source/{}", "SELECT source_id FROM source_states WHERE failures"),
    Kind("dictionary", "/dictionary"),
    Kind("questions", "/questions"),
    Kind("question with its answer", "/questions/party_record?party=cloudflare"),
    Kind("names", "/names"),
    Kind("names with their answer", "/names?names=Cloudflare%0AKodansha%0ANobody+at+all"),
    Kind("feeds", "/feeds"),
    Kind("exports", "/exports"),
    Kind("unknown page of ours", "/party/nobody", status=404),
)
STOCK = (
    Kind("database", "/rulings"),
    Kind("table", "/rulings/articles?_size=8"),
    Kind("table with a filter", "/rulings/articles?language=ja&_search=Cloudflare&_size=8"),
    Kind("row", "/rulings/articles/{}", "SELECT id FROM articles"),
    Kind("SQL", "/rulings?sql=select+id,+title+from+articles+where+language+=+:language&language=ja"),
    Kind("wrong SQL", "/rulings?sql=select+nothing", status=400),
    Kind("canned query", "/rulings/evidence?permalink={}", "SELECT permalink FROM articles WHERE relevant"),
    Kind("unknown address", "/nothing/of/the/kind", status=404),
)


def by_name(kind: Kind) -> str:
    """What a test about a kind is called."""
    return kind.name
