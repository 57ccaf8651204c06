"""Alerts: what is new is told once, and kept for the next time where the target does not take it."""

import hashlib
import hmac
import json
import shutil
import socketserver
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from db.alerts import OVERLAP, carry_over, find_news
from db.corpus import open_corpus
from db.publish import publish
from db.searches import escape_fts, expression
from db.times import to_text
from rulingwire.alerts import Alert, News, Target, load_alerts
from rulingwire.cli import main
from rulingwire.cli.targets import TargetFailed, connect, sign
from rulingwire.clock import now
from rulingwire.digests import digest, payload
from rulingwire.errors import ConfigError
from rulingwire.settings import ROOT
from tests.loopback import Answer, Loopback
from tests.small_corpus import build
from tests.small_rulings import CANDIDATE, KNOWN

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
CATCH = "import json, sys; print(sys.stdin.read(), file=open(sys.argv[1], 'a'))"
HOLD = """
import sys
from pathlib import Path
from db.lock import take_lock
lock = take_lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""
HOSTILE = "<b>A title\x1b[2J\r\nBcc: x@y.example\u202e"


class Office:
    """A folder with a corpus and an alerts.yml, and the command to run there."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder = folder
        (folder / "data").mkdir()
        shutil.copy(corpus, folder / "data" / "rulings.db")
        (folder / "feeds.yml").write_text(
            "- {id: torrentfreak, title: TorrentFreak, url: 'https://torrentfreak.com/feed/', kind: feed}\n"
        )

    def write(self, *alerts: dict) -> None:
        (self.folder / "alerts.yml").write_text("".join(f"- {json.dumps(alert)}\n" for alert in alerts))

    def run(self, *words: str, command: str = "alert"):
        line = ["--data", str(self.folder / "data"), "--feeds", str(self.folder / "feeds.yml"), command, *words]
        return CliRunner().invoke(main, line)

    def caught(self) -> list[list[str]]:
        """The keys of each digest that the command was given."""
        file = self.folder / "caught"
        found = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [[entry["key"] for entry in one["entries"]] for one in found]

    def change(self, sql: str, *values: object) -> None:
        db = Database(self.folder / "data" / "rulings.db")
        db.conn.execute(sql, values)
        db.conn.commit()
        db.close()

    def add_article(self, number: int, seen: datetime, title: str = "Cloudflare Loses in Tokyo") -> None:
        """A copy of the second article, with its tags, under another number."""
        db = Database(self.folder / "data" / "rulings.db")
        row = next(db["articles"].rows_where("id = 2"))
        del row["month"]
        more = {"id": number, "permalink": f"new-{number}", "first_seen_at": to_text(seen), "title": title}
        db["articles"].insert(row | more | {"story_id": number})
        db["article_parties"].insert({"article_id": number, "party_id": "cloudflare", "role": "defendant"})
        db.conn.execute(
            "INSERT INTO article_search(rowid, title, text, tags)"
            " SELECT id, title, text, tags FROM article_search_content WHERE id = ?",
            [number],
        )
        db.conn.commit()
        db.close()

    def command(self) -> dict:
        return {"command": [sys.executable, "-c", CATCH, str(self.folder / "caught")]}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("alerts") / "rulings.db")


@pytest.fixture
def office(tmp_path: Path, corpus: Path) -> Office:
    return Office(tmp_path, corpus)


def one(kind: str = "articles", query: str = "", **where: str) -> Alert:
    to = Target(kind="command", words=("true",))
    return Alert(name="a", kind=kind, where={n: (v,) for n, v in where.items()}, query=query, to=to)


def keys(corpus: Path, alert: Alert, since: datetime = LONG_AGO) -> list[str]:
    db = open_corpus(corpus)
    try:
        return [news.key for news in find_news(db, alert, since)]
    finally:
        db.close()


def watching(office: Office, **more: object) -> dict:
    return {"name": "tokyo", "what": "articles", "where": {"party": "cloudflare"}, "to": office.command()} | more


# What is new


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, [1, 2]),
        ({"q": "manga"}, [1]),
        ({"q": '"a Tokyo court"'}, [2]),
        ({"source": "slashdot"}, [2]),
        ({"language": "en"}, [1, 2]),
        ({"party": "kodansha"}, [1]),
        ({"party": "cloudflare", "role": "defendant"}, [1, 2]),
        ({"party": "kodansha", "role": "defendant"}, []),
        ({"role": "plaintiff"}, [1]),
        ({"jurisdiction": "JP"}, [1, 2]),
        ({"court": "jp-tokyo-district"}, [1]),
        ({"outcome": "liable"}, [1, 2]),
        ({"event": "filing"}, []),
        ({"year": "2025"}, [1, 2]),
        ({"year": "2025-12"}, []),
        ({"q": 'NEAR( "', "year": "2025"}, []),
    ],
)
def test_a_search_finds_the_articles_that_have_all_it_asks_for(corpus: Path, where: dict, found: list) -> None:
    assert keys(corpus, one(**where)) == [f"article/tokyo-{number}" for number in found]


def test_an_article_that_is_not_about_a_ruling_is_no_news(office: Office) -> None:
    office.change("UPDATE articles SET relevant = 0 WHERE id = 2")
    for where in ({}, {"party": "cloudflare"}):
        assert keys(office.folder / "data" / "rulings.db", one(**where)) == ["article/tokyo-1"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, 3), ({"party": "cloudflare"}, 2), ({"party": "kodansha"}, 1), ({"court": "jp-tokyo-district"}, 2),
        ({"jurisdiction": "DE"}, 0), ({"subject": "manga"}, 3), ({"subject": "man"}, 0),
    ],
)  # fmt: skip
def test_rulings_are_narrowed_by_party_court_jurisdiction_and_subject(corpus: Path, where: dict, found: int) -> None:
    assert len(keys(corpus, one("rulings", **where))) == found


def test_a_ruling_is_first_seen_once_however_often_its_row_is_written_anew(office: Office) -> None:
    first = "2025-11-19T12:00:00Z"
    office.change("UPDATE ruling_first_seen SET first_seen_at = ?", first)
    office.change("DELETE FROM rulings WHERE id = ?", KNOWN)
    office.change(
        "INSERT INTO rulings SELECT ?, name, confirmed, case_id, jurisdiction, court_id, decided_on, filed_on, stage,"
        " outcome, subject, says, appeals_from, articles, stories, newest_id, rules_version FROM rulings WHERE id = ?",
        KNOWN,
        CANDIDATE,
    )
    db = open_corpus(office.folder / "data" / "rulings.db")
    assert db.execute("SELECT DISTINCT first_seen_at FROM ruling_first_seen").fetchall() == [(first,)]
    db.close()
    assert keys(office.folder / "data" / "rulings.db", one("rulings"), now() - OVERLAP) == []


def test_changes_sources_and_rows_of_queries_are_news_too(corpus: Path) -> None:
    assert keys(corpus, one("changes")) == ["change/tokyo-1/2"]
    assert keys(corpus, one("changes"), now()) == []
    assert keys(corpus, one("sources")) == ["trouble/slashdot/2025-11-19T12:00:00+00:00"]
    rows = keys(corpus, one("query", query="disagreements", field="outcome"))
    assert len(set(rows)) == 2
    assert all(key.startswith("query/disagreements/") for key in rows)


def test_news_say_why_in_the_words_that_prove_it(corpus: Path) -> None:
    db = open_corpus(corpus)
    (article,) = find_news(db, one(party="kodansha"), LONG_AGO)
    assert article.why.splitlines()[:2] == ["What happened: ruling, liable", "Names Kodansha as plaintiff: “Kodansha”"]
    ruling = next(news for news in find_news(db, one("rulings"), LONG_AGO) if news.key == f"ruling/{KNOWN}")
    assert ruling.why.startswith("Ruling of the Tokyo District Court, Japan, against Cloudflare: liable, 2025-11-19")
    (change,) = find_news(db, one("changes"), LONG_AGO)
    assert "sum changed after publication: JPY 50000000 -> JPY 500000000" in change.why
    db.close()


# Once and only once


def test_an_alert_that_begins_tells_nothing_old_and_then_what_comes(office: Office) -> None:
    office.write(watching(office))
    assert office.run().exit_code == 0
    assert office.caught() == []
    office.add_article(9, now())
    assert (office.run().exit_code, office.run().exit_code) == (0, 0)
    assert office.caught() == [["article/new-9"]]


def test_an_alert_may_begin_with_what_was_seen_since_a_day(office: Office) -> None:
    office.add_article(9, datetime(2025, 11, 18, tzinfo=UTC))
    office.write(watching(office))
    for _ in range(2):
        assert office.run("--since", "2025-11-19").exit_code == 0
    assert office.caught() == [["article/tokyo-1", "article/tokyo-2"]]
    assert office.run().exit_code == 0
    assert len(office.caught()) == 1


def test_an_article_with_an_old_number_that_was_stored_late_is_told(office: Office) -> None:
    office.change("UPDATE articles SET id = 100, story_id = 100 WHERE id = 1")
    office.write(watching(office))
    office.run()
    office.add_article(9, now() - timedelta(hours=1))
    office.run()
    assert office.caught() == [["article/new-9"]]


def test_what_a_target_does_not_take_is_sent_again_and_status_says_so(office: Office) -> None:
    office.write(watching(office))
    office.run()
    office.add_article(9, now())
    office.write(watching(office, to={"command": [sys.executable, "-c", "import sys; sys.exit('no\\x1b room')"]}))
    done = office.run()
    assert (done.exit_code, office.caught()) == (1, [])
    assert "tokyo: not taken:" in done.output
    assert "no room" in done.output
    status = office.run(command="status")
    assert status.exit_code == 1
    assert "alert tokyo: not taken since" in status.output
    office.add_article(10, now())
    office.write(watching(office))
    assert office.run().exit_code == 0
    assert office.caught() == [["article/new-9", "article/new-10"]]
    assert "alert tokyo" not in office.run(command="status").output


def test_a_first_digest_that_is_not_taken_is_not_lost(office: Office) -> None:
    office.write(watching(office, to={"command": ["/no/such/program"]}))
    assert office.run("--since", "2025-11-01").exit_code == 1
    office.write(watching(office))
    assert office.run().exit_code == 0
    assert office.caught() == [["article/tokyo-1", "article/tokyo-2"]]


def test_one_failing_target_holds_up_no_other(office: Office) -> None:
    office.write(watching(office, name="bad", to={"command": ["/no/such/program"]}), watching(office))
    assert office.run("--since", "2025-11-01").exit_code == 1
    assert len(office.caught()) == 1


def test_much_news_is_sent_in_digests_and_a_failure_between_repeats_none(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rulingwire.cli.alerting.MOST", 2)
    office.write(watching(office))
    office.run()
    for number in range(9, 14):
        office.add_article(number, now())
    full = f"{CATCH}; sys.exit(len(open(sys.argv[1]).readlines()) == 2)"
    office.write(watching(office, to={"command": [sys.executable, "-c", full, str(office.folder / "caught")]}))
    assert office.run().exit_code == 1
    office.write(watching(office))
    assert office.run().exit_code == 0
    told = office.caught()
    assert told == [
        ["article/new-9", "article/new-10"],
        ["article/new-11", "article/new-12"],  # the target said no after it had caught these
        ["article/new-11", "article/new-12"],
        ["article/new-13"],
    ]


def test_an_alert_that_asks_another_question_begins_anew(office: Office) -> None:
    office.write(watching(office))
    office.run()
    office.add_article(9, now() - timedelta(minutes=5))
    office.write(watching(office, where={"jurisdiction": "JP"}))
    office.run()
    office.run()
    assert office.caught() == []


def test_a_row_of_a_query_is_told_when_it_first_appears(office: Office) -> None:
    office.write(watching(office, what="query", query="disagreements", where={"field": "court"}))
    assert office.run().exit_code == 0
    office.change(
        "INSERT INTO ruling_claims SELECT ruling_id, field, 'jp-osaka-district', 2, quote, rule FROM ruling_claims"
        " WHERE field = 'court' AND article_id = 1 LIMIT 1"
    )
    for _ in range(2):
        assert office.run().exit_code == 0
    (told,) = office.caught()
    assert len(told) == 2


def test_a_dry_run_prints_and_neither_sends_nor_remembers(office: Office) -> None:
    office.write(watching(office))
    done = office.run("--dry-run", "--since", "2025-11-01")
    assert done.exit_code == 0
    assert "Cloudflare Loses in Tokyo (Slashdot)" in done.output
    assert office.caught() == []
    db = Database(office.folder / "data" / "rulings.db")
    assert (db["alert_states"].count, db["alert_told"].count) == (0, 0)
    db.close()


def test_what_alerts_told_is_forgotten_with_the_alert_and_never_published(office: Office) -> None:
    office.write(watching(office))
    office.run("--since", "2025-11-01")
    snapshot = publish(office.folder / "data" / "rulings.db", office.folder / "snapshots", now=now())
    assert not {"alert_states", "alert_told"} & set(Database(snapshot).table_names())
    office.write(watching(office, name="other"))
    office.run()
    db = Database(office.folder / "data" / "rulings.db")
    assert [row["alert"] for row in db["alert_states"].rows] == ["other"]
    assert not list(db["alert_told"].rows_where("alert = 'tokyo'"))
    db.close()


def test_a_rebuilt_corpus_knows_what_was_told(office: Office) -> None:
    office.write(watching(office))
    office.run("--since", "2025-11-01")
    office.change("UPDATE ruling_first_seen SET first_seen_at = '2025-11-19T12:00:00Z'")
    db = open_corpus(build(office.folder / "fresh.db"))
    carry_over(office.folder / "data" / "rulings.db", db)
    assert [row["alert"] for row in db["alert_told"].rows] == ["tokyo", "tokyo"]
    assert {row["first_seen_at"] for row in db["ruling_first_seen"].rows} == {"2025-11-19T12:00:00Z"}
    db.close()


def test_two_runs_at_once_do_not_tell_twice(office: Office) -> None:
    office.write(watching(office))
    line = [sys.executable, "-c", HOLD, str(office.folder / "data" / "alerts")]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        other.stdout.readline()
        assert office.run().exit_code == 3
        other.communicate()
    assert office.run().exit_code == 0


# Targets


def test_a_webhook_is_sent_signed_json(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULINGWIRE_ALLOW_LOOPBACK", "1")
    monkeypatch.setenv("RULINGWIRE_WEBHOOK_SECRET", "open sesame")
    monkeypatch.setenv("RULINGWIRE_SITE", "https://rulings.example/")
    with Loopback({"/hook?team=desk": Answer(status=204)}) as hook:
        office.write(watching(office, to={"webhook": hook.url("/hook?team=desk")}))
        assert office.run("--since", "2025-11-01").exit_code == 0
    (asked,) = hook.asked
    body = asked.body
    told = json.loads(body)
    assert asked.headers["X-Rulingwire-Signature"] == (
        "sha256=" + hmac.new(b"open sesame", body, hashlib.sha256).hexdigest()
    )
    assert asked.headers["X-Rulingwire-Delivery"] == told["delivery"]
    assert told["alert"] == "tokyo"
    assert told["entries"][0]["page"] == "https://rulings.example/article/tokyo-1"


@pytest.mark.parametrize("status", [301, 404, 500])
def test_a_webhook_that_does_not_say_yes_has_not_taken_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("RULINGWIRE_ALLOW_LOOPBACK", "1")
    with Loopback({"/hook": Answer(status=status, headers=(("Location", "/other"),))}) as hook:
        office.write(watching(office, to={"webhook": hook.url("/hook")}))
        done = office.run("--since", "2025-11-01")
    assert done.exit_code == 1
    assert f"the webhook answered {status}" in done.output
    assert hook.times("/other") == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "localhost"])
def test_a_webhook_at_an_address_that_is_not_public_is_refused(host: str) -> None:
    with pytest.raises(TargetFailed, match="not a public address"):
        connect("http", host, 80, private=False)


def test_a_webhook_in_the_house_is_reached_where_the_entry_allows_it(office: Office) -> None:
    with Loopback({"/hook": Answer()}) as hook:
        office.write(watching(office, to={"webhook": hook.url("/hook"), "private": True}))
        assert office.run("--since", "2025-11-01").exit_code == 0
    assert hook.times("/hook") == 1


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as smtplib speaks."""

    def handle(self) -> None:
        self.say("220 here")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append(mail)
            self.say("221 bye" if word == b"QUIT" else "250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def mail_server(monkeypatch: pytest.MonkeyPatch):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads, server.mails = True, []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        monkeypatch.setenv("RULINGWIRE_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("RULINGWIRE_SMTP_PORT", str(server.server_address[1]))
        monkeypatch.setenv("RULINGWIRE_SMTP_FROM", "rulingwire@desk.example")
        yield server.mails
        server.shutdown()


def test_a_digest_goes_out_by_mail(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.add_article(9, datetime(2025, 11, 20, tzinfo=UTC), title=HOSTILE)
    monkeypatch.setenv("RULINGWIRE_SMTP_TLS", "none")
    office.write(watching(office, to={"email": ["desk@desk.example", "night@desk.example"]}))
    with mail_server(monkeypatch) as mails:
        assert office.run("--since", "2025-11-01").exit_code == 0
    (mail,) = (mail.decode() for mail in mails)
    head, _, body = mail.partition("\r\n\r\n")
    assert "Subject: rulingwire: 3 new for tokyo" in head
    assert "To: desk@desk.example, night@desk.example" in head
    assert "Bcc" not in head
    assert "\x1b" not in body


def test_mail_is_not_sent_in_the_open_unless_told_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RULINGWIRE_SMTP_TLS", raising=False)
    office.write(watching(office, to={"email": ["desk@desk.example"]}))
    with mail_server(monkeypatch) as mails:
        done = office.run("--since", "2025-11-01")
    assert (done.exit_code, mails) == (1, [])
    assert "STARTTLS" in done.output


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ({"email": ["desk@desk.example"]}, "RULINGWIRE_SMTP_HOST"),
        ({"apprise": "NO_SUCH_VARIABLE"}, "apprise"),
        ({"webhook": "https://[::1]:9/"}, "not a public address"),
    ],
)
def test_a_target_that_is_not_set_up_says_what_is_missing(
    office: Office, monkeypatch: pytest.MonkeyPatch, to: dict, why: str
) -> None:
    monkeypatch.delenv("RULINGWIRE_SMTP_HOST", raising=False)
    office.write(watching(office, to=to))
    done = office.run("--since", "2025-11-01")
    assert done.exit_code == 1
    assert why in done.output


def test_hostile_words_cannot_steer_a_terminal_or_make_lines_of_their_own() -> None:
    news = News(key="k", title=HOSTILE, page="/p", url="https://x.example/\n", outlet="", seen="", why=HOSTILE)
    text = digest("a", [news], "https://site.example")
    assert not {sign for sign in text if not sign.isprintable()} - {"\n"}
    assert "\nBcc" not in text
    assert payload("a", [news], "")["entries"][0]["title"] == HOSTILE


def test_a_signature_is_that_of_the_body() -> None:
    assert sign(b"{}", "k") == "sha256=" + hmac.new(b"k", b"{}", hashlib.sha256).hexdigest()


# alerts.yml


def test_the_alerts_file_that_ships_asks_for_nothing_and_its_example_is_right(tmp_path: Path) -> None:
    text = (ROOT / "alerts.yml").read_text()
    assert load_alerts(ROOT / "alerts.yml") == ()
    path = tmp_path / "alerts.yml"
    path.write_text("\n".join(line[2:] for line in text[text.index("# - name") :].splitlines()))
    (found,) = load_alerts(path)
    assert (found.name, found.where["party"], found.to.kind) == ("cloudflare-in-japan", ("cloudflare",), "email")
    assert load_alerts(tmp_path / "none.yml") == ()


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    to = "to: {command: [x]}"
    path = tmp_path / "alerts.yml"
    path.write_text(
        "# A head.\n"
        f"- {{name: Desk, what: articles, {to}}}\n"
        f"- {{name: a, what: artikles, {to}}}\n"
        f"- {{name: a, what: articles, where: {{jurisdiction: NO, year: 25, colour: red, outcome: lost}}, {to}}}\n"
        f"- {{name: b, what: rulings, where: {{party: [x, y]}}, {to}}}\n"
        "- {name: c, what: changes, to: {email: [nobody]}}\n"
        "- {name: d, what: sources, to: {webhook: 'ftp://x', email: [a@b.example]}}\n"
        "- {name: e, what: sources, to: {webhook: 'ftp://x'}}\n"
        f"- {{name: f, what: query, {to}}}\n"
        "- {name: g, what: sources, to: {apprise: 'mailto://secret'}}\n"
        "- just a word\n"
        f"- {{name: h, what: sources, colour: red, {to}}}\n"
    )
    with pytest.raises(ConfigError) as error:
        load_alerts(path)
    wanted = [
        (2, "small letters"), (3, "one of articles, rulings"), (4, "another alert"), (4, "quote what YAML"),
        (4, "no year or month"), (4, "colour: articles can be"), (4, "'lost' is none"), (5, "takes one value"),
        (6, "desk@example.org"), (7, "two alerts"), (8, "http or https"), (9, "query: names"), (10, "environment"),
        (11, "must say name"), (12, "no such key"),
    ]  # fmt: skip
    found = error.value.mistakes
    missing = [(line, words) for line, words in wanted if not any(f".yml:{line}:" in m and words in m for m in found)]
    assert (missing, len(found)) == ([], len(wanted))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"where": {"party": "cloudfare"}}, "no party has the id 'cloudfare'"),
        ({"where": {"court": "nowhere"}}, "no court has the id"),
        ({"where": {"source": "nobody"}}, "no source has the id"),
        ({"what": "query", "query": "nothing", "where": {}}, "has no 'nothing'"),
        ({"what": "query", "query": "disagreements", "where": {"words": "x"}}, "asks for ruling, field"),
    ],
)
def test_check_finds_what_no_corpus_can_answer(office: Office, more: dict, why: str) -> None:
    office.write(watching(office, **more))
    done = office.run(command="check")
    assert done.exit_code == 2
    assert why in done.output


def test_a_query_whose_rows_are_no_news_is_a_mistake(office: Office) -> None:
    office.write({"name": "m", "what": "query", "query": "months", "to": office.command()})
    done = office.run()
    assert done.exit_code == 2
    assert "months has not the title, day and address" in done.output


def test_a_name_that_no_alert_has_is_a_mistake(office: Office) -> None:
    office.write(watching(office))
    assert "wire: no alert of alerts.yml has this name" in office.run("wire").output


def test_signs_of_the_search_language_mean_nothing_to_a_reader() -> None:
    assert escape_fts('tokyo "site blocking" NOT a*') == '"tokyo" "site blocking" "NOT" "a*"'
    assert escape_fts('an "open end') == '"an" "open end"'
    assert expression({}) == ""
