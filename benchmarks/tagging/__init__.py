"""The yardstick: what the tags of labelled articles are worth, beside plain methods and other packages.

The labels were made by one annotator with the help of a machine. Nobody has measured how far two people
would agree, so no figure here says how close to a person the tagger is; figures above 0.95 should not be
told apart. Small files give wide margins: read the counts beside each ratio.

What is compared, article by article:

- An article has the title of its item only where the title stands in the stored text (`title_origin` is
  "text" or absent), no address, and the day of publication where a whole day is given. Of a year or a month
  alone the product would refuse to make a day, and so do we.
- "Product" is what readers get: `judge_and_tag`. On an article labelled irrelevant every tag is false.
- "Tags alone" is `tag` without the judgment of relevance, on the articles labelled relevant.
- Right, false and missed are counted over all articles (micro): precision = right / (right + false),
  recall = right / (right + missed). Where nothing was told or wanted, there is no ratio.

Fields:

- relevance: is the article about a ruling we track?
- party: the ids of the parties, each once for an article. Names labelled without an id are wanted of
  nobody; where one of our names covers such a name whole ("Replicate", "Replicate Inc."), its id is not
  counted as false either, for the label only says that the list of ids did not have it.
- party+role, all pairs: (id, role), "mentioned" being a role like any other. A party labelled with two
  roles wants both.
  Labels hold three roles that tags do not have (rightsholder, platform, other): they are read as "mentioned".
- party+role, roles given: the pairs whose role is not "mentioned", on both sides.
- court: ids of the courts. Of labels without an id the same holds as with parties, but for names that
  courts share ("District Court"): whoever makes one court of those is wrong.
- jurisdiction: the codes, without order. Primary: is the one we call primary among those labelled?
- amount: currency and value. Amount kind: of the amounts found, was their kind told right? One value
  labelled with two kinds ("asked for and got 5 million") takes either.
- case number: its normal form, in items that have the key `numbers`.
- event, outcome: one for an article; "none" where nothing is told. Accuracy is over the articles labelled
  relevant, in the lines "all articles" over all; precision and recall leave "none" out.
- date decided: the day, in items that have the key `dates`.

Baselines know nothing of relevance, so they are measured like "tags alone". Names and courts by gazetteer:
every name of the rules, strong or weak, whole words, any writing; of a name that several share the first
of the file is meant. Country: the one named most. First sum: the first that a plain regular expression
reads, taken for damages awarded. Commonest: always the label that is most frequent in the files given.
"""
