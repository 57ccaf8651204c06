"""What the case of an article is about: words of a subject in title and first lines, or again and again further on."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.passages import Passage, Proof
from pipelines.rules import Rules

LEAD = 400  # characters of a text that say what it is about
READ = 6000  # ... beyond which nothing is read: what a case is about is said before
FRONT, LATER = 2.0, 1.0  # what a word counts in title and lead, and behind them
WEAK = 0.5  # times so much for a word that is said in passing too, and for the name of a party
ENOUGH = 2.0


class Word(NamedTuple):
    """A word of a subject where it stands, or the name of a party that says it."""

    subject: str
    proof: Proof
    weight: float
    is_name: bool


def find_subjects(parts: tuple[Passage, ...], parties: dict[str, list[Proof]], rules: Rules) -> dict[str, list[Proof]]:
    """The subjects that title and text prove, each with its proofs, the title's first."""
    said, named = list(_said(parts, rules)), list(_named(parties, rules))
    proven = _weighed(said).keys()
    unless = rules.subjects.unless
    return _weighed([*said, *(word for word in named if not proven & set(unless[word.subject]))])


def _said(parts: tuple[Passage, ...], rules: Rules) -> Iterator[Word]:
    for part in parts:
        for subject, matches in rules.subjects.words.find(part.text, READ).groups.items():
            for start, end, name in matches:
                if name.key:
                    proof = Proof(part, start, end, f"subject:{subject}")
                    yield Word(subject, proof, 1.0 if name.sure else WEAK, False)


def _named(parties: dict[str, list[Proof]], rules: Rules) -> Iterator[Word]:
    for party, proofs in parties.items():
        for subject in rules.subjects.of_party.get(party, ()):
            for proof in proofs:
                if proof.start < READ:
                    yield Word(subject, proof._replace(rule=f"subject:{subject}"), WEAK, True)


def _weighed(words: list[Word]) -> dict[str, list[Proof]]:
    """The subjects whose words weigh enough; of a sentence only its heaviest word counts."""
    weights: dict[str, dict[tuple[str, int], float]] = defaultdict(lambda: defaultdict(float))
    proofs: dict[str, list[Proof]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (not _is_title(word.proof), word.proof.start, word.subject)):
        passage, start, end, _ = word.proof
        sentence = passage.field, passage.sentence(start, end)[0]
        weight = word.weight * (FRONT if _is_front(word.proof) else LATER)
        weights[word.subject][sentence] = max(weight, weights[word.subject][sentence])
        proofs[word.subject].append(word.proof)
    return {subject: found for subject, found in proofs.items() if sum(weights[subject].values()) >= ENOUGH}


def _is_title(proof: Proof) -> bool:
    return proof.passage.field == "title"


def _is_front(proof: Proof) -> bool:
    return _is_title(proof) or proof.start < LEAD
