"""Orders of AGCOM: the six real texts at hand, and an order in our own words with another wording."""

import json

import pytest

from pipelines.agcom import find_order
from rulingwire.settings import ROOT

CAPTURES = ROOT.parent / "shared" / "samples" / "courts" / "it"
POWER = "articolo 8-bis, comma 3, del regolamento"
OVH = ("OVH Groupe SAS", "Cloudflare Inc.", "Veesp SIA")
PORKBUN = ("Porkbun LLC", "Cloudflare Inc.", "Sollutium EU Sp. z.o.o.")
ACTS = (
    "legge 31 luglio 1997, n. 249",
    "legge 14 novembre 1995, n. 481",
    "legge 7 agosto 1990, n. 241",
    "decreto legislativo 1° agosto 2003, n. 259",
    "legge 22 aprile 1941, n. 633",
    "decreto legislativo 9 aprile 2003, n. 70",
    "Regolamento (UE) 2022/2065",
    "legge 20 novembre 2017, n. 167",
    "legge 14 luglio 2023, n. 93",
    "delibera n. 223/12/CONS",
    "delibera n. 680/13/CONS",
)
REAL = {
    "47/26/DDA": (("cb01new.ceo", "cineblog001.cc"), PORKBUN, ACTS),
    "52/26/DDA": (("streamingunity.club",), OVH, ACTS),
    "53/26/DDA": (("streamingcommunityz.money",), OVH, ACTS),
    "54/26/DDA": (("altadefinizione001.skin",), PORKBUN, ACTS),
    "71/26/DDA": (("altadefinizione.help",), ("NameSilo, LLC", "Cloudflare Inc.", "NextGenWebs S.L."), ACTS),
    "75/26/DDA": (
        ("altadefinizione-01.cyou",),
        ("NameSilo, LLC", "Privacy Guardian", "Cloudflare Inc.", "Frantech Solution Ltd"),
        tuple(act for act in ACTS if "259" not in act),
    ),
}

HEADER = "Direzione di prova"
OURS = f"""{HEADER}
DELIBERA N. 900/25/CONS
ORDINE A UN FORNITORE DI CDN AI SENSI DELL’ART. 2 DELLA LEGGE 14 LUGLIO 2023, N. 93, E
DEGLI ARTICOLI SUCCESSIVI
L’AUTORITÀ
NELLA riunione di Consiglio del 18 febbraio 2025;
VISTA la legge 14 luglio 2023, n. 93, sulla diffusione illecita di partite;
VISTA la direttiva 2000/31/CE sul commercio elettronico;
CONSIDERATO quanto segue:
1. la società Calcio in Diretta S.p.A., con sede in Milano, segnala il sito vecchio-nome.example;
2. il nome a dominio è registrato dalla società Nomi, Ltd e i server sono della società Ferro
7

{HEADER}
e Rete S.r.l. Il sito usa un reverse proxy della società Esempio CDN Inc., raggiungibile per posta,
e l’hosting delle società Alfa LLC e Beta GmbH;
3. chi segnala ha dato le prove;
ORDINA
alla società Esempio CDN Inc., con sede altrove, di bloccare entro trenta minuti i nomi a dominio
partite-gratis.example, tv.libera.example e CALCIO.example, nonché il sito https://www.diretta.example/live
(ss.mm.ii.; informazioni su www.agcom.it e a posta@agcom.it).
Roma, 20 febbraio 2025
IL PRESIDENTE
[COURTESY TRANSLATION]
DECISION NO. 900/25/CONS blocks https://translated.example, run by la società Altra Inc., con sede altrove.
"""


@pytest.mark.parametrize("number", REAL)
def test_a_real_order_is_read_whole(number):
    path = CAPTURES / f"agcom_determina-{number.replace('/', '-').lower()}.json"
    if not path.exists():
        pytest.skip("the real captures are not at hand")
    text = json.loads(path.read_text("utf-8"))["text"]
    domains, providers, acts = REAL[number]
    order = find_order(text)
    assert order
    assert order.number == number
    assert order.day == ""  # no determination of 2026 prints its day: the list does
    assert order.domains == domains
    assert order.providers == providers
    assert order.legal_basis == (POWER, *acts)
    assert find_order(" ".join(text.split())) == order


@pytest.mark.parametrize("text", [OURS, " ".join(OURS.split())], ids=["lines", "joined"])
def test_an_order_in_other_words(text):
    order = find_order(text)
    assert order
    assert order.number == "900/25/CONS"
    assert order.day == "2025-02-20"
    assert order.domains == ("partite-gratis.example", "tv.libera.example", "calcio.example", "www.diretta.example")
    assert order.providers == ("Nomi, Ltd", "Ferro e Rete S.r.l.", "Esempio CDN Inc.", "Alfa LLC", "Beta GmbH")
    assert order.legal_basis == (
        "art. 2 della legge 14 luglio 2023, n. 93",
        "legge 14 luglio 2023, n. 93",
        "direttiva 2000/31/CE",
    )


def test_without_a_signature_the_day_of_the_meeting_counts():
    order = find_order(OURS.replace("Roma, 20 febbraio 2025", ""))
    assert order
    assert order.day == "2025-02-18"


def test_a_misprinted_day_is_no_day():
    order = find_order(OURS.replace("20 febbraio", "31 febbraio"))
    assert order
    assert order.day == ""


def test_sites_of_an_annex_are_read_from_the_title():
    text = (
        "DETERMINA N. 1/26/DDA (https://uno.example - http://due.example/x) VISTA la legge; DISPONE il blocco dei siti."
    )
    order = find_order(text)
    assert order
    assert order.domains == ("uno.example", "due.example")


@pytest.mark.parametrize(
    "text", ["", "AGCOM multa con la delibera n. 333/25/CONS.", "DECISION NO. 47/26/DDA HAVING REGARD TO"]
)
def test_a_text_that_is_no_order_gives_nothing(text):
    assert find_order(text) is None
