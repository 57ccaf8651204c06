"""Parties are found under every name that is theirs, in the languages we read, and no other word is taken for one."""

import pytest

from pipelines.parties import find_parties
from pipelines.passages import passages
from pipelines.proofs import article
from pipelines.rules import load_rules

RULES = load_rules()


def parties(text: str, title: str = "") -> set[str]:
    return set(find_parties(passages(article(text, title=title), RULES.names, RULES.footers)))


NAMED = [
    # one party, many writings
    ("Cloudflares Resolver bleibt erreichbar, entschied das Gericht.", {"cloudflare"}),
    ("Das Cloudflare-Urteil aus Köln betrifft auch andere Anbieter.", {"cloudflare"}),
    ("Sąd nakazał Cloudflare'owi zablokowanie domen.", {"cloudflare"}),
    ("Oikeus hylkäsi Telian valituksen.", {"telia"}),
    ("Operatörerna överklagade inte, men Telias talan avvisades.", {"telia"}),
    ("Mahkeme Google'ın itirazını reddetti.", {"google"}),
    ("Soud zamítl žalobu proti Googlu.", {"google"}),
    ("Суд оштрафовал Гугл за отказ удалить ссылки.", {"google"}),
    ("Суд обязал Ростелекома и Яндекса исполнить решение.", {"rostelecom", "yandex"}),
    ("グーグルとマイクロソフトは判決にコメントしていない。", {"google", "microsoft"}),
    ("アマゾンジャパンとメタは開示命令に従う方針だ。", {"amazon", "meta"}),
    ("스포티파이와 유니버설뮤직, 소니뮤직이 안나의 아카이브를 상대로 소송을 냈다.",
     {"spotify", "universal-music-group", "sony-music", "anna-s-archive"}),
    ("법원은 구글과 메타, 클라우드플레어에 차단을 명령했다.", {"google", "meta", "cloudflare"}),
    ("法院判决字节跳动赔偿爱奇艺一百五十万元。", {"tiktok", "iqiyi"}),
    ("优酷起诉哔哩哔哩侵害信息网络传播权。", {"youku", "bilibili"}),
    ("Netflixin ja Disneyn edustaja jätti hakemuksen.", {"netflix", "disney"}),
    ("Netflixa i HBO nie było wśród powodów.", {"netflix", "hbo"}),
    # legal names, subsidiaries, former names
    ("Universal Music GmbH obtained the injunction in Hamburg.", {"universal-music-group"}),
    ("Telefónica de España y Vodafone ONO recurrieron la orden.", {"telefonica", "vodafone"}),
    ("Vodafone Kabel Deutschland wehrt sich gegen die Sperre.", {"vodafone"}),
    ("British Sky Broadcasting Limited was the sixth defendant.", {"sky"}),
    ("TIM S.p.A. e Wind Tre hanno oscurato i domini.", {"telecom-italia", "windtre"}),
    ("Bouygues Télécom, SFR, Orange et Free se pourvoient en cassation.",
     {"bouygues-telecom", "sfr", "orange", "free"}),
    ("Disney Enterprises, Inc. v. Hotfile Corp. was settled.", {"disney", "hotfile"}),
    ("The former Twitter, now X Corp., did not reply.", {"x"}),
    # names unlocked by the full form, by a cue or by the list they stand in
    ("The Irish record labels EMI, Sony, Universal and Warner lost their case.",
     {"emi", "sony-music", "universal-music-group", "warner-music-group"}),
    ("The film studios Universal, Warner, Columbia and Disney sued the site.",
     {"universal-pictures", "warner-bros", "columbia-pictures", "disney"}),
    ("The exhibit lists Comcast, AT&T, Verizon and Cox among the 96 providers.",
     {"comcast", "at-and-t", "verizon", "cox-communications"}),
    ("Rights holders include DAZN, Sky and Amazon.", {"dazn", "sky", "amazon"}),
    ("La Lega Serie A e Sky, titolari dei diritti, ringraziano la Guardia di Finanza.",
     {"lega-serie-a", "sky-italia", "guardia-di-finanza"}),
    ("Mercado Livre e Amazon retiraram os anúncios de aparelhos.", {"mercado-libre", "amazon"}),
    ("Bell, Rogers, Shaw and Videotron must apply the block.",
     {"bell-canada", "rogers-communications", "shaw", "videotron"}),
    ("Rogers, Bell Media and Groupe TVA asked for a dynamic order.", {"rogers-media", "bell-media", "groupe-tva"}),
    ("Die Telekom, Vodafone und 1&1 sperren die Seite nach einer Empfehlung der CUII.",
     {"deutsche-telekom", "vodafone", "1-and-1", "cuii"}),
    ("El presidente de la liga, Javier Tebas, celebró la decisión en X.", {"laliga", "x"}),
    ("Its chief executive posted on X that the fine was absurd.", {"x"}),
    # those who act: regulators, police units, anti-piracy bodies
    ("The FBI and Eurojust supported the raid in Catania.", {"fbi", "eurojust"}),
    ("Der VAUNET und die GVU begrüßten das Urteil.", {"vaunet", "gvu"}),
    ("ФАС и Роскомнадзора представители не явились.", {"fas-russia", "roskomnadzor"}),
    ("방송통신위원회와 방송미디어통신심의위원회가 접속을 차단했다.", {"kcc", "kcsc"}),
    ("国家版权局通报了剑网行动的结果。", {"ncac"}),
    ("文化庁と出版社は海賊版対策を協議した。", {"bunka-cho"}),
    ("La ANCOM no intervino, pero la CNMC sí publicó un informe.", {"ancom", "cnmc"}),
    ("De ACM en de Autoriteit Persoonsgegevens reageerden niet.", {"acm", "autoriteit-persoonsgegevens"}),
    ("SABAM verloor eerder van Scarlet en Netlog.", {"sabam", "scarlet", "netlog"}),
    ("Prawnicy ZAiKS-u i ZPAV-u złożyli pozew przeciwko CDA.", {"zaiks", "zpav", "cda-pl"}),
    ("O GEDIPE e o IGAC pediram o bloqueio.", {"gedipe", "igac"}),
    ("Η ΕΠΟΕ ζήτησε τον αποκλεισμό των ιστοσελίδων.", {"epoe"}),
    ("BTK'nın kararıyla siteye erişim engellendi.", {"btk"}),
    ("The Intellectual Property Office of the Philippines asked PLDT and Globe Telecom to act.",
     {"ipophl", "pldt", "globe-telecom"}),
    # sites, apps and services
    ("Les sites YggTorrent, Uptobox et 1fichier sont visés.", {"yggtorrent", "uptobox", "1fichier"}),
    ("Movie2k und kinox.to waren die Nachfolger von kino.to.", {"movie2k", "kino-to"}),
    ("SeriesYonkis y Series Danko fueron absueltos.", {"seriesyonkis", "series-danko"}),
    ("The operators of Megaupload, FileSonic and Wupload were investigated.", {"megaupload", "filesonic", "wupload"}),
    ("Dreamfilm och Nyafilmer stängdes efter domen.", {"dreamfilm", "nyafilmer"}),
    ("人人影视字幕组的负责人被判刑。", {"yyets"}),
    ("WhatsApp and Telegram channels carried the streams.", {"whatsapp", "telegram"}),
    # other words: nothing or only the others
    ("Orange County lies south of Los Angeles.", set()),
    ("Brian Cox presents a series on the planets.", set()),
    ("He told Sky News that the order was wrong.", set()),
    ("Fox News and CBS News carried the hearing live.", set()),
    ("Universal jurisdiction and Universal City are different things.", set()),
    ("The Apple Daily closed in Hong Kong.", set()),
    ("Free software users met in Brussels; Free Press sent a letter.", set()),
    ("Three men and One Direction fans were in court.", set()),
    ("Bell peppers were sold next to the court.", set()),
    ("Claro que el juez no está de acuerdo.", set()),
    ("Mega-evento será julgado em maio, disse o juiz.", set()),
    ("A Fox and a rabbit feature in the book by Wiley Post's niece.", set()),
    ("As in Perry v. Schwarzenegger, the judge allowed cameras.", set()),
    ("Paramount importance attaches to speed in an injunction.", set()),
    ("FACT: the Court heard the case for nine days.", set()),
    ("El Canal de Panamá y el canal de Suez no son parte.", set()),
    ("The Meta-analysis and the Alpha phase were criticised by the expert.", set()),
    ("O2 levels, EE grades and the A1 motorway came up at trial.", set()),
    ("The Box, the Stream and the Rapid were the names of three ships.", set()),
    ("Der Himmel über Berlin, sagte Richterin Anna Uploaded-Müller, sei weit.", set()),
    ("Shaw and Wells wrote plays; Rogers sang them.", set()),
    ("Il TIM della squadra, i tempi e la Rai-fattura non c'entrano.", set()),
    ("Saint Ace Hardware, Pearson Street and Nova Scotia are places to shop.", set()),
    ("Proton beams and Discord among judges.", set()),
    ("Das Free-TV zeigt das Endspiel; Sonic spielt keine Rolle.", set()),
    ("Telegram & Argus readers saw the verdict first.", set()),
    ("The Indian Premier League final was a cricket match.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ids"), NAMED, ids=range(len(NAMED)))
def test_a_sentence_names_these_parties_and_no_others(text: str, ids: set[str]) -> None:
    assert parties(text) == ids


def test_names_in_one_list_prove_each_other() -> None:
    assert parties("Broadcast partners are Sky, BT and Amazon.") == {"sky", "bt", "amazon"}
    assert parties("The partners are Elisa and Shaw.") == set()
    assert parties("Comcast and Shaw answered.") == {"comcast", "shaw"}
    assert parties("Comcast answered. Shaw was out of town.") == {"comcast"}


def test_a_person_or_a_longer_name_at_the_edge_of_a_list_is_no_party() -> None:
    assert parties("The film stars Netflix and Orange Grove Players.") == {"netflix"}
    assert parties("They named Jacob Cox and Netflix.") == {"netflix"}


def test_the_parties_of_a_cited_case_prove_each_other() -> None:
    assert parties("As in Cartier v British Telecommunications, costs follow.") == {"cartier", "bt"}


def test_a_weak_name_that_is_proven_once_holds_for_the_whole_article() -> None:
    found = find_parties(passages(article("The operator Orange appealed.\n\n" + "So it was. " * 30 + "Orange lost."),
                                  RULES.names, RULES.footers))  # fmt: skip
    assert len(found["orange"]) == 2


def test_a_name_that_several_parties_share_means_the_one_with_most_cues() -> None:
    assert parties("The record labels Sony and EMI sang the same song.") == {"sony-music", "emi"}
    assert parties("The film studios Sony and Disney made the movie.") == {"columbia-pictures", "disney"}
    assert parties("Sony sued.") == set()


def test_the_sure_name_of_one_party_tells_what_its_weak_name_means() -> None:
    text = "Sky Italia asked for the block.\n\n" + "So it was. " * 30 + "In the end Sky won."
    assert parties(text) == {"sky-italia"}


def test_each_name_is_one_place_even_if_two_entries_of_the_file_match_it() -> None:
    found = find_parties(passages(article("Netflix won."), RULES.names, RULES.footers))
    assert len(found["netflix"]) == 1
