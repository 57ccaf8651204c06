"""The closed lists of words that tags use, each with its meaning. Readers see them, rules may use no others."""

ROLES = {
    "plaintiff": "Brings the case, or asks for the order",
    "defendant": "The case is brought against it, or the order addresses it as a party",
    "appellant": "Appeals, petitions or complains to a higher court",
    "respondent": "Answers such an appeal",
    "intervener": "Joins a case between others, or speaks to the court as a friend",
    "intermediary": "Must act (block, disclose, delist) without being accused",
    "regulator": "A public body that decides or watches",
    "prosecutor": "Brings a criminal case",
    "pirate-site": "The service the case is about, where it is not said to be sued",
    "industry-group": "A body of rightsholders that is not said to be a party",
    "civil-society": "An association that takes part without being a party",
    "law-firm": "Acts for a party",
    "mentioned": "The words do not say",
}
SIDES = {"won": "Won, as the news of the article", "lost": "Lost, as the news of the article"}
EVENTS = {
    "ruling": "A court or authority decided",
    "filing": "A case or appeal was brought, or moved a step without a decision",
    "settlement": "The parties agreed",
    "enforcement": "Police or an authority acted: seizure, arrest, blocking",
    "legislation": "A law or bill",
    "commentary": "Opinion, analysis or advice about rulings",
}
OUTCOMES = {
    "liable": "Held liable, or convicted",
    "not-liable": "Held not liable, or acquitted",
    "blocking-ordered": "Blocking or delisting ordered",
    "blocking-refused": "Blocking or delisting refused or lifted",
    "injunction": "Ordered to stop or to act, other than blocking",
    "dismissed": "Claim, appeal or complaint dismissed",
    "damages-awarded": "A sum awarded, liability not being the news",
    "fine": "A fine imposed",
    "settled": "Ended by agreement",
    "referred": "Questions put to, or answered by, another court; sent back",
    "stayed": "Suspended",
    "costs-allocated": "Costs of the case decided",
    "extradition-allowed": "Extradition allowed",
    "pending": "Not decided yet",
    "affirmed": "A decision below upheld",
    "reversed": "A decision below overturned",
}
SUMS = {
    "damages-awarded": "Awarded",
    "damages-claimed": "Asked for",
    "prior-award": "Awarded earlier, overturned or replaced since",
    "loss-recognised": "Loss as the court found it",
    "loss-estimate": "Loss as somebody estimates it",
    "statutory-max": "Most the law allows",
    "penalty": "Threatened or due for each day or breach of an order",
    "fine": "Fine imposed",
    "forfeiture": "Taken from the offender",
    "settlement": "Paid by agreement",
    "costs": "Costs of the case",
    "bond": "Security for a court",
    "illicit-revenue": "Earned by the offender",
    "other": "The words do not say",
}
COUNTS = {
    "works": "Works infringed",
    "visits": "Visits in a month",
    "domains": "Domains or addresses blocked or seized",
    "sites": "Sites or services",
    "users": "Users or subscribers",
}
STEPS = {
    "appeal-announced": "A party says that it will appeal",
    "appeal-filed": "A party has appealed; not decided yet",
    "appeal-open": "Can still be appealed, or is not final yet",
    "final": "Cannot be appealed any more",
    "hearing-set": "The time of a hearing or trial is set",
}
DATES = {"decided": "Day of the decision", "filed": "Day the case or appeal was brought"}

LISTS = {
    "role": ROLES,
    "side": SIDES,
    "event": EVENTS,
    "outcome": OUTCOMES,
    "sum": SUMS,
    "count": COUNTS,
    "date": DATES,
    "step": STEPS,
}
