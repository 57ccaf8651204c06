"""An article passes when both keys turn: the subject, and a court or authority."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.names import fold
from pipelines.relevance import judge
from pipelines.rules import FOLDER, load_rules
from pipelines.rules.checks import read_file
from rulingwire.models import Article, Relevance

RULES = load_rules()


def judged(title: str, text: str = "") -> Relevance:
    return judge(article(title, text), RULES)


def article(title: str, text: str) -> Article:
    when = datetime(2025, 11, 19, tzinfo=UTC)
    return Article(
        source_id="s", url="", title=title, text=text, byline="", language="und", published_at=when,
        updated_at=None, seen_at=when, form="feed", complete=True, aliases=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Cloudflare liable for manga piracy", "A Tokyo court ruled that the CDN has to pay damages."),
        ("Gericht bestätigt Netzsperre", "Der Provider muss den Zugang zum Streamingdienst sperren, so das Urteil."),
        ("Piratage : Google doit bloquer 19 domaines", "Le tribunal judiciaire de Paris donne raison à Canal+."),
        ("LaLiga: el juez mantiene los bloqueos", "La sentencia confirma el bloqueo de webs pirata."),
        ("Cloudflare perde in tribunale", "Il giudice di Roma ordina di fermare il sito pirata."),
        ("漫画海賊版、CDN事業者に賠償命令", "東京地裁が判決を言い渡した。"),
        ("Justiça manda bloquear sites piratas", "O juiz determinou o bloqueio em todo o país."),
        ("Rechter beveelt blokkade The Pirate Bay", "De rechtbank wijst de vordering toe."),
        ("Bredbandsbolaget måste spärra The Pirate Bay", "En svensk domstol har talat."),
        ("누누티비 운영자 징역 4년", "법원은 저작권 침해를 인정했다."),
        ("Chomikuj przegrywa proces", "Sąd uznał naruszenie praw autorskich."),
        ("Суд заблокировал торрент-трекер", "Мосгорсуд удовлетворил иск издателей."),
        ("Landsretten stadfæster blokering", "Udbyderen skal blokere hjemmesider med ulovlige streams."),
        ("影视网站经营者获刑", "法院认定其未经授权传播影视作品。"),
        ("Korsan yayına hapis", "Mahkeme, sitenin sahibini cezalandırdı."),
    ],
)
def test_a_ruling_on_piracy_passes_in_each_language(title: str, text: str) -> None:
    assert judged(title, text).relevant


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Hachette v. Internet Archive affirmed",
            "The Second Circuit held that controlled digital lending is no fair use.",
        ),
        (
            "YouTube and Cyando",
            "The Court of Justice had to say whether a file-hosting platform communicates to the public.",
        ),
        (
            "LimeWire shuts down",
            "The judge signed a permanent injunction after the file-sharing service lost to the labels.",
        ),
        ("Grokster, twenty years on", "What the Supreme Court said of those who induce copyright infringement."),
        ("Operação 404: 500 sites fora do ar", "A Polícia Civil cumpriu mandados contra a pirataria."),
        ("Agcom multa un fornitore", "Non aveva oscurato i siti pirata segnalati dalle leghe."),
        ("Arcom bloque 90 sites miroirs", "L'autorité vise le streaming illicite."),
        ("Officers raid a seller of IPTV boxes", "They seized servers and cash."),
        ("Polizei hebt illegales IPTV-Netz aus", "Bei der Durchsuchung stellten die Ermittler 30 Server sicher."),
        ("Lawmakers want site blocking", "The bill goes to the Senate in May."),
        ("국회, 저작권법 개정안 통과", "불법 사이트를 긴급 차단할 수 있게 된다."),
        ("Minister signs order against Kim Dotcom", "He is to be extradited over the file-sharing site."),
        ("Section 230 shields review site", "The appeals court threw out the claim over a stranger's post."),
    ],
)
def test_acts_of_other_authorities_and_on_intermediaries_pass(title: str, text: str) -> None:
    assert judged(title, text).relevant


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("New chip doubles frame rates", "The maker showed games on stage. A judge of the contest liked it."),
        ("Court fines airline", "The ruling says refunds came too late. The judge was clear."),
        ("Online piracy grows again", "Visits to pirate sites rose by a tenth, a survey of torrent traffic says."),
        ("Cloudflare buys start-up", "The CDN wants to host models close to its customers."),
        ("Somali pirates before a Hamburg court", "Prosecutors say they hijacked a freighter off the coast."),
        ("Pirate Party wins seats", "The election was close; a court had to confirm the count of votes."),
        ("Telescope finds old galaxy", "Light from it travelled for thirteen billion years."),
        ("Jury: app shop is a monopoly", "The antitrust verdict against Google is a triumph for the game studio."),
        ("Court strikes down net neutrality", "Internet service providers and broadband companies had sued the FCC."),
        ("Jury: streaming box infringes patent", "The court awarded damages for two patents on set-top boxes."),
        (
            "Authors sue chatbot maker",
            "OpenAI is accused of copyright infringement: AI models were trained on novels, the lawsuit says.",
        ),
        ("Singer wins plagiarism case", "The jury found no copyright infringement in the chorus of the song."),
        (
            "Court confirms fine for data breach",
            "Hackers took the files of the internet provider; the GDPR fine stands.",
        ),
        ("Museum returns bronze", "Prosecutors said pirates had looted the statue."),
        ("Detenido un pirata informático", "La policía investiga el robo de datos; el juez decretó prisión."),
        ("La Cassazione: condannato il pirata della strada", "La sentenza è definitiva."),
        ("Piraci drogowi", "Sąd może zabrać auto."),
        ("海賊王の原画展", "漫画の原画が並ぶ。元最高裁判事も訪れた。"),
        ("作家敗訴、盗作認めず", "東京地裁は小説の著作権侵害を認めなかった。"),
        ("", ""),
    ],
)
def test_one_key_alone_does_not_pass(title: str, text: str) -> None:
    assert not judged(title, text).relevant


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Apps taken down", "Civil police in nine states searched homes of people who sell films without permission."),
        ("Popcorn page loses its domain", "Lagmannsretten: folk så film uten å betale på nettstedet."),
        ("Boxes", "Åklagaren: mannen sålde tv-boxar med otillåtna betalkanaler."),
        ("Sentence for shop owner", "A judge in Madrid: he put football matches without rights on a website."),
    ],
)
def test_a_work_nobody_allowed_on_the_net_passes_without_a_word_of_piracy(title: str, text: str) -> None:
    verdict = judged(title, text)
    assert verdict.score == 1
    assert {e.rule for e in verdict.evidence} >= {"relevance:work", "relevance:unlicensed", "relevance:carrier"}


@pytest.mark.parametrize(
    "text",
    [
        "A judge on films without permission.",  # no place on the net
        "A judge on films and a website.",  # nothing forbidden
        "A judge on knives sold without permission on a website.",  # no work
        "Critics on films without permission on a website.",  # no authority
        "A judge spoke. " + "Rain fell. " * 80 + "Films without permission on a website.",  # not what it is about
    ],
)
def test_all_signs_must_stand_in_the_lead_beside_an_authority(text: str) -> None:
    assert not judged("", text).relevant


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("A judge parked the suit of Universal Music against Verizon over thousands of songs.", True),
        ("A judge parked the suit of Universal Music against a landlord over thousands of songs.", False),
        ("A judge parked the suit of a tenant against Verizon over thousands of songs.", False),
    ],
)
def test_a_work_its_owner_and_who_carries_it_pass_together_only(text: str, relevant: bool) -> None:
    assert judged("", text).relevant is relevant


def test_a_word_of_the_title_counts_more() -> None:
    text = "A judge agreed."
    assert judged("Torrent", text).score > judged("", text + " Torrent").score


def test_a_word_after_the_lead_counts_half() -> None:
    early, late = "A judge on piracy. " + "Rain fell. " * 80, "A judge spoke. " + "Rain fell. " * 80 + "Piracy."
    assert (judged("", early).score, judged("", late).score) == (0.67, 0.33)


def test_many_slight_words_never_count_more_than_some() -> None:
    text = "A court on copyright, record labels, film studios, takedowns, ISPs, providers, domains, VPNs and websites"
    assert (
        judged("", text).score
        == judged("", f"{text}, streaming, uploads, downloads, resolvers and search engines").score
    )


@pytest.mark.parametrize("group", ["subject", "court", "against"])
def test_no_word_stands_twice_in_a_list(group: str) -> None:
    content, _ = read_file(FOLDER / "relevance.yml")
    words = [fold(word) for entry in content[group] for word in entry["words"]]
    assert sorted(words) == sorted(set(words))


def test_a_footer_does_not_make_an_article_relevant() -> None:
    assert not judged(
        "New chip", "It is fast.\n\nRelated: court rules against pirate sites and orders site blocking"
    ).relevant


def test_the_words_that_decided_are_shown() -> None:
    verdict = judged("Pirate site blocked", "The court agreed.")
    assert {(e.rule, e.quote) for e in verdict.evidence} == {
        ("relevance:subject", "Pirate site"),
        ("relevance:court", "court"),
    }


def test_saying_a_word_again_adds_nothing() -> None:
    once = judged("", "piracy and a court")
    assert judged("", "piracy and a court. " * 20).score == once.score


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_every_word_shown_stands_in_the_article(text: str) -> None:
    read = article(text, text + " a court on piracy and CDN " + text)
    for e in judge(read, RULES).evidence:
        assert getattr(read, e.field)[e.start : e.end] == e.quote


def test_general_news_is_judged_fast() -> None:
    read = article("Chips", "The maker of the chip says that games render at twice the speed in the new test. " * 30)
    began = time.process_time()
    for _ in range(100):
        judge(read, RULES)
    assert time.process_time() - began < 0.3  # usually about 0.01: a tenth of a millisecond for each
