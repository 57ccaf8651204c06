"""Which courts and jurisdictions a sentence names, in the languages we read; and what must not be taken for one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.courts import COURT, Numbered, find_courts, find_seats
from pipelines.passages import Passage, Proof, passages
from pipelines.rules import load_rules
from pipelines.tag import tag
from rulingwire.models import Article, Tag

RULES = load_rules()

# language, sentence, ids of the courts, codes of the jurisdictions: all of them, and no others
SENTENCES = [
    # --- English: courts by name
    ("en", "TOKYO DISTRICT COURT ORDERS CDN TO PAY MANGA HOUSES", "jp-dc-tokyo", "JP"),
    ("en", "A ruling of the Bochum Regional Court was upheld on appeal in Hamm.", "de-lg-bochum", "DE"),
    ("en", "The labels filed in the U.S. District Court in Brooklyn.", "us-nyed", "US"),
    ("en", "The Second Circuit reversed the Southern District of New York.", "us-ca2 us-nysd", "US"),
    ("en", "The California Supreme Court declined to hear the host.", "us-casc", "US"),
    ("en", "He was jailed at Leeds Crown Court for selling IPTV boxes.", "gb-crown-leeds", "GB"),
    ("en", "The seller was sentenced at the Old Bailey.", "gb-ccc", "GB"),
    ("en", "The Paris Court of Appeal upheld the Paris Judicial Court.", "fr-ca-paris fr-tj-paris", "FR"),
    ("en", "Barcelona's Commercial Court No. 6 refused to lift the blocks.", "es-jm-bcn-6", "ES"),
    ("en", "Spain's High Court suspended the ban on the messenger.", "es-an", "ES"),
    ("en", "The Punjab and Haryana High Court issued notice.", "in-hc-punjab", "IN"),
    ("en", "The Supreme Court of New South Wales heard the motion.", "au-nswsc", "AU"),
    ("en", "The Federal Circuit and Family Court of Australia has a small claims list.", "au-fcfcoa", "AU"),
    ("en", "Brazil's Superior Court of Justice sided with the platform.", "br-stj", "BR"),
    ("en", "The Council of State, Italy's top administrative court, rejected the appeal.", "it-cds", "IT"),
    ("en", "Beijing High People's Court published guidance on cloud hosts.", "cn-beijing-high-peoples-court", "CN"),
    ("en", "The Yokohama District Court gave the uploader a suspended sentence.", "jp-dc-yokohama", "JP"),
    ("en", "The German Federal Constitutional Court did not accept the complaint.", "de-bverfg", "DE"),
    # --- English: a shared name and what tells it apart
    ("en", "Nine justices heard Cox v. Sony, and the Supreme Court reversed.", "us-scotus", "US"),
    ("en", "The Supreme Court said the First Amendment does not protect it.", "us-scotus", "US"),
    ("en", "Justice Clarence Thomas wrote for the Supreme Court.", "us-scotus", "US"),
    ("en", "The Supreme Court agreed to hear the provider.", "", ""),
    ("en", "The Court of Appeal allowed the appeal in part.", "", ""),
    ("en", "The Delhi High Court granted it; the Supreme Court of India refused a stay.", "in-hc-delhi in-sc", "IN"),
    ("en", "In Ireland, the High Court ordered five providers to act.", "ie-hc", "IE"),
    ("en", "A Kenyan tribunal had refused it, but the High Court granted the order.", "ke-hc", "KE"),
    ("en", "The Federal Court in Australia extended the block.", "au-fca", "AU"),
    ("en", "The High Court was told that Indian viewers had moved to mirror sites.", "", ""),
    # --- English: a court that no name tells
    ("en", "A Tokyo court ordered the firm to pay.", "", "JP"),
    ("en", "The Paris court will rule in June.", "", "FR"),
    ("en", "A court in Hamburg found that the resolver must block.", "", "DE"),
    ("en", "A federal judge in Brooklyn refused to dismiss the case.", "", "US"),
    ("en", "U.S. District Judge Ann Example denied the motion.", "", "US"),
    ("en", "A federal judge threw out the verdict.", "", "US"),
    ("en", "An Argentine federal judge ordered the takedown.", "", "AR"),
    ("en", "The appeals court in The Hague agreed.", "", "NL"),
    ("en", "Courts in Italy, Spain and France have issued similar orders.", "", "ES FR IT"),
    ("en", "Spanish and Portuguese police took the service down.", "", "ES PT"),
    ("en", "Two men were sentenced in Vietnam for running the site.", "", "VN"),
    ("en", "The administrator was arrested in the Netherlands last spring.", "", "NL"),
    ("en", "A judge in Yemen sentenced the men.", "", "YE"),
    # --- English: authorities, laws and acts of state
    ("en", "Kenyan lawmakers want providers to police the network.", "", "KE"),
    ("en", "Denmark's parliament passed the bill.", "", "DK"),
    ("en", "The Italian communications regulator raised the fine.", "", "IT"),
    ("en", "Spain's markets regulator CNMC opened a file.", "", "ES"),
    ("en", "The FBI seized the domain.", "", "US"),
    ("en", "Officers of Europol coordinated the raids.", "", "EU"),
    ("en", "The Digital Services Act sets the standard.", "", "EU"),
    ("en", "Under 17 U.S.C. § 512 a host must act on notice.", "", "US"),
    ("en", "The order rests on section 97A of the Copyright, Designs and Patents Act.", "", "GB"),
    ("en", "The blocking order rests on section 115A of the Copyright Act.", "", "AU"),
    ("en", "Brazil blocks 535 sites in a new wave", "", "BR"),
    ("en", "Italy fines Cloudflare 14 million euros", "", "IT"),
    ("en", "Russia has blocked another VPN service", "", "RU"),
    ("en", "US indicts three over pirate app", "", "US"),
    # --- English: none
    ("en", "Japan's Kadokawa and Germany's GEMA welcomed it.", "", ""),
    ("en", "A Swiss resolver, a Russian tracker and a US network operator were named.", "", ""),
    ("en", "Barcelona orders a new striker and Madrid blocks the transfer.", "", ""),
    ("en", "Users in Italy and Spain could not reach the site.", "", ""),
    ("en", "BREIN and the Dutch publishers thanked the court.", "", ""),
    ("en", "The Italian jailed over the leak is 34.", "", ""),
    ("en", "The tennis club in Paris has a new court.", "", ""),
    ("en", "Nice work, said the judge.", "", ""),
    ("en", "Judge Holland and Justice French spoke about tennis.", "", ""),
    ("en", "A Milan court and an Amsterdam court disagreed.", "", "IT NL"),
    ("en", "Searches were carried out in Spain, Malta and Romania on Tuesday.", "", "ES MT RO"),
    ("en", "Victims lost US$500 million; officials kept quiet.", "", ""),
    # --- German
    ("de", "Das Urteil des Landgerichts Köln ist nicht rechtskräftig.", "de-lg-koeln", "DE"),
    ("de", "Das Kölner Landgericht gab der Klage statt, das Kölner OLG hob sie auf.", "de-lg-koeln de-olg-koeln", "DE"),
    ("de", "Das LG Bochum verneinte eine Haftung, anders das OLG Hamm.", "de-lg-bochum de-olg-hamm", "DE"),
    ("de", "Vor dem Münchner Oberlandesgericht scheiterte der Hoster.", "de-olg-muenchen", "DE"),
    ("de", "Das Amtsgericht Charlottenburg verurteilte den Anschlussinhaber.", "de-ag-generic", "DE"),
    ("de", "Der BGH legte die Frage dem EuGH vor.", "de-bgh eu-cjeu", "DE EU"),
    ("de", "Das Verwaltungsgericht Köln wies den Eilantrag der Bundesnetzagentur ab.", "de-vg-koeln", "DE"),
    ("de", "Der Oberste Gerichtshof der USA hob das Urteil auf.", "us-scotus", "US"),
    ("de", "In Österreich hat der Oberste Gerichtshof die Sperre bestätigt.", "at-ogh", "AT"),
    ("de", "Das Schweizer Bundesgericht sah keine Rechtsgrundlage.", "ch-bger", "CH"),
    ("de", "Gerichte in Italien hatten anders entschieden.", "", "IT"),
    ("de", "Ein Pariser Gericht verpflichtete die DNS-Anbieter.", "", "FR"),
    ("de", "Der Betreiber wurde in Spanien festgenommen.", "", "ES"),
    ("de", "Italien verhängt Millionenstrafe gegen CDN-Anbieter", "", "IT"),
    ("de", "Der Schweizer Dienst und die amerikanische Firma legten Berufung ein.", "", ""),
    ("de", "Die Kölner Firma lieferte nach Hamburg.", "", ""),
    ("de", "Der Londoner High Court verpflichtete die Provider.", "gb-ewhc", "GB"),
    ("de", "Das Bezirksgericht Den Haag wies die Klage ab.", "nl-rb-denhaag", "NL"),
    # --- French
    ("fr", "Le tribunal judiciaire de Paris a ordonné le blocage.", "fr-tj-paris", "FR"),
    ("fr", "Le tribunal judiciaire de Bordeaux s'est prononcé vendredi.", "fr-tj-bordeaux", "FR"),
    ("fr", "Le TJ de Paris a condamné les fournisseurs de VPN.", "fr-tj-paris", "FR"),
    ("fr", "La cour d'appel de Versailles a infirmé le jugement.", "fr-ca-versailles", "FR"),
    ("fr", "Le tribunal correctionnel d'Aix-en-Provence l'a relaxé.", "fr-tj-aix", "FR"),
    ("fr", "Saisie par l'Arcom, la Cour de cassation a rejeté le pourvoi.", "fr-cass", "FR"),
    ("fr", "La Cour de cassation belge a cassé l'arrêt.", "be-cass", "BE"),
    ("fr", "Le tribunal de l'entreprise francophone de Bruxelles a étendu la mesure.", "be-ent-bxl-fr", "BE"),
    ("fr", "La Cour suprême des États-Unis a donné raison au fournisseur.", "us-scotus", "US"),
    ("fr", "Un juge fédéral américain a rejeté la demande.", "", "US"),
    ("fr", "La justice italienne impose le blocage.", "", "IT"),
    ("fr", "Au Royaume-Uni, un tribunal avait tranché dans le même sens.", "", "GB"),
    ("fr", "L'Espagne bloque des milliers d'adresses IP", "", "ES"),
    ("fr", "La demande se fonde sur l'article L. 333-10 du code du sport.", "", "FR"),
    ("fr", "Le fournisseur suisse et le groupe américain ont fait appel.", "", ""),
    ("fr", "La Cour de cassation a rejeté le pourvoi.", "", ""),
    ("fr", "Un tribunal de Tokyo condamne Cloudflare.", "", "JP"),
    ("fr", "La Haute Cour de Delhi a ordonné le blocage de Sci-Hub.", "in-hc-delhi", "IN"),
    # --- Spanish
    ("es", "El Juzgado de lo Mercantil n.º 9 de Barcelona rechazó la nulidad.", "es-jm-bcn-9", "ES"),
    ("es", "El juzgado de lo mercantil número 6 de Barcelona autorizó los bloqueos.", "es-jm-bcn-6", "ES"),
    ("es", "La Audiencia Provincial de Sevilla confirmó la condena.", "es-ap-sevilla", "ES"),
    ("es", "LaLiga recurrió ante el Tribunal Supremo tras el fallo de la Audiencia Nacional.", "es-an es-ts", "ES"),
    ("es", "El Tribunal Supremo de Estados Unidos dio la razón a la operadora.", "us-scotus", "US"),
    ("es", "La Corte Suprema de Chile acogió el recurso.", "cl-cs", "CL"),
    ("es", "Un tribunal argentino ordenó bloquear la aplicación.", "", "AR"),
    ("es", "La justicia francesa obliga a bloquear los DNS.", "", "FR"),
    ("es", "La policía española detuvo a tres personas.", "", "ES"),
    ("es", "Un juez federal de Nueva York desestimó la demanda.", "", "US"),
    ("es", "Italia multa a la empresa con 14 millones", "", "IT"),
    ("es", "La demanda invoca la Ley 34/2002.", "", "ES"),
    ("es", "El Tribunal Supremo decidirá mañana.", "", ""),
    ("es", "La empresa española vende en Francia e Italia.", "", ""),
    # --- Italian
    ("it", "Il Tribunale di Milano ha ordinato il blocco.", "it-trib-milano", "IT"),
    ("it", "La Corte d'Appello di Torino ha riformato la sentenza.", "it-ca-torino", "IT"),
    ("it", "Il Tar Lazio ha respinto il ricorso contro la delibera Agcom.", "it-tar-lazio", "IT"),
    ("it", "La Cassazione ha confermato la condanna.", "it-cass", "IT"),
    ("it", "La Corte Suprema degli Stati Uniti ha ribaltato il verdetto.", "us-scotus", "US"),
    ("it", "Un tribunale spagnolo ha autorizzato i blocchi.", "", "ES"),
    ("it", "In Francia un giudice aveva deciso diversamente.", "", "FR"),
    ("it", "La società italiana ha uffici a Milano e a Roma.", "", ""),
    ("it", "Il Tribunale di Stoccolma aveva condannato i gestori.", "se-sthlm-tr", "SE"),
    # --- Dutch
    ("nl", "De rechtbank Midden-Nederland wees de vordering toe.", "nl-rb-mnl", "NL"),
    ("nl", "De rechtbank in Amsterdam stelde BREIN in het gelijk.", "nl-rb-amsterdam", "NL"),
    ("nl", "Volgens het gerechtshof Den Bosch is er geen inbreuk.", "nl-hof-denbosch", "NL"),
    ("nl", "De Hoge Raad stelde vragen aan het Hof in Luxemburg.", "nl-hr", "EU NL"),
    ("nl", "De ondernemingsrechtbank in Antwerpen legde een dwangsom op.", "be-ent-antw", "BE"),
    ("nl", "Het Amerikaanse Hooggerechtshof draaide het vonnis terug.", "us-scotus", "US"),
    ("nl", "Een Duitse rechter oordeelde anders.", "", "DE"),
    ("nl", "Het Nederlandse bedrijf verhuisde naar Amsterdam.", "", ""),
    # --- Portuguese
    ("pt", "O TJSP manteve a condenação da plataforma.", "br-tjsp", "BR"),
    ("pt", "O STF julgou o artigo 19 do Marco Civil da Internet.", "br-stf", "BR"),
    ("pt", "O Tribunal da Relação do Porto confirmou a sentença.", "pt-trp", "PT"),
    ("pt", "O Tribunal de Justiça de Minas Gerais negou o recurso.", "br-tjmg", "BR"),
    ("pt", "No Quênia, tribunal ordena bloqueio de sites.", "", "KE"),
    ("pt", "A Justiça Federal determinou o bloqueio, informou a Anatel.", "", "BR"),
    ("pt", "Um juiz espanhol autorizou os bloqueios.", "", "ES"),
    ("pt", "Brasil bloqueia 535 sites piratas", "", "BR"),
    ("pt", "A empresa brasileira vende em Portugal.", "", ""),
    # --- Japanese
    ("ja", "東京地裁は19日、賠償を命じた。", "jp-dc-tokyo", "JP"),
    ("ja", "横浜地方裁判所は被告に有罪判決を言い渡した。", "jp-dc-yokohama", "JP"),
    ("ja", "知財高裁は一審判決を支持し、最高裁も上告を退けた。", "jp-iphc jp-sc", "JP"),
    ("ja", "米連邦地裁は訴えを退けた。", "", "US"),
    ("ja", "米連邦最高裁は通信会社の主張を認めた。", "us-scotus", "US"),
    ("ja", "イタリアの裁判所が遮断を命じた。", "", "IT"),
    ("ja", "ベトナム当局は運営者を逮捕した。", "", "VN"),
    ("ja", "著作権法違反の疑いで運営者が書類送検された。", "", "JP"),
    ("ja", "米クラウドフレアと日本の出版社が声明を出した。", "", ""),
    ("ja", "米ロサンゼルスの裁判所は和解を承認した。", "", "US"),
    # --- Korean
    ("ko", "서울중앙지법은 운영자에게 징역 2년을 선고했다.", "kr-dc-seoul-central", "KR"),
    ("ko", "대법원은 링크 사이트 운영자의 상고를 기각했다.", "kr-sc", "KR"),
    ("ko", "부산고법은 항소를 기각했다.", "kr-hc-busan", "KR"),
    ("ko", "미국 대법원은 통신사의 손을 들어줬다.", "us-scotus", "US"),
    ("ko", "일본 도쿄지방재판소가 배상을 명령했다.", "jp-dc-tokyo", "JP"),
    ("ko", "이탈리아 법원이 차단을 명령했다.", "", "IT"),
    ("ko", "한국 웹툰 업체와 일본 출판사가 협력한다.", "", ""),
    ("ko", "이미 법원은 접속 차단 명령을 내렸다.", "", "KR"),
    # --- Chinese
    ("zh", "北京知识产权法院作出一审判决。", "cn-beijing-intellectual-property-court", "CN"),
    ("zh", "上海市徐汇区人民法院判处其有期徒刑三年。", "cn-xuhui-district-peoples-court-of-shanghai", "CN"),
    ("zh", "美国最高法院推翻了原判。", "us-scotus", "US"),
    ("zh", "日本法院判令其赔偿。", "", "JP"),
    ("zh", "中国公司与日本出版社达成合作。", "", ""),
    # --- Swedish, Danish
    ("sv", "Göteborgs tingsrätt dömde mannen till fängelse.", "se-tr-goteborg", "SE"),
    ("sv", "Patent- och marknadsdomstolens beslut överklagas.", "se-pmd", "SE"),
    ("sv", "Svea hovrätts dom vann laga kraft; Högsta domstolen tog inte upp målet.", "se-hd se-svea", "SE"),
    ("sv", "USA:s högsta domstol gav operatören rätt.", "us-scotus", "US"),
    ("sv", "Svenska polisen slog till mot tjänsten.", "", "SE"),
    ("sv", "Det svenska bolaget flyttade till Stockholm.", "", ""),
    ("da", "Retten i Aarhus idømte manden betinget fængsel.", "dk-aarhus", "DK"),
    ("da", "Østre Landsrets dom blev stadfæstet af Højesteret.", "dk-hr dk-olr", "DK"),
    ("da", "Sø- og Handelsrettens kendelse gælder fem udbydere.", "dk-shr", "DK"),
    # --- Polish
    ("pl", "Zgodnie z wyrokiem Sądu Okręgowego w Poznaniu serwis odpowiada.", "pl-so-poznan", "PL"),
    ("pl", "Przed Sądem Najwyższym operator wygrał.", "pl-sn", "PL"),
    ("pl", "Sąd Apelacyjny we Wrocławiu oddalił apelację.", "pl-sa-wroclaw", "PL"),
    ("pl", "Włoski sąd nakazał blokadę.", "", "IT"),
    ("pl", "Polska spółka otworzyła biuro w Warszawie.", "", ""),
    ("pl", "Wyższy Sąd Krajowy w Dreźnie zmienił wyrok Sądu Krajowego w Lipsku.", "de-lg-leipzig de-olg-dresden", "DE"),
    # --- Russian
    ("ru", "Решением Московского городского суда сайт заблокирован.", "ru-mgs", "RU"),
    ("ru", "Роскомнадзор исполнил определение Мосгорсуда; Верховному суду передали жалобу.", "ru-mgs ru-vs", "RU"),
    ("ru", "Судья в Москве отклонил иск.", "", "RU"),
    ("ru", "Верховный суд США встал на сторону провайдера.", "us-scotus", "US"),
    ("ru", "Суд в Токио взыскал ущерб.", "", "JP"),
    ("ru", "Итальянский суд обязал заблокировать адреса.", "", "IT"),
    ("ru", "Российская компания открыла офис в Москве.", "", ""),
]


def article(text: str, language: str = "en", title: str = "") -> Article:
    when = datetime(2025, 11, 19, tzinfo=UTC)
    return Article(
        source_id="s", url="", title=title, text=text, byline="", language=language, published_at=when,
        updated_at=None, seen_at=when, form="feed", complete=True, aliases=(),
    )  # fmt: skip


def found(text: str, language: str = "en", title: str = "") -> dict[str, dict[str, Tag]]:
    tags = tag(article(text, language, title), RULES)
    return {kind: {t.key: t for t in tags if t.kind == kind} for kind in ("court", "jurisdiction")}


@pytest.mark.parametrize(("language", "text", "courts", "seats"), SENTENCES)
def test_a_sentence_names_these_courts_and_jurisdictions_and_no_others(
    language: str, text: str, courts: str, seats: str
) -> None:
    tags = found(text, language)
    assert (sorted(tags["court"]), sorted(tags["jurisdiction"])) == (courts.split(), seats.split())


def reads(text: str) -> tuple[Passage, ...]:
    return passages(article(text), RULES.names, RULES.footers)


def numbered(parts: tuple[Passage, ...], words: str, jurisdiction: str, court: str) -> tuple[Numbered, ...]:
    start = parts[1].text.index(words)
    return (Numbered(jurisdiction, court, Proof(parts[1], start, start + len(words), "case:test")),)


def test_a_case_number_tells_a_shared_name_apart_and_outweighs_a_court() -> None:
    parts = reads("The Federal Court said so in [2016] FCA 1503.")
    assert find_courts(parts, set(), RULES) == {}
    numbers = numbered(parts, "[2016] FCA 1503", "AU", "au-fca")
    assert find_courts(parts, set(), RULES, numbers).keys() == {"au-fca"}
    (seat,) = find_seats(parts, {}, RULES, numbers)
    assert (seat.code, seat.weight > COURT, seat.proof.rule) == ("AU", True, "jurisdiction:AU:number")


def test_a_case_number_names_its_court_where_the_article_names_none() -> None:
    bare, cited = reads("See C-597/19."), reads("The Bundesgerichtshof followed C-597/19.")
    assert find_courts(bare, set(), RULES, numbered(bare, "C-597/19", "EU", "eu-cjeu")).keys() == {"eu-cjeu"}
    assert find_courts(cited, set(), RULES, numbered(cited, "C-597/19", "EU", "eu-cjeu")).keys() == {"de-bgh"}


def test_a_shared_name_means_the_country_that_stands_much_nearer() -> None:
    text = "A British judge disagreed. " + "Nobody knew more. " * 9 + "An Irish judge did. The Court of Appeal agreed."
    assert found(text)["court"].keys() == {"ie-ca"}


def test_the_country_on_a_name_beats_every_other_proof() -> None:
    tags = found("Seoul judges and Korean prosecutors waited. 미국 대법원은 상고를 기각했다.", "ko")
    assert tags["court"].keys() == {"us-scotus"}


def test_the_jurisdiction_of_the_title_is_primary() -> None:
    text = "Courts in Spain, a judge in Madrid and the Spanish police had acted before."
    tags = found(text, title="Tokyo District Court orders CDN to pay")["jurisdiction"]
    assert {code: t.primary for code, t in tags.items()} == {"JP": True, "ES": False}


PIECES = [
    "raids ", "In Italy, ", "Spain", " blocks", "sentenced in ", "US$", "Supreme Court", "裁判所", ". ", ", ", "\n",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_every_proof_lies_in_the_text_however_odd(pieces: list[str]) -> None:
    parts = reads("".join(pieces))
    for seat in find_seats(parts, {}, RULES):
        assert 0 <= seat.proof.start < seat.proof.end <= len(seat.proof.passage.text)
