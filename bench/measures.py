# SPDX-License-Identifier: GPL-3.0-or-later
"""The measures of relevance.py: what a ranking, an answer and an outcome are
worth, and whether two rankings differ by more than chance. Pure: no files, no
programs."""

import dataclasses
import math
import random
import re

MEASURES = ("nDCG@10", "MRR@10", "R@1", "R@5", "R@20", "R@100")
MAX_ANSWER = 350  # characters; a longer text is no answer

PERMUTATIONS = 20_000
RESAMPLES = 5_000
SEED = 20_260_401


def _gain(grades):
    """Discounted cumulative gain, linear in the grade as trec_eval has it."""
    return sum(grade / math.log2(rank + 1)
               for rank, grade in enumerate(grades[:10], 1))


def score_ranking(ranked, grades):
    """The values of MEASURES. ranked: article ids, best first; grades: article
    id to relevance, where over 0 is relevant and one is at least."""
    found = [grades.get(article, 0) for article in ranked]
    relevant = sorted((g for g in grades.values() if g > 0), reverse=True)
    first = next((r for r, g in enumerate(found[:10], 1) if g > 0), None)
    recall = (sum(g > 0 for g in found[:depth]) / len(relevant)
              for depth in (1, 5, 20, 100))
    return (_gain(found) / _gain(relevant), 1 / first if first else 0.0,
            *recall)


def mean(values):
    values = list(values)
    return math.fsum(values) / len(values) if values else math.nan


def _words(text):
    """Only its Latin letters and digits, each word between two spaces."""
    return " ".join(["", *re.findall(r"[a-z0-9]+", text.lower()), ""])


def holds_answer(text, gold):
    """Whether one of the gold strings stands in text, ignoring case and
    punctuation. None where no gold string has a word."""
    wanted = [words for words in map(_words, gold) if words.strip()]
    if not wanted:
        return None
    words = _words(text)
    return len(text) <= MAX_ANSWER and any(w in words for w in wanted)


@dataclasses.dataclass
class Outcomes:
    """Counts of questions, some of which have their article in the index."""

    answerable: int = 0
    without: int = 0  # the article is not there
    right: int = 0  # answered, a relevant article first
    wrong: int = 0  # answerable and answered, another article first
    false: int = 0  # answered without the article

    def add(self, answered, answerable, right_first):
        self.answerable += answerable
        self.without += not answerable
        self.false += answered and not answerable
        self.right += answered and answerable and right_first
        self.wrong += answered and answerable and not right_first

    def shares(self):
        """False answers, coverage, answered wrongly."""
        return (self.false / max(1, self.without),
                self.right / max(1, self.answerable),
                self.wrong / max(1, self.answerable))


@dataclasses.dataclass
class Difference:
    """Of two runs over the same queries, the second less the first."""

    queries: int
    mean: float
    wins: int
    losses: int
    ties: int
    p: float  # two-sided, of a paired randomization test
    low: float  # 95% of resampled means lie between
    high: float


def compare(groups):
    """The Difference of the mean over groups, each the per-query differences
    of one collection; every group weighs the same, every query in it too."""
    groups = [group for group in groups if group]
    flat = [d for group in groups for d in group]
    chance = random.Random(SEED)
    low, high = _interval(groups, chance)
    return Difference(
        len(flat), _mean_of_means(groups), sum(d > 0 for d in flat),
        sum(d < 0 for d in flat), sum(d == 0 for d in flat),
        _randomization_p(groups, chance), low, high)


def _mean_of_means(groups):
    return mean(mean(group) for group in groups)


def _randomization_p(groups, chance):
    """The share of random swaps of the runs, query by query, that give at
    least this difference. Equal differences are swapped together: how many of
    them keep their sign is the number of ones among as many random bits."""
    counts = {}
    for group in groups:
        for difference in group:
            if difference:
                share = abs(difference) / len(group) / len(groups)
                counts[share] = counts.get(share, 0) + 1
    observed = abs(_mean_of_means(groups)) - 1e-12
    shares = list(counts.items())
    reached = 1  # the swap that was seen
    for _ in range(PERMUTATIONS):
        total = sum(share * (2 * chance.getrandbits(n).bit_count() - n)
                    for share, n in shares)
        reached += abs(total) >= observed
    return reached / (PERMUTATIONS + 1)


def _interval(groups, chance):
    """The middle 95% of the means of queries drawn anew with repetition."""
    means = sorted(
        _mean_of_means([chance.choices(g, k=len(g)) for g in groups])
        for _ in range(RESAMPLES))
    cut = round(RESAMPLES * 0.025)
    return means[cut], means[-cut - 1]
