"""What the pages of parties, courts, jurisdictions and subjects read, as SQL.

`tallies` is a view in the working file, where it counts when it is asked, and a table in the published one
(`db/views.sql`). Each of its selects is grouped by the key one asks for, so that SQLite counts that key only.
"""

PARTY_NAMES = """
CREATE TABLE party_names ( -- Names by which the rules find each party, in all languages.
  party_id TEXT NOT NULL REFERENCES parties(id), -- The party
  name TEXT NOT NULL, -- The name
  is_sure INTEGER NOT NULL, -- 1: it means this party wherever it stands; 0: only where other words prove it
  PRIMARY KEY (party_id, name)
) WITHOUT ROWID;
CREATE INDEX party_names_name ON party_names(name COLLATE NOCASE);
"""

REGIONS = """
CREATE TABLE regions ( -- Where the jurisdictions lie; one can lie in several regions.
  region TEXT NOT NULL, -- europe, eu, asia ...: a word of the list `region` in vocabulary
  jurisdiction TEXT NOT NULL REFERENCES jurisdictions(code), -- The jurisdiction
  PRIMARY KEY (region, jurisdiction)
) WITHOUT ROWID;
"""

RULING_SUBJECTS = """
CREATE TABLE ruling_subjects ( -- What each ruling is about.
  ruling_id TEXT NOT NULL REFERENCES rulings(id), -- The ruling
  subject TEXT NOT NULL, -- cdn, dns, iptv, music ...: a word of the list `subject` in vocabulary
  PRIMARY KEY (ruling_id, subject)
) WITHOUT ROWID;
CREATE INDEX ruling_subjects_subject ON ruling_subjects(subject);
INSERT OR IGNORE INTO ruling_subjects
SELECT rulings.id, trim(word.value) FROM rulings
JOIN json_each('["' || replace(replace(subject, '"', ''), ',', '","') || '"]') word
WHERE subject <> '';
"""

_DECIDED = "substr(coalesce(nullif(r.decided_on, ''), r.filed_on), 1, 4)"
_PUBLISHED = "substr(coalesce(a.published_at, a.first_seen_at), 1, 4)"
_RULING = f"WHEN 'all' THEN 'all' WHEN 'outcome' THEN r.outcome WHEN 'year' THEN {_DECIDED}"
_ARTICLE = f"WHEN 'all' THEN 'all' WHEN 'outcome' THEN a.outcome WHEN 'year' THEN {_PUBLISHED}"
_COURT = "WHEN 'court' THEN r.court_id"
_PLACE = f"WHEN 'jurisdiction' THEN r.jurisdiction {_COURT}"
_ROLE = "WHEN 'role' THEN t.role"
# Who brings a case, who answers it, who must act, and the services it is about.
_SIDE = (
    "CASE WHEN {0}.role IN ('plaintiff', 'appellant', 'prosecutor') THEN 'brings'"
    " WHEN {0}.role IN ('defendant', 'respondent') THEN 'answers'"
    " WHEN {0}.role IN ('intermediary', 'pirate-site') THEN {0}.role END"
)
_MINE, _OTHERS = _SIDE.format("t"), _SIDE.format("o")

# The joins stand in the order in which they are walked, the parts last, so that each row is read once for all parts.
TALLIES = f"""
CREATE VIEW tallies ( -- How many rulings and articles each party, jurisdiction, court and subject has, and by what.
  kind, -- party, jurisdiction, court or subject
  key, -- Which one
  part, -- Counted by outcome, year, jurisdiction, role, won, lost ...; all: every one of them
  value, -- Which outcome, year, jurisdiction, role ...
  what, -- rulings or articles
  number -- How many
) AS WITH
  common(part) AS (VALUES ('all'), ('outcome'), ('year')),
  in_lands(part) AS (VALUES ('all'), ('outcome'), ('year'), ('court')),
  anywhere(part) AS (VALUES ('all'), ('outcome'), ('year'), ('jurisdiction'), ('court')),
  of_parties(part) AS (VALUES ('all'), ('outcome'), ('year'), ('jurisdiction'), ('court'), ('role'), ('ended')),
  of_news(part) AS (VALUES ('all'), ('outcome'), ('year'), ('role'), ('won'), ('lost'))
SELECT 'party', t.party_id, p.part, CASE p.part {_RULING} {_PLACE} {_ROLE}
    WHEN 'ended' THEN t.role || ' ' || nullif(r.outcome, '') END AS found, 'rulings', count(DISTINCT r.id)
  FROM ruling_parties t CROSS JOIN rulings r ON r.id = t.ruling_id CROSS JOIN of_parties p
  WHERE t.party_id <> '' AND found <> '' GROUP BY t.party_id, p.part, found
UNION ALL
SELECT 'party', t.party_id, 'subject', s.subject, 'rulings', count(DISTINCT t.ruling_id)
  FROM ruling_parties t CROSS JOIN ruling_subjects s ON s.ruling_id = t.ruling_id
  WHERE t.party_id <> '' GROUP BY t.party_id, s.subject
UNION ALL
SELECT 'party', t.party_id, iif(c.value LIKE '% won', 'won', 'lost') AS told, t.role, 'rulings',
    count(DISTINCT t.ruling_id)
  FROM ruling_parties t CROSS JOIN ruling_claims c ON c.ruling_id = t.ruling_id AND c.field = 'party'
    AND c.value IN (t.party_id || ' ' || t.role || ' won', t.party_id || ' ' || t.role || ' lost')
  WHERE t.party_id <> '' GROUP BY t.party_id, told, t.role
UNION ALL
SELECT 'party', t.party_id, iif({_MINE} = {_OTHERS}, 'with', 'against') AS stood, o.party_id, 'rulings',
    count(DISTINCT t.ruling_id)
  FROM ruling_parties t CROSS JOIN ruling_parties o ON o.ruling_id = t.ruling_id AND o.party_id <> t.party_id
  WHERE t.party_id <> '' AND ({_MINE} = {_OTHERS} OR {_MINE} <> {_OTHERS} AND 'brings' IN ({_MINE}, {_OTHERS}))
  GROUP BY t.party_id, stood, o.party_id
UNION ALL
SELECT 'jurisdiction', r.jurisdiction, p.part, CASE p.part {_RULING} {_COURT} END AS found, 'rulings', count(*)
  FROM rulings r CROSS JOIN in_lands p WHERE found <> '' GROUP BY r.jurisdiction, p.part, found
UNION ALL
SELECT 'court', r.court_id, p.part, CASE p.part {_RULING} END AS found, 'rulings', count(*)
  FROM rulings r CROSS JOIN common p WHERE r.court_id <> '' AND found <> '' GROUP BY r.court_id, p.part, found
UNION ALL
SELECT 'subject', t.subject, p.part, CASE p.part {_RULING} {_PLACE} END AS found, 'rulings', count(*)
  FROM ruling_subjects t CROSS JOIN rulings r ON r.id = t.ruling_id CROSS JOIN anywhere p
  WHERE found <> '' GROUP BY t.subject, p.part, found
UNION ALL
SELECT 'jurisdiction', r.jurisdiction, 'subject', s.subject, 'rulings', count(*)
  FROM rulings r CROSS JOIN ruling_subjects s ON s.ruling_id = r.id GROUP BY r.jurisdiction, s.subject
UNION ALL
SELECT 'court', r.court_id, 'subject', s.subject, 'rulings', count(*)
  FROM rulings r CROSS JOIN ruling_subjects s ON s.ruling_id = r.id
  WHERE r.court_id <> '' GROUP BY r.court_id, s.subject
UNION ALL
SELECT 'jurisdiction', r.jurisdiction, 'party', o.party_id, 'rulings', count(DISTINCT r.id)
  FROM rulings r CROSS JOIN ruling_parties o ON o.ruling_id = r.id
  WHERE o.party_id <> '' GROUP BY r.jurisdiction, o.party_id
UNION ALL
SELECT 'court', r.court_id, 'party', o.party_id, 'rulings', count(DISTINCT r.id)
  FROM rulings r CROSS JOIN ruling_parties o ON o.ruling_id = r.id
  WHERE r.court_id <> '' AND o.party_id <> '' GROUP BY r.court_id, o.party_id
UNION ALL
SELECT 'subject', t.subject, 'party', o.party_id, 'rulings', count(DISTINCT t.ruling_id)
  FROM ruling_subjects t CROSS JOIN ruling_parties o ON o.ruling_id = t.ruling_id
  WHERE o.party_id <> '' GROUP BY t.subject, o.party_id
UNION ALL
SELECT 'party', t.party_id, p.part, CASE p.part {_ARTICLE} {_ROLE} WHEN t.side THEN t.role END AS found,
    'articles', count(*)
  FROM article_parties t CROSS JOIN articles a ON a.id = t.article_id AND a.relevant CROSS JOIN of_news p
  WHERE found <> '' GROUP BY t.party_id, p.part, found
UNION ALL
SELECT 'party', t.party_id, 'jurisdiction', j.jurisdiction, 'articles', count(*)
  FROM article_parties t CROSS JOIN articles a ON a.id = t.article_id AND a.relevant
  CROSS JOIN article_jurisdictions j ON j.article_id = a.id GROUP BY t.party_id, j.jurisdiction
UNION ALL
SELECT 'jurisdiction', t.jurisdiction, p.part, CASE p.part {_ARTICLE} END AS found, 'articles', count(*)
  FROM article_jurisdictions t CROSS JOIN articles a ON a.id = t.article_id AND a.relevant CROSS JOIN common p
  WHERE found <> '' GROUP BY t.jurisdiction, p.part, found
UNION ALL
SELECT 'court', t.court_id, p.part, CASE p.part {_ARTICLE} END AS found, 'articles', count(*)
  FROM article_courts t CROSS JOIN articles a ON a.id = t.article_id AND a.relevant CROSS JOIN common p
  WHERE found <> '' GROUP BY t.court_id, p.part, found
UNION ALL
SELECT 'subject', t.subject, p.part, CASE p.part {_ARTICLE} END AS found, 'articles', count(*)
  FROM article_subjects t CROSS JOIN articles a ON a.id = t.article_id AND a.relevant CROSS JOIN common p
  WHERE found <> '' GROUP BY t.subject, p.part, found
"""
