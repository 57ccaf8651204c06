"""A person's word wins over the rules: corrections.yml applied to tags, relevance, rulings and stories.

Tags that a person gives carry the person's rule and the words of the article; what the entry cannot do any more is
told with the article, never left out in silence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipelines.cases import CERTAIN
from pipelines.cluster import Stands
from pipelines.names import fold
from pipelines.rules import Rules
from pipelines.rules.known_cases import plain_numbers
from rulingwire.correction_files import load_corrections
from rulingwire.correction_keys import Ids
from rulingwire.corrections import OF_STORIES, Claim, Correction, mark_of
from rulingwire.models import Article, CaseLink, Evidence, Issue, Relevance, Tag, TaggedArticle

Place = tuple[str, ...]  # kind and key of a tag, and the role of a date: one day can be that of two things
Tags = dict[Place, Tag]

FOLLOWED = ("court", "jurisdiction", "outcome")  # one of each is what the article is about
UNSAID = {"party": "mentioned", "amount": "other"}  # the role of a tag of which nobody says one

NO_WORDS = "the article does not hold these words"
NO_RULING = "the article is not about a ruling we track, so it has no tags; say `relevant: true` of it as well"
NO_TAG = "the rules do not say this any more; remove the entry"


def with_corrections(rules: Rules, path: Path) -> Rules:
    """The rules with what people say against them in a file; ConfigError lists its mistakes."""
    return replace(rules, corrections=load_corrections(path, ids_of(rules)))


def ids_of(rules: Rules) -> Ids:
    """The ids that corrections.yml may use."""
    rulings = frozenset(case.id for case in rules.cases)
    return {"party": rules.kind_of, "court": rules.seat_of, "jurisdiction": rules.lands, "ruling": rulings}


def judged(relevance: Relevance, article: Article, said: Iterable[Correction]) -> Relevance:
    """The verdict as a person gives it; the score stays that of the rules."""
    for one in said:
        if one.verb == "relevant" and not _lacks_words(one, article):
            proof = _proof(one, article)
            words = (proof, *relevance.evidence) if proof else relevance.evidence
            relevance = replace(relevance, relevant=one.target == "true", evidence=words)
    return relevance


def corrected(tagged: TaggedArticle, said: Iterable[Correction]) -> TaggedArticle:
    """The tags as people correct them: first what is wrong goes, then what is right comes, in the order of the file.

    Entries that do nothing any more become issues of the article. The version says that people spoke, and what.
    """
    mine = tuple(said)
    if not mine:
        return tagged
    tags = {_place(tag): tag for tag in tagged.tags}
    troubles = {}
    for one in sorted(mine, key=lambda one: one.verb == "right"):
        if one.verb not in OF_STORIES:
            troubles[one.id] = _apply(one, tags, tagged)
    issues = tuple(_issue(one, troubles[one.id]) for one in mine if troubles.get(one.id))
    return replace(
        tagged,
        article=replace(tagged.article, issues=tagged.article.issues + issues),
        tags=tuple(sorted(_each_with_one_primary(tags), key=lambda tag: (tag.kind, tag.key, tag.role))),
        rules_version=tagged.rules_version + mark_of(mine),
        corrections=troubles,
    )


def _apply(one: Correction, tags: Tags, tagged: TaggedArticle) -> str:
    """Change the tags as one entry says; gives why it cannot, "" where it could."""
    if _lacks_words(one, tagged.article):
        return NO_WORDS
    if one.verb == "relevant":
        return ""
    if not tagged.relevance.relevant:
        return NO_RULING
    if one.verb == "wrong" and one.claim:
        return _take_away(one.claim, tags)
    proof = _proof(one, tagged.article)
    if one.verb == "right" and one.claim and proof:
        _give(one.claim, proof, tags)
    return ""


def _take_away(claim: Claim, tags: Tags) -> str:
    found = [
        place
        for place, tag in tags.items()
        if place[:2] == (claim.kind, claim.key) and claim.role in ("", tag.role) and claim.side in ("", tag.side)
    ]
    for place in found:
        del tags[place]
    return "" if found else NO_TAG


def _give(claim: Claim, proof: Evidence, tags: Tags) -> None:
    place = _place(Tag(kind=claim.kind, key=claim.key, role=claim.role, evidence=()))
    before = tags.get(place)
    first = claim.primary or claim.kind == "event"
    for other, tag in list(tags.items()):
        if first and tag.kind == claim.kind and other != place:
            if claim.kind == "event":  # an article tells of one
                del tags[other]
            else:
                tags[other] = replace(tag, primary=False)
    tags[place] = _changed(before, claim, proof, first) if before else _new(claim, proof, first)


def _changed(tag: Tag, claim: Claim, proof: Evidence, primary: bool) -> Tag:
    """A tag as a person has it; the words that proved another role or side prove nothing now."""
    role, side = claim.role or tag.role, claim.side or tag.side
    still = tag.evidence
    if (role, side) != (tag.role, tag.side):
        still = tuple(words for words in still if words.rule in (f"{tag.kind}:{tag.key}", f"{tag.kind}:printed"))
    return replace(tag, role=role, side=side, primary=tag.primary or primary, evidence=(proof, *still))


def _new(claim: Claim, proof: Evidence, primary: bool) -> Tag:
    thing = claim.key.split()[0] if claim.kind in ("count", "step") else ""
    return Tag(
        kind=claim.kind,
        key=claim.key,
        role=claim.role or thing or UNSAID.get(claim.kind, ""),
        side=claim.side,
        primary=primary,
        printed=proof.quote if claim.kind in ("amount", "case", "count", "date", "step") else "",
        jurisdiction=claim.jurisdiction,
        court=claim.court,
        evidence=(proof,),
    )


def _each_with_one_primary(tags: Tags) -> list[Tag]:
    """The tags; where the one that the article was about is gone, the next that it names takes its place."""
    for kind in FOLLOWED:
        mine = [(place, tag) for place, tag in tags.items() if tag.kind == kind]
        if mine and not any(tag.primary for _, tag in mine):
            place, tag = min(mine, key=lambda pair: _first_named(pair[1]))
            tags[place] = replace(tag, primary=True)
    return list(tags.values())


def _first_named(tag: Tag) -> tuple[bool, int, str]:
    return min(((words.field != "title", words.start, tag.key) for words in tag.evidence), default=(True, 0, tag.key))


def _place(tag: Tag) -> Place:
    return (tag.kind, tag.key, tag.role) if tag.kind == "date" else (tag.kind, tag.key)


def _lacks_words(one: Correction, article: Article) -> bool:
    return bool(one.words) and _proof(one, article) is None


def _proof(one: Correction, article: Article) -> Evidence | None:
    """The words of an entry where they stand first, whatever their case, blanks and kind of quotes."""
    if not one.words:
        return None
    wanted = re.compile(r"\s+".join(re.escape(word) for word in fold(one.words).split()))
    for field, text in (("title", article.title), ("text", article.text)):
        if found := wanted.search(fold(text)):
            start, end = found.span()
            return Evidence(rule=one.rule, field=field, start=start, end=end, quote=text[start:end])
    return None


def _issue(one: Correction, trouble: str) -> Issue:
    return Issue(kind="correction", words=f"{one.article}: {one.verb} {one.said} (by {one.by})", hint=trouble)


# Rulings


def rulings_said(said: Iterable[Correction]) -> Mapping[str, bool]:
    """Which rulings people say that an article is about, and which not: id of a known case, or a number -> is it."""
    return {one.target: one.verb == "about" for one in said if one.verb in ("about", "not_about")}


def with_rulings(links: Iterable[CaseLink], said: Mapping[str, bool], rules: Rules) -> tuple[CaseLink, ...]:
    """The rulings of an article as people correct them; what they say it is about comes first and is certain."""
    ids = {case: true for target, true in said.items() for case in _cases_of(target, rules)}
    kept = [link for link in links if ids.get(link.case, True)]
    given = [
        CaseLink(case=case, how="correction", certainty=CERTAIN, primary=False, evidence=_words_of(case, kept))
        for case, true in ids.items()
        if true
    ]
    rest = [link for link in kept if link.case not in ids]
    return tuple(replace(link, primary=place == 0) for place, link in enumerate([*given, *rest]))


def _cases_of(target: str, rules: Rules) -> list[str]:
    """The known cases that an id or a number means."""
    number = plain_numbers((target,))
    return [c.id for c in rules.cases if c.id == target or number & plain_numbers((*c.numbers, *c.citations))]


def _words_of(case: str, links: list[CaseLink]) -> tuple[Evidence, ...]:
    return next((link.evidence for link in links if link.case == case), ())


# Stories


def stands_said(
    said: Iterable[tuple[Correction, int, int]], stories: Mapping[int, int]
) -> tuple[dict[int, Stands], dict[int, Stands]]:
    """For each article those before it that people say it stands with, and those that it stands apart from.

    `stories` has the present story of each article named that is about a ruling. If A goes with B and B with C, A goes
    with C; what stands apart from one of them stands apart from all.
    """
    pairs = [(one.verb, number, other) for one, number, other in said]
    together = _groups((number, other) for verb, number, other in pairs if verb == "same_story")
    apart: dict[int, set[int]] = defaultdict(set)
    for verb, number, other in pairs:
        if verb == "other_story":
            ours, theirs = together.get(number, {number}), together.get(other, {other})
            for one in ours:
                apart[one] |= theirs
            for one in theirs:
                apart[one] |= ours
    return _before(together, stories), _before(apart, stories)


def _groups(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, two in pairs:
        whole = found.get(one, {one}) | found.get(two, {two})
        found |= dict.fromkeys(whole, whole)
    return found


def _before(named: Mapping[int, set[int]], stories: Mapping[int, int]) -> dict[int, Stands]:
    return {
        number: {other: stories[other] for other in others if other < number and other in stories}
        for number, others in named.items()
    }
